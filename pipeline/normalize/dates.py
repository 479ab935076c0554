"""Points of the calendar in running text: a day, a month, a year or a fiscal year in any spelling, checked against its era.

`POINT` finds one in folded text and `read_point` reads it. What cannot be (令和7年2月30日, 平成32年1月1日) is a point
without days and with a warning, never a guess.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Literal, NamedTuple

from pipeline.normalize.eras import ERA_BY_WORD, Era, has_days_between, western_year
from pipeline.normalize.numerals import read_number

Precision = Literal["day", "month", "year", "fiscal_year"]


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


_K = "[〇零一二三四五六七八九十百廿卅]"
_ERA = (
    r"明治|大正|昭和|平成|令和|[㍾㍽㍼㍻㋿]"
    r"|(?<![A-Za-z0-9])[MTSHRmtshr]\.?(?= ?[\d元])"  # R7.7.4, S.63.1.7; not ver2
    r"|(?<![一-龠々ァ-ヴ])[明大昭平令](?=[\d元])"  # 平16.04.01; not 公平3
)
_MONTH = rf"(?:\d{{1,2}}|{_K}{{1,3}})"
_DAY = rf"(?:\d{{1,2}}|{_K}{{1,4}})"
_PART = r"末日?|晦日|みそか|月末|初め|始め|上旬|中旬|下旬|初旬|半ば|頃|ごろ|前半|後半|中(?![一-龠])"
# （2026年） 〔令和8年度〕 (令和8) (2026): the same year in the other calendar
_DUAL = rf"(?: ?[(/\[〔] ?(?P<dual%d>(?:西暦|{_ERA})? ?(?:元|\d{{1,4}}|{_K}{{1,4}}) ?(?:年度?)?) ?(?:[)\]〕]|(?<=年)(?=\d)))?"
_REL = "翌々|翌|同|本|今|再来|来|昨|当|前"
_DASH_DAY = r"(?=(?: ?[~・、ー-] ?\d{1,2}){1,6} ?日)"  # 4月1・2日, 4月1~5日: the first day shares the last 日
_DASH_YEAR = (
    r"(?= ?[~・、ー-] ?(?:\d{4}|\d{1,2}) ?年度)"  # 令和7・8年度, 2025~2026年度: the first year shares the last 年度
)

POINT = re.compile(
    # ---- with a year: 令和8年 ㋿8年 R8. 2026年 二〇二六年 西暦2026年 令和8(2026)年
    rf"(?:(?P<era>{_ERA}) ?(?P<ey>元|\d{{1,3}}(?!\d)|{_K}{{1,5}})"
    rf"|(?:西暦 ?|(?<![\dA-Za-z])(?<!\d[.,/:])(?<!\d\d\d-))(?P<wy>\d{{4}}(?!\d)|[〇一二三四五六七八九]{{4}}|[一二]千{_K}{{1,6}}))"
    rf"(?P<nen> ?年(?!度))?{_DUAL % 1}(?:"
    rf"(?: ?(?P<fy>年?度){_DUAL % 2}|(?P<fyshare>){_DASH_YEAR})(?: ?の?(?P<fypart>末日?|内|中(?![一-龠])))?"  # 令和7年度 令和7年度末
    # 年4月1日 年の9月10日 年4月末日 年4月
    rf"| ?年?[の/]? ?(?P<m>{_MONTH}) ?月(?: ?[の/]? ?(?P<d>{_DAY})(?: ?日(?!間)|{_DASH_DAY})| ?の?(?P<part>{_PART})|(?P<bad>\d))?"
    # /4/1 .4.1 -4-1 ・4・1 /7月
    rf"| ?(?P<sep>[./・,-]) ?(?P<m2>\d{{1,2}})(?: ?月(?: ?(?P<part2>{_PART}))?| ?(?P=sep) ?(?P<d2>\d{{1,2}})(?!\d) ?日?)"
    r"|[/-](?P<m3>\d{1,2})(?![\d/.%:-])"  # 2021/7 2021-07
    # 年 alone: not 年間 年代 年前 年後, not 平成10年法律第48号
    rf"|(?<=[年)])(?! ?(?:間|代|[前後](?!半)|法|政令|省令|条例|規則|告示|勅令|\d))(?: ?の?(?P<ypart>末|内|{_PART}|[春夏秋冬]))?)"
    # ---- without a year: 3月31日 十月三日 2月末日 同年6月30日 翌年3月 25年4月1日
    rf"|(?:(?P<rel>{_REL})年 ?の? ?|(?<![\d.])(?P<short>\d{{1,2}}) ?年 ?)?(?<![\d.,/])(?P<ym>{_MONTH}) ?月"
    rf"(?: ?の? ?(?P<yd>{_DAY})(?: ?日(?!間|以内|程度|目)|{_DASH_DAY})| ?の?(?P<yp>{_PART})|(?P<bare>))"
    rf"|(?P<relfy>{_REL})?年度 ?の?(?P<relfypart>末日?|内|中(?![一-龠]))|(?P<relfy2>本|今|来|当)年度"  # 年度末 今年度中
    rf"|(?P<rely>{_REL})年(?: ?の?(?P<relyp>末|内|中))|(?P<yearend>年内)"  # 来年末 年内
    rf"|(?P<relm>同|翌|当|今|来)月 ?の? ?(?:(?P<relmd>{_DAY}) ?日|(?P<relmp>末日?))|(?P<sameday>同日)"  # 同月30日 翌月末
    # 3/27 (a share, too: only its neighbours tell)
    r"|(?<![\d/.A-Za-z-])(?P<sm>\d{1,2})/(?P<sd>\d{1,2})(?![\d/%]|\.\d)"
    # 28日（月）: a day that a weekday vouches for
    rf"|(?<![\d月.,/一-龠])(?P<lone>\d{{1,2}}) ?日(?= ?\([月火水木金土日])"
)
# ～6, ～30日, ～月末: the end of a range that leaves out its month
LONE_DAY = re.compile(
    r"(?P<day>\d{1,2})(?: ?日(?!間|以内|程度|目)|(?= ?(?:\(|$|に|まで|[、。]| |の)))|(?P<end>月?末日?)"
)
# 、24日 ・2日: a further day of the same month
LIST_DAY = re.compile(rf" ?(?:[、・,]|及び|および|と) ?(?P<day>\d{{1,2}})(?: ?日(?!間|以内|程度|目)|{_DASH_DAY})")
# ～9年, ～10年度末: the end of a range that leaves out its era
_SHORT = r"(?P<short>\d{1,2}) ?年(?:(?P<fy>度)(?: ?の?(?P<part>末日?))?)?(?!\d|間)"
SHORT_YEAR = re.compile(_SHORT)
LIST_YEAR = re.compile(rf" ?[・、,] ?{_SHORT}")

_EACH = re.compile(r"(?:当該|該当|同一|各|毎|その|属する|ごと)の?$")  # 当該年度内, 属する年度の年度末: no year of ours

_GROUPS = {name: index - 1 for name, index in POINT.groupindex.items()}
_YEARLESS = _GROUPS["rel"]
_WITHOUT = Point(None, None, "day")


def read_point(match: re.Match[str], anchor: Point | None = None, today: date | None = None) -> Point | None:
    """Read a match of `POINT`; None where the words are no date after all.

    `anchor` is the point named before (同年, 翌年); `today` resolves 今年 and its kind.
    """
    groups = match.groups()
    (
        era_word,
        era_year,
        western,
        nen,
        dual,
        fy,
        dual_fy,
        fy_share,
        fy_part,
        m,
        d,
        part,
        bad,
        sep,
        m2,
        part2,
        d2,
        m3,
        y_part,
    ) = groups[:_YEARLESS]
    if not (era_word or western):
        return _read_yearless(match, anchor, today)
    era = ERA_BY_WORD[era_word[0] if len(era_word) == 2 and era_word[1] == "." else era_word] if era_word else None
    number = 1 if era_year == "元" else read_number(era_year or western)
    if not isinstance(number, int):
        return None
    year = western_year(era, number) if era else number
    if m and not (nen or dual) and match[0][match.start("m") - match.start() - 1] not in "年/":
        return None
    if not era and not 1000 <= year <= 2999:
        return None
    if (m3 or sep == ",") and (era or not 1900 <= year <= 2199):
        return None
    warnings: tuple[str, ...] = ()
    if dual or dual_fy:
        warnings = _check_dual((dual or dual_fy).strip(), year, is_western=era is None)
    if era and number < 1:
        return _WITHOUT._replace(warnings=("out-of-era",))
    if bad:
        return _WITHOUT._replace(warnings=("incomplete",))
    month_word, day_word, part = m or m2 or m3, d or d2, part or part2
    if fy or fy_share is not None:
        point = fiscal_year(year, fy_part)
    elif month_word:
        point = month_or_day(year, _int(month_word), _int(day_word) if day_word else None, part)
    else:
        point = whole_year(year, y_part)
    if era and point.first and point.last:
        span = (date(year, 1, 1), date(year, 12, 31)) if fy or fy_share is not None else (point.first, point.last)
        if not has_days_between(era, *span):
            point = _WITHOUT._replace(warnings=("out-of-era",), true_day=point.first)
    return point._replace(warnings=point.warnings + warnings) if warnings else point


def _read_yearless(match: re.Match[str], anchor: Point | None, today: date | None) -> Point | None:
    (
        rel,
        short,
        ym,
        yd,
        yp,
        _,
        rel_fy,
        rel_fy_part,
        rel_fy2,
        rel_y,
        rel_y_part,
        year_end,
        rel_m,
        rel_m_day,
        rel_m_part,
        same,
        sm,
        sd,
        lone,
    ) = match.groups()[_YEARLESS:]
    if ym:
        month, day = _int(ym), _int(yd) if yd else None
        if rel:
            year = _relative_year(rel, anchor, today)
            if year is not None:
                return month_or_day(year, month, day, yp)._replace(is_inferred=True)
        point = without_year(month, day, yp)
        if short:
            year = _short_year(int(short), anchor)
            point = (
                point._replace(warnings=(*point.warnings, "year-ambiguous")) if year is None else with_year(point, year)
            )
        return point
    if sm:
        return without_year(int(sm), int(sd))
    if lone:
        return Point(None, None, "day", None, None, int(lone), ("year-missing",)) if 1 <= int(lone) <= 31 else None
    if rel_m or same:
        return _relative_month(
            rel_m or "同", _int(rel_m_day) if rel_m_day else None, rel_m_part, bool(same), anchor, today
        )
    if _EACH.search(match.string, max(0, match.start() - 5), match.start()):
        today = None
    if rel_y or year_end:
        year = _relative_year(rel_y or "今", anchor, today)
        point = whole_year(year, rel_y_part) if year else Point(None, None, "year", warnings=("year-missing",))
    else:
        fiscal = _relative_fiscal_year(rel_fy or rel_fy2 or "今", anchor, today)
        if fiscal is None and rel_fy2:
            return None
        point = fiscal_year(fiscal, rel_fy_part) if fiscal else Point(None, None, "day", warnings=("year-missing",))
    return point._replace(is_inferred=True)


def read_short_year(match: re.Match[str], anchor: Point) -> Point | None:
    """Read a match of `SHORT_YEAR` after a point with a year: 令和7年～9年, 令和7～8年度."""
    first = anchor.year or 0
    number = int(match["short"])
    year = 2018 + number if first >= 2019 and number > first - 2018 else None
    if year is None:
        return None
    point = fiscal_year(year, match["part"]) if match["fy"] else whole_year(year, None)
    return point._replace(is_inferred=True)


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
    """Return a Japanese fiscal year (April to March), or its last day (年度末)."""
    last = date(year + 1, 3, 31)
    if part and _is_end(part):
        return Point(last, last, "day", year + 1, 3, 31, is_end=True)
    return Point(date(year, 4, 1), last, "fiscal_year", year)


def _is_end(part: str) -> bool:
    return part[0] == "末" or part in ("晦日", "みそか", "月末")


def _int(words: str) -> int:
    value = int(words) if words.isdecimal() else read_number(words)
    return value if isinstance(value, int) else 99


def _check_dual(words: str, year: int, *, is_western: bool) -> tuple[str, ...]:
    """Compare the year with its twin in brackets: 令和8年（2026年）."""
    words = words.removeprefix("西暦").strip()
    match = re.match(rf"(?P<era>{_ERA})? ?(?P<year>元|\d+|{_K}+)", words)
    number = None if not match else 1 if match["year"] == "元" else read_number(match["year"])
    if not match or not isinstance(number, int):
        return ("calendar-mismatch",)
    if match["era"]:
        era: Era = ERA_BY_WORD[match["era"].removesuffix(".")]
        return () if western_year(era, number) == year else ("calendar-mismatch",)
    if is_western and number < 1000:  # 2026（8）年: an era year without its era
        return ()
    return () if number == year else ("calendar-mismatch",)


def _short_year(number: int, anchor: Point | None) -> int | None:
    """Read 8年 or 26年 after a date of 令和7年, 令和8年, 2025年 or 2026年; None where nothing vouches for it."""
    years = (anchor.year, anchor.year + 1) if anchor and anchor.year else ()
    return next((year for year in years if number in (year % 100, year - 2018)), None)


def _relative_year(word: str, anchor: Point | None, today: date | None) -> int | None:
    if word in ("同", "翌", "翌々"):
        return anchor.year + ("翌" in word) + ("々" in word) if anchor and anchor.year else None
    if today is None:
        return None
    return today.year + {"来": 1, "再来": 2, "昨": -1, "前": -1}.get(word, 0)


def _relative_fiscal_year(word: str, anchor: Point | None, today: date | None) -> int | None:
    if word in ("同", "翌", "翌々"):
        if not anchor or not anchor.year:
            return None
        start = anchor.year - (anchor.precision != "fiscal_year" and (anchor.month or 12) < 4)
        return start + ("翌" in word) + ("々" in word)
    if today is None:
        return None
    return today.year - (today.month < 4) + {"来": 1, "再来": 2, "昨": -1, "前": -1}.get(word, 0)


def _relative_month(
    word: str, day: int | None, part: str | None, is_same_day: bool, anchor: Point | None, today: date | None
) -> Point | None:
    base = anchor.first if anchor else None
    if word in ("今", "当", "来"):
        base = today
    if base is None:
        return None if is_same_day else Point(None, None, "day", warnings=("year-missing",))
    if is_same_day:
        return Point(base, base, "day", base.year, base.month, base.day, is_inferred=True)
    months = base.year * 12 + base.month - 1 + (word in ("翌", "来"))
    return month_or_day(months // 12, months % 12 + 1, day, part)._replace(is_inferred=True)
