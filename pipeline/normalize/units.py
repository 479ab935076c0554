"""What a sum is paid for: `3万円/1人`, `1事業所あたり38万円`, `月額6,000円` → the words of the contract's `per`."""

from __future__ import annotations

import re

_SLUGS = {
    "fiscal_year": "年度 年 年間 カ年 か年",
    "month": "月 か月 カ月 ヶ月 ヵ月 箇月 月間",
    "day": "日 日間",
    "night": "泊",
    "hour": "時間",
    "person": "人 名",
    "applicant": "社 者 事業者 企業 法人 申請者 申請",
    "vehicle": "台 両",
    "household": "世帯 戸 棟 住宅",
    "organisation": "団体 組織 組合 商店街",
    "case": "件 回 事業 案件 プロジェクト 出願",
}
_SLUG_BY_WORD = {word: slug for slug, words in _SLUGS.items() for word in words.split()}
# 人, 事業所, 10a, ㎡, kW, ℓ: up to six characters of one kind
_UNIT = r"(?:[一-龠々ヶか]{1,6}|[ァ-ヴー]{1,8}|\d{0,3}(?:kW|kw|KW|kg|km|ha|cm|m2|m|a|t|L)(?![A-Za-z])|[ℓ㎡㎥㎞㌶㌃㎏])"
# /1人, ／台, / 各年度, /月額
_AFTER = re.compile(rf" ?/ ?(?:[1一各] ?)?(?P<unit>{_UNIT})")
# 1人につき, 1人1時間あたり, 1事業所当たり, 1社あたり最大, ㎡当たり, 1人
_BEFORE = re.compile(
    rf"(?:[1一各] ?(?P<first>{_UNIT}))?(?:[1一各] ?)?(?P<unit>{_UNIT})(?:につき|に付き|(?:あ|当)たり|当り|ごとに|毎に)"
    r"[、,]?(?:上限|最大|最高|限度|定額|一律)?(?:額)?[はで]?[、:]? ?$"
)
_BARE_BEFORE = re.compile(r"(?<![\d第])1 ?(?P<unit>人|名|社|件|台|頭|戸|世帯|団体) ?(?:上限|最大|最高)?$")
_RATE_BEFORE = re.compile(r"(?P<unit>[年月日])額(?:上限|最大|最高)?(?:は|:)?[、 ]?$")
_TRIM = re.compile(r"(?:間|額|当たり|あたり|分)$")


def per_before(folded: str, start: int) -> list[str]:
    """Return the units that the words right before a sum name: `1人1時間あたり` → [person, hour]."""
    words = folded[max(0, start - 24) : start]
    if not words or words[-1] in "円万億、。,":
        return []
    match = _BEFORE.search(words)
    if match:
        return [_slug(word) for word in (match["first"], match["unit"]) if word]
    match = _BARE_BEFORE.search(words) or _RATE_BEFORE.search(words)
    return [_slug(match["unit"])] if match else []


def per_after(folded: str, end: int) -> tuple[list[str], int]:
    """Return the units after a sum (`/1人`) and where they end."""
    units = []
    while match := _AFTER.match(folded, end):
        units.append(_slug(match["unit"]))
        end = match.end()
    return units, end


def _slug(word: str) -> str:
    return _SLUG_BY_WORD.get(word) or _SLUG_BY_WORD.get(_TRIM.sub("", word)) or _TRIM.sub("", word) or word
