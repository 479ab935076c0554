"""Sums of yen in running text: 1億2,000万円, 3万2000円, 五十万円, 20~50万円, 上限100万, 上限なし; with what they bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from pipeline.folding import fold, mask_addresses
from pipeline.normalize.numerals import DIGITS, NUMBER, read_number
from pipeline.normalize.rounding import find_roundings
from pipeline.normalize.units import per_after, per_before
from pipeline.records import Amount, Bound

_HINT = re.compile(r"[円万億兆¥]|上限|制限|限度|えん")
_SUM = re.compile(
    rf"(?<![\d数何幾一二三四五六七八九十百千])(?<!\d[,.])(?<!\d [,.])(?<!\d分の)(?<![一二三四五六七八九]、)(?P<minus>[△▲] ?|(?<![^\s(])-|マイナス ?)?(?P<yen>¥ ?)?(?P<number>{NUMBER})(?P<unit> ?(?:円|えん))?"
    # 上限なし, 上限額なし, 上限は無し, 限度額の定めなし, 上限を設けない
    r"|(?P<unlimited>(?:上限|限度)額?(?:の?(?:設定|定め))?[はがを:]? ?(?:なし|無し|無制限|ありません|設けない|設けません|ない)|無制限)"
)
# what may follow a sum that goes without 円 (上限100万, 4,000万/1件); not 10万人, 5億ドル, 百万石
_AFTER_BARE = re.compile(
    r"$|[\s、。,.・/()~+\-:;」』】\]|ー]|以[上下内]|未満|超|程度|[をのがはとかでにもへまより]|補助|助成|上限|限度"
)
# 20~50万円, 100-500万, 5万円から10万円
_RANGE = re.compile(r" ?(?:~|-|ー|から) ?$")
_BAND = re.compile(r"(?:以上|を?超え?(?:る|て)?)、?(?:~|で)? ?")  # 50万円超100万円以下
_SCALE = re.compile(r"[十百千拾]*[万億兆]$|[百千]+$")
# 1/2,100万円 and 2分の1，100万円: a share and a sum, not 2,100万円
_SHARE_THEN_SUM = re.compile(r"(?:(?<![\d/])\d{1,3} ?/|分 ?の) ?\d{1,3}(?=,\d{3}(?![\d,]))")
# the whole text is one number: １，０００ ４７６００ △500 ¥80000 (of a table cell)
_BARE = re.compile(rf"\s*(?P<minus>[△▲+-] ?)?(?P<number>{DIGITS})\s*")
_UNITS = frozenset(("千", "百万", "十億"))
_PLAIN_UNITS = {"千": 10**3, "万": 10**4, "億": 10**8}
_SMALL_ONLY = re.compile(r"[^万億兆]*")
# what bounds a sum stands after it: 以内 以上 未満 超, 1,000万円上限, 50万円下限, 20万円を加算
_AFTER = re.compile(
    r"(?: ?/ ?[^\s、。()]{1,4}?)? ?(?:\((?:税|消費税)[^()\d]{1,8}\))?(?:(?P<max>以内|以下|まで|[をが]?(?:上限|限度)|を超えない)|(?P<min>以上)|(?P<lt>未満)"
    r"|(?P<gt>を?超え?|を上回)|(?P<floor>[をが]?下限)|(?P<addon>を?(?:加算|上乗せ)))"
)
_KEYWORD = re.compile(
    r"(?P<cap>上限|限度|最大|最高)|(?P<floor>(?:下限|最低)額?+(?!な[しい]|賃金))|(?P<grant>奨励金|定額|一律|祝い?金|支給額|支援金額|給付額)"
)
_ADDON = re.compile(r"加算|上乗せ")
_TOTAL = re.compile(r"合算|合計|総額|累計|通算|全期間|\d ?か?年(?:度|間)?で")
# 最長2年度 500万円, 累計で300万円: the sum of all years
_ALL_YEARS = re.compile(r"(?:最長|累計|通算) ?(?:\d{1,2} ?[かカヶ箇]?年(?:度|間)?)?[でのは:]? ?$")
# 10万円/台, 3万円/1人: so much for each is paid as it is; not 受講料 5,000円/人
_EACH = frozenset(("vehicle", "person", "household", "applicant", "organisation"))
_FEE = re.compile(r"(?:料|代|費|価格|金額)[はが:]? ?$")
_COST = re.compile(r"経費|費用|事業費|工事費|取得価額|取得額|購入費|購入価格|投資額")
# the sum bounds something that is not the help: 資本金が3億円以下, 単価3万円以内, 対象経費が200万円以下
_NOT_HELP = re.compile(
    r"(?:資本|売上|年商|所得|収入|収益|利益|単価|予算|手数料|料金|年収|出資|賃金|時給|残高|借入|評価額|課税|資産"
    r"|(?:経費|費用|事業費|工事費|費)(?:の?(?:合計|総額))?(?:\([^()]*\))?[がは:]? ?$)"
)
# 1名につき受験手数料3千円まで: how far help goes for each
_FOR_EACH = re.compile(r"[1一各] ?[^\d、]{1,4}(?:につき|(?:あ|当)たり)")
# 千円未満切り捨て, 千円以下は切捨て, 千円単位
_ROUNDED = re.compile(r"未満|単位|円 ?以下[^。]*(?:切り?捨|四捨)")
_SENTENCE = re.compile(r"[。;\n]")
_CLAUSE = re.compile(r"[、,。;\n「『(・/\t]")


def parse_amounts(text: str, *, bare: bool = True) -> list[Amount]:
    """Return every sum of yen in the text, in order; both ends of a range; 上限なし as a cap without yen.

    A number without any unit is a sum only where it is the whole text (`１，０００`), and not at all with `bare` False.
    Rounding rules (千円未満切り捨て), sums of part of a yen, and counts (10万人) are no sums.
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return _whole(text, folded) if bare else []
    folded = _SHARE_THEN_SUM.sub(lambda share: " " * len(share[0]), mask_addresses(folded))
    rounded = _covered(rule.span for rule in find_roundings(text)) if _ROUNDED.search(folded) else ()
    found: list[Amount] = []
    low: re.Match[str] | None = None  # a number without a unit that may open a range
    last_end = 0
    for match in _SUM.finditer(folded):
        start, end = match.span()
        if match["unlimited"]:
            found.append(Amount(text[start:end], None, "cap", is_unlimited=True, span=(start, end)))
            last_end = end
            continue
        if start in rounded:
            continue
        words = match["number"]
        if not (match["unit"] or match["yen"] or _is_bare_sum(words, folded, end)):
            low = match
            continue
        value = _value(words)
        if value is None or (words in _UNITS and _is_header(words, folded, start, end)):
            continue
        if low and low.end() >= last_end and _RANGE.fullmatch(folded, low.end(), start):
            lower = _lower(low["number"], words, value)
            if lower is not None:
                found.append(_amount(text, folded, low.span(), lower, last_end, low.end()))
                last_end = low.end()
        amount = _amount(text, folded, (start, end), -value if match["minus"] else value, last_end, end)
        if found:
            amount = _in_company(amount, found[-1], folded)
        found.append(amount)
        after = _AFTER.match(folded, end)
        last_end, low = (after.end() if after else end), None
    return found


