"""Days, spans of days and deadlines in running text: points of the calendar joined by what stands between and after them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Literal, NamedTuple

from pipeline.normalize.clock import TIME, WEEKDAY, read_time, read_weekday
from pipeline.normalize.dates import LONE_DAY, POINT, Point, month_or_day, read_point, with_year
from pipeline.normalize.text import fold, mask_addresses
from pipeline.records import Period

YearOf = Callable[[int, int], int]
"""Month and day → the year they fall in."""

_HINT = re.compile(r"[年月日/㍻-㍿㋿]|\d[.・-]\d")
_COMPACT = re.compile(r"\s*((?:19|20)\d{2})(\d{2})(\d{2})\s*")  # 20260401, as the whole text
# what joins two points: から ～ － → 至, after a remark such as （予定）
_LINK = re.compile(
    r"[ \n]{0,2}(?:\((?:予定|見込み?|目途|仮)\) ?)?(?:(?P<open>から|より|以降|以後|~|→|⇒)|(?P<close>-|ー|、?至 ?))[ \n]{0,2}(?:翌(?=\d{4}|令和))?"
)
_RELATIVE_AFTER = re.compile(r"起算|\d{1,3} ?(?:日|[かカヶヵ箇ケ]月|月|年|週間)(?:以内|間)|過去|遡")
_OPEN_LEFT = re.compile(r"(?:~|から|より) ?$")
# 17時まで, ※17時までに書類必着, （17:00必着）, まで, 締切, 〆切, 以前
_UNTIL = re.compile(r" ?(?:まで|迄)(?:に|の)?|以前|(?:締め?切り?|〆切り?|期限|限り|終了)(?![:日はが])")
_SINCE = re.compile(r" ?(?:\([^()\n\d]{0,8}\) ?)?(?:開始|スタート|募集開始|受付開始|公募開始|以降|以後)")
_NOTE = re.compile(r"[ 　]?[※(【、,]? ?(?:ただし)?")
_RULE = re.compile(r"[^。\n\d]{0,14}?(?:(?P<arrive>必着)|(?P<postmark>消印))(?:有効|のこと)?(?:のもの)?[)】」]?")
_ONLINE = re.compile(r"(?:電子申請|オンライン|jグランツ|jgrants|電子メール|メール|フォーム|web|インターネット)[^。、\n\d]{0,8}$", re.I)
# 事業完了後1か月以内または令和8年2月27日のいずれか早い日
_EARLIER = re.compile(r"[^。\n]{0,10}?(?:の?うち)?(?:いずれ|どちら)か?の?(?:早い|遅い)(?:方|ほう|期日|日|時)(?:の(?:期日|日))?(?:まで(?:に)?)?")
_CLAUSE_START = re.compile(r"[。\n:;「【※]")
_DAY_WORD = re.compile(r"期限|締切|締め切|〆切|期日|日程|受付|募集|期間|提出|申込|申請|開催|実施")
_SHARE_WORD = re.compile(r"率|割合|経費の|費の|額の")
_COARSE = ("day", "month", "year", "fiscal_year")


class _End(NamedTuple):
    """What follows a point: where it ends, whether its weekday is right, its time, and what is wrong."""

    end: int
    weekday_ok: bool | None
    time: str | None
    warnings: tuple[str, ...]


def parse_periods(text: str, *, today: date | None = None) -> list[Period]:
    """Return every day, span and deadline of the text, in order, with its words and their place.

    まで alone gives no start, から alone no end, a single day both; months, years and fiscal years give their first and
    last day. A date without a year, an impossible day or a day outside its era gives a Period without that date and
    a warning. `today` resolves 今年, 来年, 本年度 …; without it they stay undated.
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return _compact(text, folded)
    return scan(text, mask_addresses(folded), today)


