"""What the readers of a programme find: its terms and its dates, as rows still without keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.records import Notice
from pipeline.rows import AmountRow, PeriodRow, RateRow


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one programme and what could not be read of them."""

    rates: tuple[RateRow, ...]
    amounts: tuple[AmountRow, ...]
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

    periods: tuple[PeriodRow, ...]
    notices: tuple[Notice, ...] = ()
    is_rolling: bool = False
    is_budget_limited: bool = False
