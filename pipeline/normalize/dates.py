"""Dates in running text: one pattern for every spelling of a day, a month, a year or a fiscal year, checked against its era.

`POINT` finds one in folded text and `read_point` reads it. What cannot be (令和7年2月30日, 平成32年1月1日) is a point
without days and with a warning, never a guess.
"""

from __future__ import annotations

import re
from datetime import date

from pipeline.normalize.eras import ERA_BY_WORD, has_days_between, western_year
from pipeline.normalize.numerals import read_count, read_number
from pipeline.normalize.points import Point, fiscal_year, month_or_day, whole_year
from pipeline.normalize.relative import read_yearless

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
_DUAL = rf"(?: ?[(/\[〔] ?(?P<dual%d>(?:西暦|{_ERA})? ?(?:元|\d{{1,4}}|{_K}{{1,4}}) ?(?:年度?)?) ?[)\]〕])?"
_REL = "翌々|翌|同|本|今|再来|来|昨|当|前"
# 4月1・2日, 4月1~5日, 8月27~9月12日: the first day shares the last 日
_DASH_DAY = r"(?=(?: ?[~・、ー-] ?(?:\d{1,2} ?月 ?)?\d{1,2}){1,6} ?日)"
# 令和7・8年度, 2025~2026年度, 2020～2025年: the first year shares the last 年度 or 年
_DASH_YEAR = r"(?= ?[~・、ー-] ?(?:\d{4}|\d{1,2}) ?年度)"
# 2026年4-6月: the first month shares the last 月
_DASH_MONTH = r"(?= ?[~ー-] ?\d{1,2} ?月(?! ?\d))"
_DASH_WESTERN = r"(?<=\d{4})(?= ?[~ー-] ?\d{4} ?年(?!度))"

POINT = re.compile(
    # ---- with a year: 令和8年 ㋿8年 R8. 2026年 二〇二六年 西暦2026年 令和8(2026)年
    rf"(?:(?P<era>{_ERA}) ?(?P<ey>元|\d{{1,3}}(?!\d)|{_K}{{1,5}})"
    rf"|(?:西暦 ?|(?<![\dA-Za-z])(?<!\d[.,/:])(?<!\d\d\d-))(?P<wy>\d{{4}}(?!\d)|[〇一二三四五六七八九]{{4}}|[一二]千{_K}{{1,6}}))"
    rf"(?P<nen> ?年(?!度))?{_DUAL % 1}(?:"
    rf"(?: ?(?P<fy>年?度){_DUAL % 2}|(?P<fyshare>){_DASH_YEAR})(?: ?の?(?P<fypart>末日?|内|中(?![一-龠])|第?[1-4一二三四]四半期))?"  # 令和7年度 令和7年度末 令和7年度第1四半期
    # 年1月31(月) 年4月1日 年の9月10日 年4月末日 年4月
    rf"| ?年?[の/]? ?(?P<m>{_MONTH})(?:{_DASH_MONTH}| ?月(?: ?[の/]? ?(?P<d>{_DAY})(?: ?日(?!間)|{_DASH_DAY}|(?= ?\([月火水木金土日][)曜]))| ?の?(?P<part>{_PART})|(?P<bad>\d))?)"
    # /4/1 .4.1 -4-1 ・4・1 /7月
    rf"| ?(?P<sep>[./・,-]) ?(?P<m2>\d{{1,2}})(?: ?月(?: ?(?P<part2>{_PART}))?| ?(?P=sep) ?(?P<d2>\d{{1,2}})(?!\d) ?日?)"
    r"|[/-](?P<m3>\d{1,2})(?![\d/.%:]|-(?!(?:19|20)\d\d/\d{1,2}(?![\d/])))"  # 2021/7 2021-07 2021/7-2022/3
    r"|\.(?P<m4>1[0-2]|0?[1-9])(?=末| ?(?:[~ー-]|から|より|まで|頃|以降|[(),、。]|$))"  # R8.4~R8.6, R8.4(予定)
    rf"|(?P<yshare>){_DASH_WESTERN}"
    # 年 alone: not 年間 年代 年前 年後, not 平成10年法律第48号
    rf"|(?<=[年)])(?! ?(?:間|代|[前後](?!半)|法|政令|省令|条例|規則|告示|勅令|\d))(?: ?の?(?P<ypart>末|内|{_PART}|[春夏秋冬]))?)"
    # ---- without a year: 3月31日 十月三日 2月末日 同年6月30日 翌年3月 25年4月1日
    rf"|(?:(?P<rel>{_REL})(?:年 ?の? ?|(?<=[翌同])(?=\d{{1,2}} ?月))|(?<![\d.])(?P<short>\d{{1,2}}) ?年 ?)?(?<![\d.,/])(?P<ym>{_MONTH}) ?月"
    rf"(?: ?の? ?(?P<yd>{_DAY})(?: ?日(?!間|以内|程度|目)|{_DASH_DAY})| ?の?(?P<yp>{_PART})|(?P<bare>))"
    rf"|(?P<relfy>{_REL})?年度 ?の?(?P<relfypart>末日?|内|中(?![一-龠]))|(?P<relfy2>本|今|来|当)年度"  # 年度末 今年度中
    rf"|(?P<rely>{_REL})年(?: ?の?(?P<relyp>末|内|中))|(?P<yearend>年内)"  # 来年末 年内
    rf"|(?P<relm>同|翌|当|今|来)月 ?の? ?(?:(?P<relmd>{_DAY}) ?日|(?P<relmp>末日?))|(?P<sameday>同日)"  # 同月30日 翌月末
    # 3/27 (a share, too: only its neighbours tell)
    r"|(?<![\d/.A-Za-z-])(?P<sm>\d{1,2})/(?P<sd>\d{1,2})(?![\d/%]|\.\d)"
    r"|(?<![A-Za-z])FY ?(?P<fywest>20\d{2})(?!\d)"  # FY2025
    # 28日（月）: a day that a weekday vouches for
    rf"|(?<![\d月.,/一-龠])(?P<lone>\d{{1,2}}) ?日(?= ?\([月火水木金土日])"
)
# ～6, ～30日, ～月末: the end of a range that leaves out its month
LONE_DAY = re.compile(
    r"(?P<day>\d{1,2})(?: ?日(?!間|以内|程度|目)|(?= ?(?:\(|$|に|まで|[、。]| |の)))|(?P<end>月?末日?)"
)
# ～5.29, ～05-29: the end of a range without its year
SHORT_DAY = re.compile(r"(?P<month>\d{1,2})[.-](?P<day>\d{1,2})(?![\d.-])")
# 、24日 ・2日: a further day of the same month
LIST_DAY = re.compile(rf" ?(?:[、・,]|及び|および|と) ?(?P<day>\d{{1,2}})(?: ?日(?!間|以内|程度|目)|{_DASH_DAY})")
# ～9年, ～10年度末: the end of a range that leaves out its era
_SHORT = r"(?P<short>\d{1,2}) ?年(?:(?P<fy>度)(?: ?の?(?P<part>末日?))?)?(?!\d|間)"
SHORT_YEAR = re.compile(_SHORT)
LIST_YEAR = re.compile(rf" ?[・、,] ?{_SHORT}")
_TWIN = re.compile(rf"(?:西暦 ?)?(?P<era>{_ERA})? ?(?P<year>元|\d+|{_K}+)")  # （2026年）, (令和8)
_WITHOUT = Point(None, None, "day")


