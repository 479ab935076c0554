"""Points of the calendar: days, months, years and fiscal years as first and last day, and what cannot be one."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

Precision = Literal["day", "month", "year", "fiscal_year"]
_QUARTER = {"1": 4, "2": 7, "3": 10, "4": 1, "一": 4, "二": 7, "三": 10, "四": 1}


class Point(NamedTuple):
    """A point of the calendar: its first and last day, or no days and the reason in `warnings`.

    `year` is None where the text names none; then `month` and `day` say what it does name.
    """

    first: date | None
    last: date | None
    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None
    warnings: tuple[str, ...] = ()
    is_inferred: bool = False
    is_end: bool = False  # 末: the last day alone
    true_day: date | None = None  # of a day outside its era: where it lies (平成32年1月1日 is 令和2年1月1日)


def carry(first: Point, second: Point) -> Point:
    """Give a point the year (and month) of the one before it; an earlier month and day lies in the next year."""
    if second.year is not None or not first.year:
        if second.month is None and second.day and first.month:  # 4月28日（月）～30日（水）
            return second._replace(month=first.month)
        return second
    if second.month is None:
        if first.month and second.day:
            return month_or_day(first.year, first.month, second.day)._replace(is_inferred=True)
        return second
    is_next = (second.month, second.day or 31) < (first.month or 1, first.day or 1)
    return with_year(second, first.year + is_next)


def month_or_day(year: int, month: int, day: int | None, part: str | None = None) -> Point:
    """Return a day, a month, its last day (末), or a part of it (上旬: the month, with the warning `vague`)."""
    if not 1 <= month <= 12:
        return Point(None, None, "day" if day else "month", warnings=("no-such-day" if day else "no-such-month",))
    length = monthrange(year, month)[1]
    if day is not None:
        if not 1 <= day <= length:
            return Point(None, None, "day", warnings=("no-such-day",))
        only = date(year, month, day)
        return Point(only, only, "day", year, month, day)
    last = date(year, month, length)
    if part and _is_end(part):
        return Point(last, last, "day", year, month, length, is_end=True)
    vague = ("vague",) if part and part != "中" else ()
    return Point(date(year, month, 1), last, "month", year, month, None, vague)


def without_year(month: int, day: int | None, part: str | None = None) -> Point:
    """Return a point that names no year: no days, and `year-missing` (or `no-such-day` where no year has it)."""
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= monthrange(2000, month)[1]):
        return Point(None, None, "day", warnings=("no-such-day",))
    is_end = bool(part and _is_end(part))
    vague = ("vague",) if part and not is_end and part != "中" else ()
    precision: Precision = "day" if day is not None or is_end else "month"
    return Point(None, None, precision, None, month, day, ("year-missing", *vague), is_end=is_end)


def with_year(point: Point, year: int) -> Point:
    """Return a point without a year as the one of the given year."""
    if point.month is None:
        return point
    dated = month_or_day(year, point.month, point.day, "末" if point.is_end else None)
    vague = ("vague",) if "vague" in point.warnings else ()
    return dated._replace(is_inferred=True, warnings=dated.warnings + vague)


def whole_year(year: int, part: str | None) -> Point:
    """Return a calendar year, or its last day (年末)."""
    last = date(year, 12, 31)
    if part and _is_end(part):
        return Point(last, last, "day", year, 12, 31, is_end=True)
    vague = ("vague",) if part and part not in ("中", "内") else ()
    return Point(date(year, 1, 1), last, "year", year, warnings=vague)


def fiscal_year(year: int, part: str | None = None) -> Point:
    """Return a Japanese fiscal year (April to March), its last day (年度末) or one of its quarters (年度第2四半期)."""
    last = date(year + 1, 3, 31)
    if part and part.endswith("四半期"):
        first = date(year + (part[-4] in "4四"), _QUARTER[part[-4]], 1)
        end = first.replace(month=first.month + 2, day=monthrange(first.year, first.month + 2)[1])
        return Point(first, end, "month", first.year, first.month)
    if part and _is_end(part):
        return Point(last, last, "day", year + 1, 3, 31, is_end=True)
    return Point(date(year, 4, 1), last, "fiscal_year", year)


def _is_end(part: str) -> bool:
    return part[0] == "末" or part in ("晦日", "みそか", "月末")
