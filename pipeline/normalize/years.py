"""The year of a date that names none, from what stands around it: a heading, the fiscal year, the day before, a weekday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.folding import fold
from pipeline.normalize.periods import YearOf, scan
from pipeline.records import Period


def resolve_year(
    period: Period,
    *,
    year: int | None = None,
    fiscal_year: int | None = None,
    not_before: date | None = None,
    weekday: Sequence[int] | None = None,
) -> Period:
    """Return the period with the year it leaves out, marked as inferred; unchanged where nothing is missing or none fits.

    `year`: of the heading. `fiscal_year`: April to March. `not_before`: the first such day from there on. `weekday`: the
    years to try, of which exactly one must have the printed weekdays.
    """
    if "year-missing" not in period.warnings:
        return period
    if weekday is not None:
        fits = [found for each in weekday if (found := _dated(period, _constant(each))) and found.weekday_ok]
        return _marked(period, fits[0], "year from weekday") if len(fits) == 1 else period
    if year is not None:
        return _marked(period, _dated(period, _constant(year)), "year from heading")
    if fiscal_year is not None:
        first = fiscal_year
        return _marked(period, _dated(period, lambda month, day: first + (month < 4)), "year from fiscal year")
    if not_before is not None:
        floor = not_before
        later: YearOf = lambda month, day: floor.year + ((month, day) < (floor.month, floor.day))  # noqa: E731
        return _marked(period, _dated(period, later), "year from start")
    return period


def _constant(year: int) -> YearOf:
    return lambda month, day: year


def _dated(period: Period, year_of: YearOf) -> Period | None:
    found = scan(period.text, fold(period.text), year_of=year_of)
    return found[0] if len(found) == 1 and "year-missing" not in found[0].warnings else None


def _marked(period: Period, dated: Period | None, inference: str) -> Period:
    if dated is None:
        return period
    return replace(
        period,
        start=dated.start if period.start is None else period.start,
        end=dated.end if period.end is None else period.end,
        weekday_ok=dated.weekday_ok,
        warnings=dated.warnings,
        is_inferred=True,
        inference=inference,
    )
