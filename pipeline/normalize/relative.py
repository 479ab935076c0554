"""Dates that lean on another: 同年6月30日, 翌年度末, 8年3月31日 after 令和7年, 来年3月, 今年度 — by the point before or by today."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pipeline.normalize.numerals import read_count
from pipeline.normalize.points import Point, fiscal_year, month_or_day, whole_year, with_year, without_year

_EACH = re.compile(r"(?:当該|該当|同一|各|毎|その|属する|ごと)の?$")  # 当該年度内, 属する年度の年度末: no year of ours
_STEP = {"来": 1, "再来": 2, "昨": -1, "前": -1, "翌": 1, "翌々": 2}
_ON_ANCHOR = ("同", "翌", "翌々")


def read_yearless(match: re.Match[str], anchor: Point | None, today: date | None) -> Point | None:
    """Read a match of `dates.POINT` that names no year of its own; None where the words are no date after all."""
    if match["ym"]:
        return _read_month(match, anchor, today)
    if match["sm"]:
        return without_year(int(match["sm"]), int(match["sd"]))
    if match["lone"]:
        day = int(match["lone"])
        return Point(None, None, "day", None, None, day, ("year-missing",)) if 1 <= day <= 31 else None
    if match["relm"] or match["sameday"]:
        return _read_same_month(match, anchor, today)
    if _EACH.search(match.string, max(0, match.start() - 5), match.start()):
        today = None
    if match["rely"] or match["yearend"]:
        year = _year(match["rely"] or "今", anchor, today)
        point = whole_year(year, match["relyp"]) if year else Point(None, None, "year", warnings=("year-missing",))
        return point._replace(is_inferred=True)
    year = _fiscal_year(match["relfy"] or match["relfy2"] or "今", anchor, today)
    if year:
        return fiscal_year(year, match["relfypart"])._replace(is_inferred=True)
    return None if match["relfy2"] else Point(None, None, "day", warnings=("year-missing",), is_inferred=True)


def read_short_year(match: re.Match[str], anchor: Point) -> Point | None:
    """Read a match of `dates.SHORT_YEAR` after a point with a year: 令和7年～9年, 令和7～8年度, 2025～26年度."""
    first = anchor.year or 0
    year = _short_year(int(match["short"]), range(first + 1, first + 31))
    if year is None:
        return None
    point = fiscal_year(year, match["part"]) if match["fy"] else whole_year(year, None)
    return point._replace(is_inferred=True)


def _read_month(match: re.Match[str], anchor: Point | None, today: date | None) -> Point:
    month, day, part = read_count(match["ym"]), read_count(match["yd"]) if match["yd"] else None, match["yp"]
    year = _year(match["rel"], anchor, today) if match["rel"] else None
    if year is not None:
        return month_or_day(year, month, day, part)._replace(is_inferred=True)
    point = without_year(month, day, part)
    if not match["short"]:
        return point
    if anchor and anchor.year:
        year = _short_year(int(match["short"]), (anchor.year, anchor.year + 1))
    return with_year(point, year) if year else point._replace(warnings=(*point.warnings, "year-ambiguous"))


def _read_same_month(match: re.Match[str], anchor: Point | None, today: date | None) -> Point | None:
    """Read 同月30日, 翌月末, 来月5日 and 同日."""
    word = match["relm"] or "同"
    base = today if word in ("今", "当", "来") else anchor.first if anchor else None
    if base is None:
        return None if match["sameday"] else Point(None, None, "day", warnings=("year-missing",))
    if match["sameday"]:
        return Point(base, base, "day", base.year, base.month, base.day, is_inferred=True)
    months = base.year * 12 + base.month - 1 + _STEP.get(word, 0)
    day = read_count(match["relmd"]) if match["relmd"] else None
    return month_or_day(months // 12, months % 12 + 1, day, match["relmp"])._replace(is_inferred=True)


def _short_year(number: int, years: Iterable[int]) -> int | None:
    """Return the first of the years that 8年 (令和) or 26年 (2026) can stand for."""
    return next((year for year in years if number in (year % 100, year - 2018)), None)


def _year(word: str, anchor: Point | None, today: date | None) -> int | None:
    if word in _ON_ANCHOR:
        return anchor.year + _STEP.get(word, 0) if anchor and anchor.year else None
    return today.year + _STEP.get(word, 0) if today else None


def _fiscal_year(word: str, anchor: Point | None, today: date | None) -> int | None:
    if word in _ON_ANCHOR:
        if not anchor or not anchor.year:
            return None
        start = anchor.year - (anchor.precision != "fiscal_year" and (anchor.month or 12) < 4)
        return start + _STEP.get(word, 0)
    return today.year - (today.month < 4) + _STEP.get(word, 0) if today else None
