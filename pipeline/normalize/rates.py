"""Shares in running text: 2/3, ３分の２, 三分の二, ⅔, 66.7%, 5割5分, 半額, 全額, 定額, and what only looks like one."""

from __future__ import annotations

import re
from fractions import Fraction
from math import gcd
from typing import Literal

from pipeline.folding import fold, mask_addresses
from pipeline.normalize.deadlines import DEADLINE_LABEL
from pipeline.normalize.numerals import DIGITS, KANJI, read_number
from pipeline.records import Bound, Rate

_VULGAR = {char: Fraction(*pair) for char, pair in {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5),
    "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
}.items()}  # fmt: skip
_VULGAR_CHARS = "".join(_VULGAR)
_NUMBER = rf"(?:{DIGITS}|{KANJI}++(?:[・.][〇一二三四五六七八九]++)?+)"
_START = rf"(?<!{KANJI})"  # a numeral is read from its first character on
_PERCENT = r"(?:%(?!ポイント)|パーセント|ハ[゚゜]ーセント|㌫|percent)"

# a text without any of these has no share; with 額 only if it is 半額, 全額 or 定額
_HINT = re.compile(rf"[/%割㌫分ハパ{_VULGAR_CHARS}]|[半全定]額|percent|の半分")
_SHARE = re.compile(
    # 2/3, 1 / 2, 1/2,100万円, 1/2/上限50万円, 1/2/50万円, 1/2 月額5万円; not 2025/4/1, 1/2/3, 12/29日, 076-220/5, 1/1,000
    rf"(?<![\d/.])(?P<n>\d{{1,4}}) ?/ ?(?P<d>\d{{1,4}})(?!\d|/ ?\d{{1,4}}(?![\d,]*[万千億円])|\.\d|,\d{{3}}(?!\d*[千万億円])|-\d(?!\d? ?/)| ?[月日a](?!額))"
    # 3分の2, 三分の二, 100分の7.5, 2分1以内; not 1時間30分の
    rf"|(?<![\d.時間]){_START}(?P<of>{_NUMBER}) ?分 ?(?:の|(?=\d{{1,2}} ?以内)) ?(?P<part>\d{{1,5}}(?:\.\d++)?+(?!\d)|{KANJI}++(?:[・.][〇一二三四五六七八九]++)?+)"
    # 45~75%, 2.4パーセント, 15%
    rf"|(?<![\d/.,]){_START}(?:(?P<low>{_NUMBER}) ?(?:~|-|ー|から) ?)?(?P<percent>{_NUMBER}) ?{_PERCENT}"
    # 5割, 1~2割, 3割4分5厘, 五割五分, 2.5割; not 役割, 割合
    rf"|(?<![\d/.,]){_START}(?:(?P<lowwari>{_NUMBER}) ?(?:~|-|ー|から) ?)?(?P<wari>{_NUMBER}) ?割(?!合)"
    rf"(?: ?(?P<bu>{_NUMBER}) ?分(?![の間]))?(?: ?(?P<rin>{_NUMBER}) ?厘)?"
    rf"|(?P<vulgar>[{_VULGAR_CHARS}])"
    # 定額; not 確定額, 交付決定額, 一定額, 当該定額, 定額法, 定額減税, 定額を減じた額
    r"|(?<![確決一算認推想予特規設協査限固判鑑指所暫改法制測該])(?P<flat>定額)(?![小減法制貯給]|を(?:減|控除|差))"
    # 全額; not 全額自己負担, 全額を返還
    r"|(?P<full>全額)(?!(?:を|は|が|の)?(?:返|自己|出資|負担|免除|支払|納付|対象外|控除))"
    r"|(?P<half>半額|(?<=[費額料]の)半分)"
)
_AFTER = re.compile(
    r" ?(?:\([^()]{1,12}\) ?|\) ?)?(?:の額)?(?:(?P<max>以内|以下|まで|[をが](?:上限|限度)|を?超えない)|(?P<min>以上)|(?P<lt>未満)|(?P<gt>を?超))"
)
# 1/2又は2/3以内: the tail of the last is of both
_OR = re.compile(r" ?(?:又は|または|若しくは|もしくは) ?")
_BEFORE = re.compile(
    r"(?:最大|最高|上限|限度)[^。、;・円\n()\d]{0,9}$"
)  # 最大で寄附額の約9割; not 上限10万円・補助率1/2
# a day written as a fraction: 3/27(金), 4/26(Tue), 3/27 17:00
_DAY_AFTER = re.compile(
    r" ?(?:\((?:[月火水木金土日](?=[)曜・,、祝必]| )|祝|Mon|Tue|Wed|Thu|Fri|Sat|Sun)| \d{1,2}[:時]|正午|必着|締|消印|開催|〆)",
    re.I,
)
_RANGE_AFTER = re.compile(r" ?(?:\([^()]{1,6}\) ?)?(?:~|-|ー|から) ?(\d{1,2})/(\d{1,2})(?![\d/])")
_RANGE_BEFORE = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2}) ?(?:\([^()]{1,6}\) ?)?(?:~|-|ー|から) ?$")
_DAY_WORD = re.compile(r"期限|締切|締め切|〆切|期日|日時|期間")
_RATE_BEFORE = re.compile(r"率[はがを:]? ?(?:最大)?$")  # 補助率:7/18 vouches for any denominator
_NO_SHARE = re.compile(r"内線|ページ|p\.$", re.I)
_SHARE_WORD = re.compile(r"率|割合|補助|助成|負担|経費|費の|額の|の$")
_SHARE_AFTER = re.compile(r" ?(?:以内|以下|を|相当|補助|助成|の額|に)")
_LONG_DENOMINATORS = frozenset((12, 15, 16, 20, 24, 25, 30, 40, 50, 60, 80, 100, 200, 1000, 10000))