def scan(text: str, folded: str, today: date | None = None, year_of: YearOf | None = None) -> list[Period]:
    """Read the periods of a folded text; with `year_of` the points without a year take theirs from it."""
    found: list[Period] = []
    anchor: Point | None = None
    position = 0
    while match := POINT.search(folded, position):
        position = match.end()
        point = read_point(match, anchor, today)
        if point is None:
            continue
        if year_of and point.year is None and point.month and "year-ambiguous" not in point.warnings:
            point = with_year(point, year_of(point.month, point.day or 1))
        tail = _tail(folded, position, point)
        period, last, position = _period(text, folded, match, point, tail, today)
        if period is None:
            continue
        found.append(period)
        anchor = last if last.year else anchor
    return found


def _period(
    text: str, folded: str, match: re.Match[str], point: Point, tail: _End, today: date | None
) -> tuple[Period | None, Point, int]:
    """Join a point with what follows it; (None, …) where it turns out to be no date."""
    start, end = match.start(), tail.end
    second, second_tail, link = _second(folded, end, point, today)
    is_open = False
    relative = ""
    if second is not None:
        end = second_tail.end
    elif link and link["open"]:
        if _RELATIVE_AFTER.match(folded, link.end()):
            relative = _relative_clause(text, folded, start, end) or text[start:end]
        else:
            is_open = True
            end = link.end("open")
    if not is_open and second is None:
        since = _SINCE.match(folded, end)
        if since:
            is_open, end = True, since.end()
    last, last_tail = (second, second_tail) if second is not None else (point, tail)
    end_time = last_tail.time
    is_until, rule = False, None
    if not is_open:
        end, is_until, rule, end_time = _until(folded, end, end_time)
    if not _is_date(match, folded, point, tail, second, is_open, is_until, len(folded)):
        return None, point, match.end()
    if second is None and not is_open and not is_until:
        is_until = bool(_OPEN_LEFT.search(folded, max(0, start - 4), start))
    earlier = _EARLIER.match(folded, end) if not is_open else None
    if earlier:
        end = earlier.end()
        relative = _relative_clause(text, folded, start, end) or text[start:end]
        is_until = True
    if rule is None and is_until and _ONLINE.search(folded, max(0, start - 24), start):
        rule = "online"
    warnings = point.warnings + tail.warnings
    weekday_ok = tail.weekday_ok
    is_inferred = point.is_inferred
    inference = "year from today" if is_inferred and today else "year from start" if is_inferred else ""
    if second is not None:
        warnings += tuple(slug for slug in second.warnings + second_tail.warnings if slug not in warnings)
        if second_tail.weekday_ok is not None:
            weekday_ok = second_tail.weekday_ok and weekday_ok is not False
        if second.is_inferred:
            is_inferred, inference = True, inference or "year from start"
        if point.first and second.last and second.last < point.first:
            warnings += ("end-before-start",)
    is_single = second is None
    return (
        Period(
            text[start:end],
            None if is_single and is_until else point.first,
            None if is_open else last.last,
            None if is_single and is_until else tail.time,
            None if is_open else end_time,
            _COARSE[max(_COARSE.index(point.precision), _COARSE.index(last.precision))],  # type: ignore[arg-type]
            is_inferred,
            inference,
            rule,
            weekday_ok,
            relative,
            warnings,
            (start, end),
        ),
        last,
        end,
    )


def _tail(folded: str, end: int, point: Point) -> _End:
    weekday_ok: bool | None = None
    warnings: tuple[str, ...] = ()
    time = None
    match = WEEKDAY.match(folded, end)
    if match:
        end = match.end()
        weekday = read_weekday(match)
        if weekday is not None and point.day and point.first:
            weekday_ok = point.first.weekday() == weekday
            if not weekday_ok:
                warnings = ("weekday-mismatch",)
        match = WEEKDAY.match(folded, end)  # （水）（祝）
        if match and match["in"] is None and match["out"] is None and match["mark"] is None:
            end = match.end()
    if point.precision == "day":
        match = TIME.match(folded, end)
        if match:
            end = match.end()
            time, warning = read_time(match)
            if warning:
                warnings += (warning,)
    return _End(end, weekday_ok, time, warnings)


