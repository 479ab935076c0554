"""Days on which a Japanese counter is closed: national holidays, weekends and the turn of the year."""

from __future__ import annotations

from datetime import date
from typing import Literal


def holiday_name(day: date) -> str | None:
    """Return the name of the national holiday a day is (2026-04-29 → 昭和の日), or None."""
    import jpholiday

    name: str | None = jpholiday.is_holiday_name(day)
    return name


def closed_day(day: date) -> Literal["holiday", "weekend", "year-end"] | None:
    """Say why an office is closed on a day: a holiday, a weekend, or 29 December to 3 January (行政機関の休日に関する法律)."""
    if holiday_name(day):
        return "holiday"
    if day.weekday() >= 5:
        return "weekend"
    return "year-end" if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3) else None
