"""One line per programme for people in a hurry: highest rate, highest sum, next deadline, each with its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pipeline.publish import words
from pipeline.publish.dataset import Dataset, children

Row = dict[str, Any]

WHOLE_BUDGET = re.compile(r"全体枠|予算枠|予算総額|総枠|予算規模")  # 上限15億円（県全体枠）: the purse, not the help


@dataclass(frozen=True, slots=True)
class Overview:
    """The rows that a summary quotes; each None where the programme states no such thing."""

    rate: Row | None
    cap: Row | None
    deadline: Row | None

    @property
    def share(self) -> Fraction | None:
        """The highest rate of the eligible cost as an exact fraction."""
        return Fraction(self.rate["numerator"], self.rate["denominator"]) if self.rate else None

    @property
    def percent(self) -> Decimal | None:
        """The highest rate in per cent, one decimal, rounded half up (GIF DS-451-4 最大補助率): 2/3 → 66.7."""
        if self.share is None:
            return None
        tenths = (self.share * 1000 + Fraction(1, 2)).__floor__()
        return Decimal(tenths).scaleb(-1)

    @property
    def yen(self) -> int | None:
        """The highest sum in yen; None where none is stated or there is no limit."""
        return self.cap["yen"] if self.cap else None

    @property
    def cap_words(self) -> str:
        """50万円, 上限なし, or nothing."""
        return words.amount(self.cap) if self.cap else ""

    @property
    def rate_words(self) -> str:
        """2/3以内, or nothing."""
        return words.rate(self.rate) if self.rate else ""


def overviews(dataset: Dataset) -> dict[str, Overview]:
    """program_id → its overview, as known on the dataset's as-of day."""
    rates, amounts, periods = (children(dataset.rows(table)) for table in ("rates", "amounts", "periods"))
    return {
        program["program_id"]: Overview(
            highest_rate(rates.get(program["program_id"], [])),
            highest_cap(amounts.get(program["program_id"], [])),
            next_deadline(periods.get(program["program_id"], []), dataset.as_of),
        )
        for program in dataset.rows("programs")
    }


def highest_rate(rates: list[dict[str, Any]]) -> Row | None:
    """The highest rate of the eligible cost; a share of a fee, of interest or of another grant is another measure."""
    shares = [row for row in rates if row["basis"] == "cost" and row["numerator"] is not None and row["denominator"]]
    return max(shares, key=lambda row: Fraction(row["numerator"], row["denominator"]), default=None)


def highest_cap(amounts: list[dict[str, Any]]) -> Row | None:
    """The most an applicant can get: 上限なし, else the highest cap or total, else the highest fixed grant."""
    mine = [row for row in amounts if not WHOLE_BUDGET.search(f"{row['condition_text'] or ''}{row['amount_text']}")]
    caps = [row for row in mine if row["kind"] in {"cap", "total_cap"}]
    unlimited = next((row for row in caps if row["is_unlimited"]), None)
    if unlimited is not None:
        return unlimited
    said = [row for row in caps or (row for row in mine if row["kind"] == "grant") if row["yen"] is not None]
    return max(said, key=lambda row: row["yen"], default=None)


def next_deadline(periods: list[dict[str, Any]], as_of: date) -> Row | None:
    """The next application deadline on or after the day, else the last one that passed."""
    ends = [row for row in periods if row["kind"] == "application" and row["end_date"] is not None]
    ahead = [row for row in ends if row["end_date"] >= as_of]
    if ahead:
        return min(ahead, key=lambda row: row["end_date"])
    return max(ends, key=lambda row: row["end_date"], default=None)
