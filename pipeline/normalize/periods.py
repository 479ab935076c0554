"""Days, spans and deadlines in running text: points of the calendar joined by what stands between and after them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from pipeline.folding import fold, mask_addresses
from pipeline.normalize.clock import TIME, WEEKDAY, read_time, read_weekday
from pipeline.normalize.dates import LIST_DAY, LIST_YEAR, LONE_DAY, POINT, SHORT_DAY, SHORT_YEAR, read_point
from pipeline.normalize.deadlines import DEADLINE_LABEL, clause_start, read_until
from pipeline.normalize.points import Point, carry, with_year, without_year
from pipeline.normalize.relative import read_short_year
from pipeline.records import Period

YearOf = Callable[[int, int], int]
"""Month and day → the year they fall in."""

_HINT = re.compile(r"[年月日/㍻-㍿㋿]|\d[.・-]\d")
_SHORT_YEAR = re.compile(r"\s*([MTSHRmtshr]\.?\d{1,2})\s*")  # H30, S.63, as the whole text
_COMPACT = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})\s*")  # 20260401, as the whole text
# what joins two points: から ～ － → 至 (? where a change of encoding lost the ～), after a remark such as （予定） or 分
# (1月分から12月分まで)
_LINK = re.compile(
    r"[ \n\t]{0,2}(?:\((?:予定|見込み?|目途|仮)\) ?|分 ?(?=から|~))?"
    r"(?:(?P<open>から|より(?![前後早遅])|以降|以後|~|→|⇒)|(?P<close>-|ー|、?至 ?|[?\ufffd](?= ?(?:令和|\d))))[ \n\t]{0,2}(?:翌(?=\d{4}|令和))?"
)
# 4月30日、7月31日: a list of days shares its year
_LISTED = re.compile(r" ?(?:、|・|,|及び|および|並びに|と|又は|または) ?")
_ASIDE = re.compile(r"[ (※、]{1,3}[^\d。\n]{0,10}")  # まで（郵送の場合は(3月31日必着)
# から起算して, から30日以内: no range but a term that begins there
_TERM = re.compile(r"起算|\d{1,3} ?(?:日|[かカヶヵ箇ケ]月|月|年|週間)(?:以内|間)|過去|遡")
_OPEN_LEFT = re.compile(r"(?:~|から|より) ?$")  # 交付決定日～令和8年2月末
_SINCE = re.compile(r" ?(?:\([^()\n\d]{0,8}\) ?)?(?:開始|スタート|(?:募集|受付|公募)開始|以降|以後)")
_DAY_WORD = re.compile(r"期限|締切|締め切|〆切|期日|日程|受付|募集|期間|提出|申込|申請|開催|実施")
_SHARE_WORD = re.compile(r"率|割合|経費の|費の|額の")
# 4月1日から令和8年度補助事業の受付: the year is of what it stands before
_OF_YEAR = re.compile(r"分?の?(?![末中内以迄間分の])[一-龥ァ-ヶ]")
_ABOUT = re.compile(r" ?(?:頃|ごろ|前後(?!半)|を?(?:目途|目処|めど))")  # 9月30日頃まで
_COARSE = ("day", "month", "year", "fiscal_year")


class _Tail(NamedTuple):
    """What follows a point: where it ends, whether its weekday is right, its time, and what is wrong."""

    end: int
    weekday_ok: bool | None = None
    time: str | None = None
    warnings: tuple[str, ...] = ()


def parse_periods(text: str, *, today: date | None = None) -> list[Period]:
    """Return every day, span and deadline of the text, in order, with its words and their place.

    まで alone gives no start, から alone no end, a single day both; months, years and fiscal years give their first and
    last day. A date without a year, an impossible day or a day outside its era gives a Period without that date and
    a warning. `today` resolves 今年, 来年, 本年度 …; without it they stay undated.

    Warnings: year-missing, year-ambiguous (25年4月1日), no-such-day, no-such-month, out-of-era, incomplete (令和8年4月1)
    leave the date out; weekday-mismatch, calendar-mismatch (令和8年（2025年）), end-before-start, vague (上旬, and 30日頃,
    whose day is the month's at best: `precision`), no-such-time and time-ambiguous (午後12時) come with it.
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return _compact(text, folded)
    return scan(text, mask_addresses(folded), today)


def scan(text: str, folded: str, today: date | None = None, year_of: YearOf | None = None) -> list[Period]:
    """Read the periods of a folded text; with `year_of` the points without a year take theirs from it."""
    found: list[Period] = []
    anchor: Point | None = None  # the last point with a year
    position = 0
    while match := POINT.search(folded, position):
        start, position = match.start(), match.end()
        is_far = bool(found and match["short"]) and "。" in folded[found[-1].span[1] : start]  # of another sentence
        point = read_point(match, None if is_far else anchor, today)
        if point is None:
            continue
        if found and anchor and _LISTED.fullmatch(folded, found[-1].span[1], start):
            point = carry(anchor, point)
        if year_of and point.year is None and point.month:
            point = _supplied(match, point, year_of)
        if found and _repeats(found[-1], point, folded, start):
            found[-1], position = _with_rule(found[-1], text, folded, start, position)
            continue
        is_share_like = match["sm"] is not None and year_of is None  # a period that is read again was a day before
        is_bare = match["bare"] is not None
        period, last, end = _period(text, folded, start, position, point, today, is_share_like, is_bare)
        while period is not None:
            found.append(period)
            position, anchor = end, last if last.year else anchor
            listed = _listed(folded, position, last)
            if listed is None:
                break
            start, position, point = listed
            period, last, end = _period(text, folded, start, position, point, today)
    return found


class _Reach(NamedTuple):
    """How far a point reaches with what follows it: a range to `last`, open (から), from an event, or itself alone."""

    end: int
    last: Point
    tail: _Tail
    is_range: bool = False
    is_open: bool = False
    event: int | None = None


def _period(
    text: str,
    folded: str,
    start: int,
    end: int,
    point: Point,
    today: date | None,
    is_share_like: bool = False,
    is_bare: bool = False,
) -> tuple[Period | None, Point, int]:
    """Join a point with what follows it; (None, …) where it turns out to be no date."""
    point_end = end
    tail = _tail(folded, end, point)
    reach = _reach(folded, start, point, tail, today)
    end, last, event = reach.end, reach.last, reach.event
    is_until, rule, end_time = False, None, reach.tail.time
    if not reach.is_open:
        end, is_until, end_time, rule, hanging = read_until(folded, start, end, end_time)
        event = hanging if event is None else event
    is_marked = reach.is_open or is_until or reach.is_range
    if is_share_like and not _is_day(folded, start, point_end, point, tail, last, is_marked):
        return None, point, point_end
    if point.year is None and not is_marked and _is_mention(folded, start, point_end, point, is_bare):
        return None, point, point_end
    is_name = point.precision == "fiscal_year" and _OF_YEAR.match(folded, point_end)
    if not is_marked and not is_name and _OPEN_LEFT.search(folded, max(0, start - 4), start):
        is_until = True
    is_end_only = is_until and not reach.is_range
    warnings, weekday_ok, is_inferred = _judged(point, tail, reach)
    precision = point.precision
    if last.precision != precision:
        precision = max(precision, last.precision, key=_COARSE.index)
    if precision == "day" and "vague" in warnings:
        precision = "month"
    period = Period(
        text[start:end],
        None if is_end_only else point.first,
        None if reach.is_open else last.last,
        None if is_end_only else tail.time,
        None if reach.is_open else end_time,
        precision,
        is_inferred,
        ("year from today" if today and point.is_inferred else "year from start") if is_inferred else "",
        rule,
        weekday_ok,
        "" if event is None else text[event:end].strip(),
        warnings,
        (start, end),
    )
    return period, last, end


def _reach(folded: str, start: int, point: Point, tail: _Tail, today: date | None) -> _Reach:
    link = _LINK.match(folded, tail.end)
    if link and (second := _second(folded, link, point, today)):
        last, last_tail = _to_closing_hour(second[0], second[1], folded)
        return _Reach(last_tail.end, last, last_tail, is_range=True)
    if link and link["open"]:
        if _TERM.match(folded, link.end()):
            return _Reach(link.end("open"), point, tail, event=clause_start(folded, start))
        return _Reach(link.end("open"), point, tail, is_open=True)
    if since := _SINCE.match(folded, tail.end):
        return _Reach(since.end(), point, tail, is_open=True)
    return _Reach(tail.end, point, tail)


def _judged(point: Point, tail: _Tail, reach: _Reach) -> tuple[tuple[str, ...], bool | None, bool]:
    """(what is wrong with a period, whether its weekdays are right, whether a year of it is inferred)."""
    warnings = tail.warnings + point.warnings if point.warnings else tail.warnings
    weekday_ok = tail.weekday_ok
    is_inferred = point.is_inferred and point.last is not None
    if reach.is_range:
        last = reach.last
        warnings = tuple(dict.fromkeys(warnings + last.warnings + reach.tail.warnings))
        if reach.tail.weekday_ok is not None:
            weekday_ok = reach.tail.weekday_ok and weekday_ok is not False
        is_inferred = is_inferred or (last.is_inferred and last.last is not None)
        if point.first and last.last and last.last < point.first:
            warnings += ("end-before-start",)
    return warnings, weekday_ok, is_inferred


def _tail(folded: str, end: int, point: Point) -> _Tail:
    """Read the weekday and the time that follow a point."""
    weekday_ok: bool | None = None
    warnings: tuple[str, ...] = ()
    match = WEEKDAY.match(folded, end)
    if not match and folded.startswith("(", end):  # 令和8年4月1日（2026年4月1日）
        twin = POINT.match(folded, end + 1)
        read = read_point(twin) if twin and folded.startswith(")", twin.end()) else None
        if twin and read and read.year and read.day:
            end = twin.end() + 1
            warnings = () if read.first == point.first else ("calendar-mismatch",)
            match = WEEKDAY.match(folded, end)
    if match:
        end = match.end()
        weekday = read_weekday(match)
        if weekday is not None and point.day and point.first:
            weekday_ok = point.first.weekday() == weekday
            if not weekday_ok:
                warnings += ("weekday-mismatch",)
        match = WEEKDAY.match(folded, end)  # （水）（祝）
        if match and read_weekday(match) is None:
            end = match.end()
    if match := _ABOUT.match(folded, end):
        return _Tail(match.end(), weekday_ok, None, warnings if "vague" in point.warnings else (*warnings, "vague"))
    if point.precision == "day" and (match := TIME.match(folded, end)):
        time, warning = read_time(match)
        return _Tail(match.end(), weekday_ok, time, (*warnings, warning) if warning else warnings)
    return _Tail(end, weekday_ok, None, warnings)


def _second(folded: str, link: re.Match[str], first: Point, today: date | None) -> tuple[Point, _Tail] | None:
    """Read what a link leads to: a point, a bare day, a short year, a time of the same day; None where it leads nowhere."""
    position = link.end()
    if match := POINT.match(folded, position):
        point = read_point(match, first, today)
        is_name = point is not None and point.precision == "fiscal_year" and _OF_YEAR.match(folded, match.end())
        if is_name and first.precision == "day" and link["open"]:
            return None
        if point is not None:
            point = carry(first, point)
            return point, _tail(folded, match.end(), point)
    if first.month and first.precision == "day":
        if match := SHORT_DAY.match(folded, position):
            point = carry(first, without_year(int(match["month"]), int(match["day"])))
            return point, _tail(folded, match.end(), point)
        if match := LONE_DAY.match(folded, position):
            day = None if match["end"] else int(match["day"])
            point = Point(None, None, "day", None, first.month, day, ("year-missing",), is_end=day is None)
            point = carry(first, point)
            return point, _tail(folded, match.end(), point)
        if match := TIME.match(folded, position):
            time, warning = read_time(match)
            return first, _Tail(match.end(), None, time, (warning,) if warning else ())
    elif first.year and (match := SHORT_YEAR.match(folded, position)):
        short = read_short_year(match, first)
        return (short, _Tail(match.end())) if short else None
    return None


def _to_closing_hour(last: Point, tail: _Tail, folded: str) -> tuple[Point, _Tail]:
    """Of the hours that follow a last day (10月31日 午前9時から午後5時まで), the closing one ends the period."""
    link = _LINK.match(folded, tail.end) if tail.time is not None else None
    hour = TIME.match(folded, link.end()) if link else None
    if hour is None:
        return last, tail
    time, warning = read_time(hour)
    return last, tail._replace(
        end=hour.end(), time=time, warnings=(*tail.warnings, warning) if warning else tail.warnings
    )


def _listed(folded: str, end: int, last: Point) -> tuple[int, int, Point] | None:
    """Read what a list goes on with after a day or a fiscal year: 4月1・2日, 6月10日、24日, 令和7・8年度."""
    if last.day and (match := LIST_DAY.match(folded, end)):
        point = Point(None, None, "day", None, last.month, int(match["day"]), ("year-missing",))
        return match.start("day"), match.end(), carry(last, point)
    if last.precision == "fiscal_year" and (match := LIST_YEAR.match(folded, end)):
        short = read_short_year(match, last)
        return (match.start("short"), match.end(), short) if short else None
    return None


def _supplied(match: re.Match[str], point: Point, year_of: YearOf) -> Point:
    """Give a point the year that its surroundings supply, unless its own short year (25年4月1日) says otherwise."""
    year = year_of(point.month or 1, point.day or 1)
    if match["short"] and int(match["short"]) not in (year % 100, year - 2018):
        return point
    return with_year(point, year)


def _repeats(before: Period, point: Point, folded: str, start: int) -> bool:
    """Say whether a bracket repeats the end of the period before it: …3月31日まで（3月31日当日消印有効）."""
    last = before.end
    if last is None or point.year:
        return False
    return (point.month, point.day) == (last.month, last.day) and _ASIDE.fullmatch(
        folded, before.span[1], start
    ) is not None


def _with_rule(before: Period, text: str, folded: str, start: int, end: int) -> tuple[Period, int]:
    until = read_until(folded, start, end, None)
    span = (before.span[0], until.end)
    period = replace(
        before,
        text=text[slice(*span)],
        deadline_rule=until.rule or before.deadline_rule,
        end_time=until.time or before.end_time,
        span=span,
    )
    return period, until.end


def _is_day(folded: str, start: int, end: int, point: Point, tail: _Tail, last: Point, is_marked: bool) -> bool:
    """Tell 3/27まで and 12/29~1/3 from a share."""
    if tail.end > end:  # a weekday or a time
        return True
    month, day = point.month, point.day
    if month is None or day is None:
        return False
    if DEADLINE_LABEL.search(folded, max(0, start - 12), start):
        return True
    is_share = month <= day <= 10 or _SHARE_WORD.search(folded, max(0, start - 12), start) is not None
    if last is not point:
        return not is_share or (last.month or 0) > (last.day or 99) or (last.day or 0) > 10
    return not is_share and (is_marked or _DAY_WORD.search(folded, max(0, start - 12), start) is not None)


def _is_mention(folded: str, start: int, end: int, point: Point, is_bare: bool) -> bool:
    """Say whether words without a year only mention a time: 3月に, 当該年度内."""
    if is_bare:  # 3月
        return bool(folded[:start].strip()) or end < len(folded.rstrip())
    return point.month is None and point.day is None and point.warnings == ("year-missing",)


def _compact(text: str, folded: str) -> list[Period]:
    """Read 20260401, H30 or S.63, as the whole text: inside other words they may be a number or a model."""
    if short := _SHORT_YEAR.fullmatch(folded):
        words, span = short.group(1), short.span(1)
        return [replace(period, text=text[slice(*span)], span=span) for period in scan(words, f"{words}年")]
    match = _COMPACT.fullmatch(folded)
    if not match:
        return []
    point = with_year(Point(None, None, "day", None, int(match[2]), int(match[3])), int(match[1]))
    span = (match.start(1), match.end(3))
    return [Period(text[slice(*span)], point.first, point.last, warnings=point.warnings, span=span)]