def _second(folded: str, end: int, first: Point, today: date | None) -> tuple[Point | None, _End, re.Match[str] | None]:
    """Read what a link leads to: a point, a bare day, a time of the same day; (None, …) where it leads nowhere."""
    nothing = _End(end, None, None, ())
    link = _LINK.match(folded, end)
    if not link:
        return None, nothing, None
    position = link.end()
    match = POINT.match(folded, position)
    if match:
        point = read_point(match, first, today)
        if point is not None:
            point = _carry(first, point)
            return point, _tail(folded, match.end(), point), link
    if first.month and first.precision == "day":
        match = LONE_DAY.match(folded, position)
        if match:
            day = None if match["end"] else int(match["day"]) if match["day"].isdecimal() else 99
            if first.year:
                point = month_or_day(first.year, first.month, day, match["end"])._replace(is_inferred=True)
            else:
                point = Point(None, None, "day", None, first.month, day, ("year-missing",))
            return point, _tail(folded, match.end(), point), link
    if first.precision == "day":
        match = TIME.match(folded, position)
        if match:
            time, warning = read_time(match)
            return first, _End(match.end(), None, time, (warning,) if warning else ()), link
    return None, nothing, link


def _carry(first: Point, second: Point) -> Point:
    """Give the end of a range the year of its start; an earlier month and day lies in the next year."""
    if second.year is not None or not first.year:
        return second
    if second.month is None:  # 28日（月）～30日（水）
        if first.month and second.day:
            return month_or_day(first.year, first.month, second.day)._replace(is_inferred=True)
        return second
    is_next = (second.month, second.day or 31) < (first.month or 1, first.day or 1)
    return with_year(second, first.year + is_next)


def _until(folded: str, end: int, time: str | None) -> tuple[int, bool, Literal["arrive", "postmark"] | None, str | None]:
    """Read まで, a time after a remark (※17時まで), 必着 and 消印有効."""
    is_until = False
    match = _UNTIL.match(folded, end)
    if match:
        end, is_until = match.end(), True
    if time is None:
        note = _NOTE.match(folded, end)
        clock = TIME.match(folded, note.end()) if note else None
        if clock and (_UNTIL.match(folded, clock.end()) or _RULE.match(folded, clock.end())):
            read, _ = read_time(clock)
            time, end = read, clock.end()
            match = _UNTIL.match(folded, end)
            if match:
                end = match.end()
            is_until = True
    rule = _RULE.match(folded, end)
    if rule:
        return rule.end(), True, ("arrive" if rule["arrive"] else "postmark"), time
    return end, is_until, None, time


def _is_date(
    match: re.Match[str], folded: str, point: Point, tail: _End, second: Point | None, is_open: bool, is_until: bool, length: int
) -> bool:
    """Tell 3/27まで from a share, and 3月から from a month that is only mentioned."""
    if match["sm"]:
        if tail.weekday_ok is not None or tail.time or tail.end > match.end():
            return True
        month, day = int(match["sm"]), int(match["sd"])
        before = folded[max(0, match.start() - 12) : match.start()]
        is_share = month <= day <= 10 or bool(_SHARE_WORD.search(before))
        if second is not None:
            return not is_share or (second.month or 0) > (second.day or 99) or (second.day or 0) > 10
        return not is_share and (is_open or is_until or bool(_DAY_WORD.search(before))) and "no-such-day" not in point.warnings
    if point.precision == "month" and point.year is None and match["ym"] and not match["yp"]:
        return second is not None or is_open or is_until or not folded[: match.start()].strip() and match.end() >= length
    return True


def _relative_clause(text: str, folded: str, start: int, end: int) -> str:
    """Return the words of a deadline that hangs on an event, from the start of their clause."""
    before = folded[max(0, start - 60) : start]
    stops = list(_CLAUSE_START.finditer(before))
    begin = start - len(before) + (stops[-1].end() if stops else 0)
    return text[begin:end].strip()


def _compact(text: str, folded: str) -> list[Period]:
    """Read 20260401, as the whole text."""
    match = _COMPACT.fullmatch(folded)
    if not match:
        return []
    point = month_or_day(int(match[1]), int(match[2]), int(match[3]))
    return [Period(text[match.start(1) : match.end(3)], point.first, point.last, warnings=point.warnings, span=(match.start(1), match.end(3)))]
