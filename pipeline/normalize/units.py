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
# 人, 事業所, 10a, ㎡, kW, ℓ: a word of one kind of character
_UNIT = (
    r"(?:[一-龠々ヶか]{1,6}|[ァ-ヴー]{1,10}|\d{0,3}(?:kWh?|kw|KW|kg|km|ha|cm|m2|m|a|t|L)(?![A-Za-z])|[ℓ㎡㎥㎞㌶㌃㎏])"
)
_EACH = r"(?:につき|に付き|(?:あ|当)たり|当り|ごとに|毎に)"
# /1人, ／台, / 各年度, /月額, /10a; not 限度額100万円/小規模企業者 2/3
_AFTER = re.compile(rf" ?/ ?(?:[1一各](?!\d) ?)?(?![十百千万億兆])(?P<unit>(?>{_UNIT}))(?!は? ?\d{{1,3}} ?(?:/|分の))")
# what may stand between the unit and the sum: 1人につき最大, 1企業（団体）, 1法人あたり年間
_BETWEEN = r"(?:\([^()\d]{1,8}\))?[、,]? ?(?P<time>年間|月間|年額|月額|日額)?(?:[^\s\d、,。:()/当あ]{0,12}(?<!につき))?[、:]? ?$"
# 1人につき, 1人1時間あたり, 一人につき一日, 1事業所当たり, ㎡当たり
_BEFORE = re.compile(
    rf"(?:(?<![\d第])[1一各] ?(?P<first>{_UNIT}?){_EACH}?[、 ]?)?(?:(?<![\d第])[1一各] ?)(?P<unit>{_UNIT}?){_EACH}{_BETWEEN}"
    rf"|(?<![\d第])[1一各] ?(?P<first2>{_UNIT}?){_EACH}[、 ]?[1一](?P<unit2>[日月年回])(?:間)? ?$"
    rf"|(?P<only>{_UNIT}){_EACH}{_BETWEEN.replace('time', 'time2')}"
    # 1人1万2千円, 1企業 30万円, 月額6,000円: words that are units beyond doubt need no につき
    rf"|(?<![\d第.])[1一] ?(?P<bare>人|名|社|者|件|台|頭|戸|世帯|団体|企業|法人|事業者|事業所|店舗|施設|組合|泊|回|時間|棟|校|園){_BETWEEN.replace('time', 'time3')}"
    r"|(?P<pay>[年月日])額(?:上限|最大|最高|は|:)*[、 ]?$"
)
_HINT = re.compile(r"[1一りきに]|[年月日]額")
_TRIM = re.compile(r"(?:間|額|当たり|あたり|分)$")


def per_before(folded: str, start: int) -> list[str]:
    """Return the units that the words right before a sum name: `1人1時間あたり` → [person, hour]."""
    words = folded[max(0, start - 24) : start]
    if not _HINT.search(words):
        return []
    match = _BEFORE.search(words)
    return [_slug(word) for word in match.groups() if word] if match else []


def per_after(folded: str, end: int) -> tuple[list[str], int]:
    """Return the units after a sum (`/1人`) and where they end."""
    units = []
    for _ in range(2):  # 円/人/月
        match = _AFTER.match(folded, end)
        if not match:
            break
        units.append(_slug(match["unit"]))
        end = match.end()
    return units, end


def _slug(word: str) -> str:
    return _SLUG_BY_WORD.get(word) or _SLUG_BY_WORD.get(_TRIM.sub("", word)) or _TRIM.sub("", word) or word