def parse_rates(text: str) -> list[Rate]:
    """Return every share in the text, in order, in lowest terms, with its words and their place in the text.

    Fractions above one (3/2以内) and days (3/27まで) are no shares; `impossible_rates` names the former.
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return []
    folded = mask_addresses(folded)
    found: list[Rate] = []
    for match in _SHARE.finditer(folded):
        _read(match, text, folded, found)
    return found


def impossible_rates(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Return fractions that stand where a share should and cannot be one (3/2以内, 2分の3), with their places."""
    folded = mask_addresses(fold(text))
    found = []
    numerator: int | Fraction
    denominator: int | Fraction
    for match in _SHARE.finditer(folded):
        if match["n"]:
            numerator, denominator = int(match["n"]), int(match["d"])
            is_claimed = (
                _SHARE_AFTER.match(folded, match.end()) or "率" in folded[max(0, match.start() - 8) : match.start()]
            )
        elif match["of"]:
            numerator, denominator = _number(match["part"]) or 0, _number(match["of"]) or 0
            is_claimed = True
        else:
            continue
        if is_claimed and numerator > denominator and not _DAY_AFTER.match(folded, match.end()):
            found.append((text[match.start() : match.end()], match.span()))
    return found


def _read(match: re.Match[str], text: str, folded: str, found: list[Rate]) -> None:
    kind = match.lastgroup
    share: Fraction | None
    if kind == "d":
        numerator, denominator = int(match["n"]), int(match["d"])
        if not _is_share(numerator, denominator, folded, *match.span()):
            return
        share = Fraction(numerator, denominator)
    elif kind == "part":
        part, whole = _number(match["part"]), _number(match["of"])
        if part is None or not whole or not 0 < part <= whole:
            return
        share = Fraction(part) / whole
    elif kind == "percent":
        share = _scaled(match["percent"], 100)
    elif kind in ("wari", "bu", "rin"):
        share = _scaled(match["wari"], 10)
        if share is not None:
            share += (_scaled(match["bu"], 100) or 0) + (_scaled(match["rin"], 1000) or 0)
    elif kind == "vulgar":
        if folded[match.start() - 1 : match.start()].isdigit():  # 1½
            return
        share = _VULGAR[match["vulgar"]]
    elif kind == "half":
        share = Fraction(1, 2)
    elif kind == "full":
        share = Fraction(1)
    else:
        found.append(Rate(text[match.start() : match.end()], None, None, "full", match.span()))
        return
    if share is None:
        return
    start, end = match.span()
    bound = _bound(folded, start, end)
    low = match["low"] or match["lowwari"]
    if low:
        group = "low" if match["low"] else "lowwari"
        value = _scaled(low, 100 if match["low"] else 10)
        if value is not None:
            found.append(_rate(text, value, match.span(group), bound))
        start = match.start("percent" if match["percent"] else "wari")
    found.append(_rate(text, share, (start, end), bound))


def _rate(text: str, share: Fraction, span: tuple[int, int], bound: Bound | None) -> Rate:
    qualifier: Literal["up_to", "exact", "full"] = "up_to" if bound == "max" else "full" if share == 1 else "exact"
    return Rate(text[span[0] : span[1]], share.numerator, share.denominator, qualifier, span, bound)


def _bound(folded: str, start: int, end: int) -> Bound | None:
    after = _AFTER.match(folded, end)
    if after:
        return after.lastgroup  # type: ignore[return-value]
    if _BEFORE.search(folded, max(0, start - 12), start):
        return "max"
    other = _OR.match(folded, end)
    last = other and _SHARE.match(folded, other.end())
    return _bound(folded, *last.span()) if last else None


def _number(words: str) -> int | Fraction | None:
    return read_number(words.replace("・", ".") if words[0] not in "0123456789" else words.replace(" ", ""))


def _scaled(words: str | None, divisor: int) -> Fraction | None:
    value = _number(words) if words else None
    return None if value is None else Fraction(value) / divisor


def _is_share(numerator: int, denominator: int, folded: str, start: int, end: int) -> bool:
    """Tell 2/3 from 3/27まで, 12/29~1/3, 432/433 and p.1/2."""
    before = folded[max(0, start - 12) : start]
    if not 0 < numerator <= denominator:
        return False
    if denominator > 10 and denominator not in _LONG_DENOMINATORS:
        return bool(_RATE_BEFORE.search(before)) and not _DAY_AFTER.match(folded, end)
    if _DAY_AFTER.match(folded, end):
        return False
    other = _RANGE_AFTER.match(folded, end) or _RANGE_BEFORE.search(folded[max(0, start - 16) : start])
    if other and not _may_be_share(int(other[1]), int(other[2])):
        return False
    if DEADLINE_LABEL.search(before) or _NO_SHARE.search(before):
        return False
    if denominator <= 10:
        return True
    if _SHARE_WORD.search(before) or _SHARE_AFTER.match(folded, end):
        return True
    if folded.startswith("まで", end) or _DAY_WORD.search(before):
        return False
    return denominator > 31 or (denominator <= 25 and gcd(numerator, denominator) == 1)


def _may_be_share(numerator: int, denominator: int) -> bool:
    return 0 < numerator <= denominator and (denominator <= 10 or denominator in _LONG_DENOMINATORS)