def read_point(match: re.Match[str], anchor: Point | None = None, today: date | None = None) -> Point | None:
    """Read a match of `POINT`; None where the words are no date after all.

    `anchor` is the point named before (同年, 翌年); `today` resolves 今年 and its kind.
    """
    era_word, western = match["era"], match["wy"]
    if match["fywest"]:
        return fiscal_year(int(match["fywest"]))
    if not (era_word or western):
        return read_yearless(match, anchor, today)
    era = ERA_BY_WORD[era_word.removesuffix(".")] if era_word else None
    number = 1 if match["ey"] == "元" else read_number(match["ey"] or western)
    if not isinstance(number, int):
        return None
    year = western_year(era, number) if era else number
    dual = match["dual1"] or match["dual2"]
    if not _is_year(match, year, is_era=era is not None, is_dual=dual is not None):
        return None
    if era and number < 1:
        return _WITHOUT._replace(warnings=("out-of-era",))
    if match["bad"]:
        return _WITHOUT._replace(warnings=("incomplete",))
    month, day = match["m"] or match["m2"] or match["m3"] or match["m4"], match["d"] or match["d2"]
    is_fiscal = match["fy"] is not None or match["fyshare"] is not None
    if is_fiscal:
        point = fiscal_year(year, match["fypart"])
    elif month:
        point = month_or_day(year, read_count(month), read_count(day) if day else None, match["part"] or match["part2"])
    else:
        point = whole_year(year, match["ypart"])
    if era and point.first and point.last:
        span = (date(year, 1, 1), date(year, 12, 31)) if is_fiscal else (point.first, point.last)
        if not has_days_between(era, *span):
            point = _WITHOUT._replace(warnings=("out-of-era",), true_day=point.first)
    if dual and not _is_same_year(dual.strip(), year, is_western=era is None):
        return point._replace(warnings=(*point.warnings, "calendar-mismatch"))
    return point


def _is_year(match: re.Match[str], year: int, *, is_era: bool, is_dual: bool) -> bool:
    """Tell a year from a number that looks like one."""
    if match["m"] and not (match["nen"] or is_dual) and match.string[match.start("m") - 1] not in "年/ ":
        return False
    if is_era:
        return match["m3"] is None and match["sep"] != ","
    if match["m4"]:  # 2026.4 may be any number
        return False
    return 1900 <= year <= 2199 if match["m3"] or match["sep"] == "," else 1000 <= year <= 2999


def _is_same_year(words: str, year: int, *, is_western: bool) -> bool:
    """Compare the year with its twin in brackets: 令和8年（2026年）, 2026（令和8）年, 2026（8）年."""
    match = _TWIN.match(words)
    number = None if not match else 1 if match["year"] == "元" else read_number(match["year"])
    if not match or not isinstance(number, int):
        return False
    if match["era"]:
        return western_year(ERA_BY_WORD[match["era"].removesuffix(".")], number) == year
    return number == year or (is_western and number < 1000)