def unread_sums(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Return what is written as a sum of yen but cannot be read as one (1,50円, 三五十円) or is none (0万円), with its place."""
    folded = mask_addresses(fold(text))
    sums = [amount.span for amount in parse_amounts(text) if amount.yen != 0]
    taken = _covered([*sums, *(rule.span for rule in find_roundings(text))])
    return [
        (text[match.start() : match.end()], match.span())
        for match in _YEN_WORDS.finditer(folded)
        if taken.isdisjoint(range(*match.span()))
    ]


def _covered(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for span in spans for place in range(*span)}


# digits and units up to 円
_YEN_WORDS = re.compile(r"[\d一二三四五六七八九十百千][\d〇一二三四五六七八九十百千万億兆,. ]{0,20}円")


def _amount(text: str, folded: str, span: tuple[int, int], value: int, since: int, end: int) -> Amount:
    """Make the amount of a place, typed by the words between the sum before it (`since`) and what follows `end`."""
    units, end = per_after(folded, end)
    units = per_before(folded, span[0]) + (after := units)
    sentence = _SENTENCE.split(folded[max(since, span[0] - 28) : span[0]])[-1]
    kind, bound = _kind(sentence, folded, end)
    if kind is None and not _EACH.isdisjoint(after) and not (_NOT_HELP.search(sentence) or _FEE.search(sentence)):
        kind = "grant"
    return Amount(text[span[0] : span[1]], value, kind, "/".join(dict.fromkeys(units)) or None, span=span, bound=bound)


def _in_company(amount: Amount, before: Amount, folded: str) -> Amount:
    """Type the upper end of 上限100万円～500万円 as its lower end, and that of 50万円以上100万円以下 as the band it closes."""
    gap = folded[before.span[1] : amount.span[0]]
    if amount.kind is None and _RANGE.fullmatch(gap):
        return replace(amount, kind=before.kind, bound=before.bound)
    if before.bound in ("min", "gt") and amount.bound in ("max", "lt") and _BAND.fullmatch(gap):
        return replace(amount, kind="threshold")
    return amount


def _kind(sentence: str, folded: str, end: int) -> tuple[str | None, Bound | None]:
    after = _AFTER.match(folded, end)
    word = after.lastgroup if after else None
    clause = _CLAUSE.split(sentence)[-1]
    if word in ("min", "gt"):
        is_cost = _COST.search(clause)
        return ("min_cost" if is_cost else "threshold"), ("min" if word == "min" else "gt")
    if word == "lt":
        return "threshold", "lt"
    words = {match.lastgroup for match in _KEYWORD.finditer(sentence)}
    if word == "floor" or ("floor" in words and word != "max"):
        return "floor", "min"
    if word == "addon":
        return "addon_cap", "max" if "cap" in words else None
    if word == "max" or "cap" in words:
        if after and folded.startswith(("の罰金", "の過料"), after.end()):
            return "threshold", "max"
        if "cap" not in words and _NOT_HELP.search(clause) and not _FOR_EACH.search(clause):
            return "threshold", "max"
        if _ADDON.search(clause):
            return "addon_cap", "max"
        return ("total_cap" if _TOTAL.search(clause) else "cap"), "max"
    if _ALL_YEARS.search(clause):
        return "total_cap", "max"
    if _ADDON.search(clause):
        return "addon_cap", None
    return ("grant" if "grant" in words else None), None


def _is_bare_sum(words: str, folded: str, end: int) -> bool:
    """Say whether a number without 円 is a sum: it reaches 万 and no counter follows."""
    return not _SMALL_ONLY.fullmatch(words) and bool(_AFTER_BARE.match(folded, end))


def _is_header(words: str, folded: str, start: int, end: int) -> bool:
    """Tell the unit at the head of a table (単位：千円, （百万円）, 千円 in a cell) from a sum of a thousand."""
    before, after = folded[max(0, start - 5) : start].rstrip(), folded[end : end + 1]
    if "単位" in before or (before.endswith("(") and after == ")"):
        return True
    return words == "千" and (not before or folded[start - 1].isspace()) and (not after or after.isspace())


def _value(words: str) -> int | None:
    """Read whole yen; the plain forms (200万, 5,000) without the grammar, which is for the rest."""
    unit = _PLAIN_UNITS.get(words[-1])
    digits = (words[:-1] if unit else words).replace(" ", "").replace(",", "")
    if digits[:1] == "0" and digits[1:2].isdecimal():
        return None  # 1, 000万円: the end of a number set apart
    if digits.isdecimal() and len(digits) < 16:
        return int(digits) * (unit or 1)
    value = read_number(words.replace(" ", ""))
    if value is None or value.denominator != 1:
        return None
    return int(value)


def _lower(low: str, high: str, value: int) -> int | None:
    """Read the lower end of a range whose unit stands at the upper end: 20~50万円, 5,000~1万円."""
    plain = _value(low)
    if plain is None:
        decimal = read_number(low.replace(" ", ""))
        scale = _SCALE.search(high)
        if decimal is None or not scale:
            return None
        scaled = Fraction(decimal) * (read_number(scale[0]) or _scale(scale[0]))
        return int(scaled) if scaled.denominator == 1 and scaled <= value else None
    scale = _SCALE.search(high)
    factor = _scale(scale[0]) if scale else 1
    if plain * factor <= value:
        return plain * factor
    return plain if plain <= value else None


def _scale(units: str) -> int:
    return _value("1" + units) or 1


def _whole(text: str, folded: str) -> list[Amount]:
    match = _BARE.fullmatch(folded)
    if not match or "." in match["number"]:
        return []
    value = _value(match["number"])
    if value is None:
        return []
    start, end = match.start("minus") if match["minus"] else match.start("number"), match.end("number")
    return [
        Amount(
            text[start:end], -value if (match["minus"] or "").strip() in ("△", "▲", "-") else value, span=(start, end)
        )
    ]
