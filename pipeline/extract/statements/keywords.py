"""The words of terms: which kind of term a word names (補助率, 上限, 下限, 加算, 奨励金), and how printed words are folded."""

from __future__ import annotations

import re
from typing import Literal

TermKind = Literal["rate", "cap", "floor", "addon", "grant"]

_MONEY = r"(?:補助|助成|交付|支給|支援|奨励|給付|融資|貸付|負担)"
_SUM = r"(?:対象)?(?:金額|金|経費|額)?(?:等)?(?:の)?"
# 補助率, 助成率等, 補助割合, 軽減率, 利率 (②利率：1.6%のうち 1.5%); 補助金の率
RATE_WORD = re.compile(rf"(?:{_MONEY}|補給|軽減|減免|補償){_SUM}(?:率|割合)(?:等)?|利子補給率?|^率$|^利率$")
# 補助上限額, 補助金限度額, 上限, 最大, 最高; 補助限度; 1人を限度として bounds heads, 3年が限度 years, 最大積載量 a load
CAP_WORD = re.compile(
    rf"(?:{_MONEY}{_SUM})?(?:基本)?(?:補助)?(?<![人名台回件基社戸棟年月][をが])(?:上限|限度)(?:額|金額)?(?:等)?|最大(?:で)?(?!積載|出力|電力|需要)|最高(?:で)?(?!気温|裁)|(?i:max)(?![a-z])|ＭＡＸ"
)
# 補助下限額, 下限, 最低補助額, 最低事業費; 下限なし～350万円 has none
FLOOR_WORD = re.compile(
    rf"(?:{_MONEY}{_SUM})?下限(?:額|金額)?+(?![\s　]*(?:な[しい]|無し))|最低(?:補助|助成)?額|最低(?:(?:補助|助成)?対象)?(?:総?事業費|経費|工事費)|最低(?=[\s　]*$)"
)
# 加算, 上乗せ額; 県の上乗せ補助により、650万円 says why
ADDON_WORD = re.compile(r"(?:加算(?:額|金)?+|上乗せ(?:額|補助)?+)(?!により|によって)")
# 奨励金, 補助額, 助成金の額, 支給額, 定額, 一律, 補助単価; 補助金額
GRANT_WORD = re.compile(
    rf"(?:奨励金|支援金|給付金|協力金|報奨金|祝金|一時金|応援金|見舞金)(?:の?額)?|(?:{_MONEY}(?:金|対象)?(?:の|する)?(?:単価|基準)?|想定)(?:額|金額)|定額|一律|補助単価"
)
_KEYWORDS: tuple[tuple[TermKind, re.Pattern[str]], ...] = (
    ("rate", RATE_WORD),
    ("cap", CAP_WORD),
    ("floor", FLOOR_WORD),
    ("addon", ADDON_WORD),
    ("grant", GRANT_WORD),
)
# 合算, 合計, 3年間総額, 累計, 通算
TOTAL_WORD = re.compile(
    r"合算|合わせて|あわせて|併せて|合計|総額|累計|通算|期間全体|[0-9０-９]\s*か?年(?:間|度)?(?:の)?(?:合計|計)|[2-9２-９]\s*(?:か|ヵ|ヶ|箇)?年(?:間|度)?で"
)
# 上限金額・助成額15000万円: the bound named first is what the sum is
_PAIRED = re.compile(r"[・/／](?:補助|助成|支給)(?:金?額)[\s　:：]*")
# 補 助 率, 上　限　額: single letters with gaps, nothing else beside them
_SPREAD = re.compile(
    r"(?<![^\s\u3000：:、。（(【・■○◆])[一-龥](?:[ \u3000]{1,4}[一-龥]){1,5}(?![^\s\u3000：:、。）)】])"
)
WHITE = re.compile(r"[\s\u3000]+")
# 補助上限額（単位：千円）, 上限額（万円）, 助成上限額（円）; 1,000 below it or in its column
MONEY_UNIT = re.compile(r"(?:単位[\s　]*[:：]?|[(（])[\s　]*(?P<unit>[千百万億]*円)[\s　]*[)）]?")


def close_up(words: str) -> str:
    """補 助 率：1/2 → 補助率：1/2: letters spread over a column are one word."""
    return _SPREAD.sub(lambda match: WHITE.sub("", match.group()), words)


def kind_of(words: str) -> TermKind | None:
    """The kind of term that words name; the last one decides (補助金額 上限, 上限額・助成額 → cap), None where none is named."""
    found = sorted(_named(words))
    if len(found) > 1 and found[-2][2] == "cap" and _PAIRED.fullmatch(words[found[-2][0] :]):
        return "cap"
    return found[-1][2] if found else None


def kinds_of(label: str) -> frozenset[TermKind]:
    """All kinds of term that a label names: 補助率・上限額 → rate and cap; 補助上限額 → cap alone."""
    kept: set[TermKind] = set()
    taken = 0
    label = close_up(label)
    for end, length, kind in sorted(_named(label), key=lambda found: (found[0] - found[1], -found[1])):
        if kind == "grant" and label[end - 1] == "金" and len(label) > length + 2:
            continue  # 支援金の申請方法 names the programme, 奨励金 alone what is paid
        if end - length >= taken:
            kept.add(kind)
            taken = end
    return frozenset(kept)


def _named(words: str) -> list[tuple[int, int, TermKind]]:
    """(end, length, kind) of every keyword."""
    return [
        (match.end(), match.end() - match.start(), kind)
        for kind, pattern in _KEYWORDS
        for match in pattern.finditer(words)
        if match.group()
    ]
