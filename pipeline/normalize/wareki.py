"""One day in any calendar: `令和7年7月4日`, `R7.7.4`, `2025-07-04` → a date, or a refusal that names the true era."""

from __future__ import annotations

from datetime import date

from pipeline.folding import fold
from pipeline.normalize.clock import WEEKDAY, read_weekday
from pipeline.normalize.dates import POINT, read_point
from pipeline.normalize.eras import in_era
from pipeline.records import Unreadable


def parse_wareki(text: str) -> date:
    """Read one day that is the whole text (a weekday may follow, and must be right).

    Raises `Unreadable` for anything that is not a real day: 平成32年1月1日, 令和7年2月30日, 令和元年4月30日, 令和7年, 4月1日.
    """
    folded = fold(text).strip()
    match = POINT.match(folded)
    point = read_point(match) if match else None
    if match is None or point is None:
        raise Unreadable(f"日付として読めません: {text!r}")
    weekday = WEEKDAY.match(folded, match.end())
    if (weekday.end() if weekday else match.end()) != len(folded):
        raise Unreadable(f"日付として読めません: {text!r}")
    if point.true_day:
        raise Unreadable(f"その元号にない日付です(正しくは{in_era(point.true_day)}): {text!r}")
    if point.warnings:
        raise Unreadable(f"存在しない日付です: {text!r}")
    if point.first is None or point.first != point.last or point.day is None:
        raise Unreadable(f"一日を表していません: {text!r}")
    if weekday and read_weekday(weekday) not in (None, point.first.weekday()):
        raise Unreadable(f"曜日が合いません: {text!r}")
    return point.first


def true_era(text: str) -> str | None:
    """Return the first day outside its era as its true era has it (平成32年1月1日まで → 令和2年1月1日); None if there is none."""
    folded = fold(text)
    points = (read_point(match) for match in POINT.finditer(folded))
    return next((in_era(point.true_day) for point in points if point and point.true_day), None)
