"""The year that a date leaves out: from the start of its list, its weekday, the listing's heading, or the fiscal year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from pipeline.extract.facts import ScheduleContext
from pipeline.normalize import resolve_year
from pipeline.records import Period

# 5月31日まで ⇒ 6月30日; 5月31日まで（※ただし、6月30日まで延長しました）
_ARROW = re.compile(r"[\s　]*(?:まで)?[\s　]*[⇒→➡►▶][\s　]*")
_ASIDE = re.compile(r"[\s　]*(?:まで)?[\s　]*[(（※\s　]+(?:ただし、?)?")
_PUT_OFF = re.compile(r"(?:まで)?(?:に|へ)?(?:延長|変更)")
# 公募開始日 申請締切日
_BOTH_ENDS = re.compile(r"開始日?時?[\s　|｜]+[^\s　|｜]{0,8}(?:締め?切り?|〆切|終了|期限)日?時?$")
_FAR = 270  # days from an opening, behind which 4月より in running text may as well be in front of it
# 9月22日(月), 10/31（金）: a printed weekday chooses among years
_WEEKDAY = re.compile(r"[(（]\s*[月火水木金土日](?:曜日?)?\s*[)）・]")


def extended(found: list[Period], text: str) -> list[Period]:
    """The periods of a text, a period and its new end as one: 令和8年4月1日～5月31日 ⇒ 6月30日."""
    kept: list[Period] = []
    for period in found:
        before = kept[-1] if kept else None
        between = text[before.span[1] : period.span[0]] if before else ""
        is_put_off = _ASIDE.fullmatch(between) and _PUT_OFF.match(text, period.span[1])
        if before is None or not (is_put_off or _ARROW.fullmatch(between)):
            kept.append(period)
            continue
        new = resolve_year(period, not_before=before.end) if before.end is not None else period
        start = new.start if before.start == before.end else before.start
        span = (before.span[0], period.span[1])
        kept[-1] = replace(new, start=start, text=text[slice(*span)], span=span)
    return kept


def ranged(found: list[Period], label: str, text: str) -> list[Period]:
    """公募開始日 申請締切日 ⏎ 令和8年4月1日 令和8年4月30日: the two days of a row below a head of both ends as one period."""
    if len(found) != 2 or not _BOTH_ENDS.search(label) or text[found[0].span[1] : found[1].span[0]].strip():
        return found
    first, last = found
    if first.start is None or first.start != first.end or last.end is None or last.start != last.end:
        return found
    span = (first.span[0], last.span[1])
    return [replace(last, start=first.start, text=text[slice(*span)], span=span)] if first.start <= last.end else found


def is_yearless(period: Period) -> bool:
    """Whether a period lacks a date because its year is not printed (9月22日～10月31日)."""
    return "year-missing" in period.warnings


def is_start_printed(inference: str | None) -> bool:
    """Whether the year of a period's start is printed, or fixed by its printed weekday, whatever its end takes from it."""
    return not inference or inference in ("year from start", "year from weekday")


def with_year(
    period: Period, context: ScheduleContext, *, not_before: date | None, years: set[int], labelled: bool
) -> Period:
    """Supply the year that something in the document fixes; the period comes back as it is where nothing does.

    A year in which the printed weekday is wrong, or that has no such day (2月29日), is none.

    `not_before` is the opening above it in the same list, `years` the years that the programme prints, `labelled`
    whether a label calls it the programme's own date (only then does the fiscal year fix it).
    """
    if not is_yearless(period):
        return period
    found = _supplied(period, context, not_before=not_before, years=years, labelled=labelled)
    return period if found.weekday_ok is False or "no-such-day" in found.warnings else found


def _supplied(
    period: Period, context: ScheduleContext, *, not_before: date | None, years: set[int], labelled: bool
) -> Period:
    if period.end is not None:  # 11月1日から2024年1月31日まで
        return _by_end(period, period.end)
    if _WEEKDAY.search(period.text) and (candidates := sorted(_candidates(context, years, not_before))):
        found = resolve_year(period, weekday=candidates)
        if not is_yearless(found):
            return found
    if not_before is not None:
        found = resolve_year(period, not_before=not_before)
        is_far = found.start is not None and (found.start - not_before).days > _FAR
        return period if is_far and not labelled else found
    if context.listed_end_month:
        return _by_heading(period, date.fromisoformat(f"{context.listed_end_month}-01"))
    if context.published is not None:
        return replace(resolve_year(period, not_before=context.published), inference="year from dateline")
    if context.fiscal_year is not None and labelled:
        return resolve_year(period, fiscal_year=context.fiscal_year)
    return period


def _by_end(period: Period, end: date) -> Period:
    """The last such day before the end of the range."""
    for year in (end.year, end.year - 1):
        found = resolve_year(period, year=year)
        if found.start is not None and found.start <= end:
            return replace(found, inference="year from end")
    return period


def _by_heading(period: Period, heading: date) -> Period:
    """The latest year in which the period does not end after the month of 2025年12月終了予定."""
    limit = (heading + timedelta(days=32)).replace(day=1)
    for year in (heading.year, heading.year - 1):
        found = resolve_year(period, year=year)
        last = found.end or found.start
        if last is not None and last < limit:
            return found
    return period


def _candidates(context: ScheduleContext, years: set[int], not_before: date | None) -> set[int]:
    """The years a printed weekday may choose from: those the programme names and the ones after."""
    if not_before is not None:
        return {not_before.year, not_before.year + 1}
    found = set(years)
    if context.fiscal_year is not None:
        found.add(context.fiscal_year)
    if context.listed_end_month:
        found.add(int(context.listed_end_month[:4]))
    return found | {year + 1 for year in found}
