"""What the readers of a programme find: the columns of rates, amounts and periods, still without keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.records import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class RateFact:
    """A rate of help; the columns of `rates` but its keys."""

    course: str | None = None
    applicant_class: str = "any"
    applicant_text: str | None = None
    condition_text: str | None = None
    cost_item: str | None = None
    numerator: int | None = None
    denominator: int | None = None
    percent: Decimal | None = None
    qualifier: str = "exact"
    basis: str = "cost"
    basis_text: str | None = None
    rate_text: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFact:
    """A sum that bounds or fixes the help; the columns of `amounts` but its keys."""

    course: str | None = None
    applicant_class: str = "any"
    applicant_text: str | None = None
    condition_text: str | None = None
    cost_item: str | None = None
    kind: str
    yen: int | None = None
    is_unlimited: bool = False
    per: str | None = None
    max_years: int | None = None
    rounding: str | None = None
    amount_text: str
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFact:
    """A dated period or deadline; the columns of `periods` but its keys."""

    kind: str
    call_round: int | None = None
    label: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    precision: str = "day"
    end_time: str | None = None
    deadline_rule: str | None = None
    relative_text: str | None = None
    is_inferred: bool = False
    inference: str | None = None
    weekday_ok: bool | None = None
    period_text: str
    locator: str


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one programme and what could not be read of them."""

    rates: tuple[RateFact, ...]
    amounts: tuple[AmountFact, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleContext:
    """What fixes the years that a programme's dates leave out."""

    fiscal_year: int | None = None
    listed_end_month: str | None = None
    """YYYY-MM of a heading such as 2025年12月終了予定"""
    call_round: int | None = None
    published: date | None = None
    """The day that a notice prints above its text (2020年10月8日); its deadlines lie behind it."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dates of one programme, whether it is open at any time, and until the money is spent."""

    periods: tuple[PeriodFact, ...]
    notices: tuple[Notice, ...] = ()
    is_rolling: bool = False
    is_budget_limited: bool = False
