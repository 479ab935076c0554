"""The eras since 明治 with their first and last days, and the days that they do and do not have."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Era(NamedTuple):
    """An era by its name, with its first and last day (both inclusive)."""

    name: str
    first: date
    last: date


# First days by the orders of change: 明治 1868-10-23 (慶応4年9月8日), 大正 and 昭和 on the day itself, 平成 and 令和
# on the day after. The day of a change belongs to the new era.
ERAS = (
    Era("明治", date(1868, 10, 23), date(1912, 7, 29)),
    Era("大正", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", date(2019, 5, 1), date.max),
)
_WRITTEN = {"明治": "明㍾Mm", "大正": "大㍽Tt", "昭和": "昭㍼Ss", "平成": "平㍻Hh", "令和": "令㋿Rr"}
ERA_BY_WORD = {word: era for era in ERAS for word in (era.name, *_WRITTEN[era.name])}
"""An era by any of its written forms: 令和, 令, ㋿, R."""


def western_year(era: Era, year: int) -> int:
    """Return the western year of a year of an era (令和8年 → 2026), whether or not the era lasted that long."""
    return era.first.year + year - 1


def has_days_between(era: Era, first: date, last: date) -> bool:
    """Say whether the era has a day of the given span."""
    return era.first <= last and first <= era.last


def era_of(day: date) -> Era | None:
    """Return the era a day belongs to; None before 明治."""
    return next((era for era in ERAS if era.first <= day <= era.last), None)


def in_era(day: date) -> str:
    """Return the day in its true era (2020-01-01 → 令和2年1月1日), or in western years before 明治."""
    era = era_of(day)
    if era is None:
        return f"{day.year}年{day.month}月{day.day}日"
    year = day.year - era.first.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
