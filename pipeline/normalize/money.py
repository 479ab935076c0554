"""Sums of yen in running text: 1億2,000万円, 3万2000円, 五十万円, 20~50万円, 上限100万, 上限なし; with what they bound."""

from __future__ import annotations

import re
from fractions import Fraction

from pipeline.normalize.numerals import DIGITS, NUMBER, read_number
from pipeline.normalize.rounding import find_roundings
from pipeline.normalize.text import fold, mask_addresses
from pipeline.normalize.units import per_after, per_before
from pipeline.records import Amount, Bound

_HINT = re.compile(r"[円万億兆¥]|上限|制限|限度|えん")
_SUM = re.compile(
    rf"(?<![\d数何幾])(?<!\d[,.])(?P<minus>(?:[△▲]|(?<![^\s(])-) ?)?(?P<yen>¥ ?)?(?P<number>{NUMBER})(?P<unit> ?(?:円|えん))?"
    # 上限なし, 上限額なし, 上限は無し, 限度額の定めなし, 上限を設けない
    r"|(?P<unlimited>(?:上限|限度)額?(?:の?(?:設定|定め))?[はがを:]? ?(?:なし|無し|無制限|ありません|設けない|設けません|ない)|無制限)"
)
# what may follow a sum that goes without 円 (上限100万, 4,000万/1件); not 10万人, 5億ドル, 百万石
_AFTER_BARE = re.compile(r"$|[\s、。,.・/()~+\-:;」』】\]|ー]|以[上下内]|未満|超|程度|[をのがはとかでにもへまより]|補助|助成|上限|限度")
# 20~50万円, 100-500万, 5万円から10万円
_RANGE = re.compile(r" ?(?:~|-|ー|から) ?$")
_SCALE = re.compile(r"[十百千拾]*[万億兆]$|[百千]+$")
# the whole text is one number: １，０００ ４７６００ △500 ¥80000 (of a table cell)
_BARE = re.compile(rf"\s*(?P<minus>[△▲+-] ?)?(?P<number>{DIGITS})\s*")
_SMALL_ONLY = re.compile(r"[^万億兆]*")
_CLAUSE = re.compile(r"[。;\n]")
_AFTER = re.compile(
    r"(?: ?/ ?[^\s、。()]{1,4})? ?(?:(?P<max>以内|以下|まで(?!の(?:収入|所得))|[をが](?:上限|限度)|上限|限度|を超えない)"
    r"|(?P<min>以上)|(?P<lt>未満)|(?P<gt>を?超え?|を上回))"
)
_TOTAL = re.compile(r"合算|合計|総額|累計|通算|全期間|[2-9]か?年度?(?:で|間で)")
_KEYWORD = re.compile(
    r"(?P<cap>上限|限度|最大|最高)|(?P<floor>下限|最低)|(?P<grant>奨励金|定額|一律|祝金|祝い金|支給額|支援金額|給付額)|(?P<addon>加算|上乗せ)"
)
_COST = re.compile(r"経費|費用|事業費|工事費|取得価額|取得額|購入費|購入価格|投資額|総額が")


def parse_amounts(text: str, *, bare: bool = True) -> list[Amount]:
    """Return every sum of yen in the text, in order; both ends of a range; 上限なし as a cap without yen.

    A number without any unit is a sum only where it is the whole text (`１，０００`), and not at all with `bare` False.
    Rounding rules (千円未満切り捨て), sums of part of a yen, and counts (10万人) are no sums.
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return _whole(text, folded) if bare else []
    folded = mask_addresses(folded)
    roundings = find_roundings(text) if "未満" in folded or "単位" in folded else ()
    found: list[Amount] = []
    low: re.Match[str] | None = None  # a number without a unit that may open a range
    last_end = 0
    for match in _SUM.finditer(folded):
        start, end = match.span()
        if match["unlimited"]:
            found.append(Amount(text[start:end], None, "cap", is_unlimited=True, span=(start, end)))
            last_end = end
            continue
        if any(rounding.span[0] <= start < rounding.span[1] for rounding in roundings):
            continue
        words = match["number"]
        if not (match["unit"] or match["yen"] or _is_bare_sum(words, folded, end)):
            low = match
            continue
        value = _value(words)
        if value is None:
            continue
        is_range = bool(_RANGE.search(folded, last_end, start))
        if low and low.end() >= last_end and is_range and _RANGE.fullmatch(folded, low.end(), start):
            lower = _lower(low["number"], words, value)
            if lower is not None:
                found.append(_amount(text, folded, low.span(), lower, 0, match.end()))
        found.append(_amount(text, folded, (start, end), -value if match["minus"] else value, last_end, end))
        last_end, low = end, None
    return found


def unread_sums(text: str) -> list[tuple[str, tuple[int, int]]]:
    """Return what is written as a sum of yen but cannot be read as one (1,50円, 三五十円), with its place."""
    folded = mask_addresses(fold(text))
    taken = [amount.span for amount in parse_amounts(text)] + [rounding.span for rounding in find_roundings(text)]
    return [
        (text[match.start() : match.end()], match.span())
        for match in _YEN_WORDS.finditer(folded)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]


# digits and units up to 円
_YEN_WORDS = re.compile(r"[\d一二三四五六七八九十百千万億][\d〇一二三四五六七八九十百千万億兆,. ]{0,20}円")


def _amount(text: str, folded: str, span: tuple[int, int], value: int, last_end: int, end: int) -> Amount:
    start = span[0]
    units, end_per = per_after(folded, end)
    units = per_before(folded, start) + units
    before = folded[max(last_end, start - 24) : start]
    stops = list(_CLAUSE.finditer(before))
    if stops:
        before = before[stops[-1].end() :]
    kind, bound = _kind(before, folded, end_per)
    words = text[start : span[1]]
    return Amount(words, value, kind, "/".join(dict.fromkeys(units)) or None, span=span, bound=bound)


def _kind(before: str, folded: str, end: int) -> tuple[str | None, Bound | None]:
    after = _AFTER.match(folded, end)
    bound: Bound | None = after.lastgroup if after else None  # type: ignore[assignment]
    words = {match.lastgroup for match in _KEYWORD.finditer(before)}
    if bound in ("min", "gt"):
        return ("min_cost" if _COST.search(before) else "threshold"), bound
    if bound == "lt":
        return "threshold", bound
    if "floor" in words:
        return "floor", "min"
    if bound == "max" or "cap" in words:
        if "addon" in words:
            return "addon_cap", "max"
        return ("total_cap" if _TOTAL.search(before) else "cap"), "max"
    return ("grant" if "grant" in words else None), None


def _is_bare_sum(words: str, folded: str, end: int) -> bool:
    """Say whether a number without 円 is a sum: it reaches 万 and no counter follows."""
    return not _SMALL_ONLY.fullmatch(words) and bool(_AFTER_BARE.match(folded, end))


def _value(words: str) -> int | None:
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
    value = int(match["number"].replace(",", ""))
    start, end = match.start("minus") if match["minus"] else match.start("number"), match.end("number")
    return [Amount(text[start:end], -value if (match["minus"] or "").strip() in ("△", "▲", "-") else value, span=(start, end))]
