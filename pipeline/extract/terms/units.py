"""Per what a sum counts, for how many years, and how it is rounded: ／年度, 1名につき, 最長2年度, 千円未満切り捨て."""

from __future__ import annotations

import re

from pipeline.extract.statements.keywords import MONEY_UNIT

_PER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("household", re.compile(r"世帯|戸")),
    ("person", re.compile(r"[人名]$|労働者|従業員|受講者|対象者|障害者|被保険者|被共済者|者数")),
    ("vehicle", re.compile(r"台$|両$|車両")),
    ("organisation", re.compile(r"団体|法人|組合|連携体|グループ|商店街|商店会|組織|地区|自治会")),
    ("applicant", re.compile(r"社$|企業|事業者|事業主|申請者|農業者|者$|個人|店舗|事業所|申請")),
    (
        "case",
        re.compile(
            r"件|回|開催|事業$|施設|か所|箇所|ヶ所|カ所|品目|受講|製品|商品|種類|棟|案件|プロジェクト|泊|日|月|時間|基|式|ワット|Wh|W|㎡|ha|頭|本|校|講座|枠$|コース"
        ),
    ),
)
# 1企業あたり, 1名につき, 1 企業（団体）, １件当たり, 1農業者(世帯)あたり, 1か所につき; 案件毎
PER_BEFORE = re.compile(
    r"(?:[1１一][\s　]*(?P<one>[^\s　0-9０-９、。:：（(）)]{1,10})(?:[(（](?P<or>[^()（）]{1,6})[)）])?|(?P<each>[^\s　0-9０-９、。:：（(）)のは]{1,8}))"
    r"[\s　]*(?:あたり|当たり|当り|につき|に付き|ごと|毎)(?:の|に)?|[1１一][\s　]*(?P<bare>企業|(?:補助)?対象者|申請者|事業者|団体|法人|社|人|名|台|件|施設|世帯|商店街|店舗|者|事業|個人|回)(?:等)?(?:[(（][^()（）]{1,6}[)）])?[\s　]*(?=[0-9０-９]|年間|最[大高]|上限|限度|下限|$)"
)
# 1年度当たり, 年間, 年額, 単年度, 初年度; 限度額　年30万円
_YEARLY = re.compile(
    r"(?<![0-9０-９])年間(?!総額|合計|計)|年額|単年度|初年度|[1１一]か?年度?(?:あたり|当たり|につき)|(?:会計)?年度(?:あたり|当たり|につき)|毎年度?|年度ごと|年度内(?=[1１一][^0-9０-９])|[0-9０-９・]+年目(?![^、。0-9０-９]{0,6}月額)|各年度|(?<![0-9０-９一二三四五六七八九十数本翌昨同今前来周少元初])年[\s　]*$"
)
# ／年度, /会計年度; ／団体, /1件; 1企業の場合
_A_YEAR_EACH = re.compile(r"[/／][\s　]*[1１一]?[\s　]*(?:年|会計年度)")
_UNIT = re.compile(r"[/／][\s　]*[0-9０-９]?[\s　]*(?P<unit>[^\s　/／0-9０-９()（）、。]{1,12})")
# 20万円×人数, 5万円×導入台数
_TIMES = re.compile(r"[×xX][\s　]*(?P<unit>[^\s　0-9０-９×()（）、。]{1,9})数")
# 最長2年度, 最長 7 年間, 累計3年度まで, 最大3年間; (単年度)
_YEARS = re.compile(
    r"(?:最長|最大|累計|通算|合計)[\s　]*(?P<years>[0-9０-９]{1,2})[\s　]*(?:か|ヵ|ヶ|箇)?年(?:度|間)?|(?P<in>[2-9２-９])[\s　]*(?:か|ヵ|ヶ|箇)?年(?:間|度)?で|^(?P<only>[0-9０-９]{1,2})[\s　]*(?:か|ヵ|ヶ|箇)?年(?:間|度)$|(?P<single>単年度)"
)
# 千円未満切り捨て, 1,000円未満の端数は切捨て, 百円未満切捨
ROUNDING = re.compile(
    r"(?:[0-9０-９,，]*[千百十万]?円)(?:未満|以下)[^、。()（）]{0,8}?(?:切り?捨て?|切り上げ|四捨五入)"
)
_BARE_NUMBER = re.compile(r"(?:[^:：]*[)）][\s　]*[:：][\s　]*)?[0-9０-９][0-9０-９,，]*")


def per_of(*texts: str) -> str | None:
    """Per what a sum counts: ／年度 and 年間 before 1企業あたり before 件; None where nothing is said."""
    if any(_YEARLY.search(text) or _A_YEAR_EACH.match(text) for text in texts):
        return "fiscal_year"
    for text in texts:
        if match := PER_BEFORE.search(text):
            unit = match.group("or") or match.group("one") or match.group("each") or match.group("bare")
            if kind := unit_kind(unit):
                return kind
        if (match := _UNIT.search(text) or _TIMES.search(text)) and (kind := unit_kind(match.group("unit"))):
            return kind
    return None


def unit_kind(unit: str) -> str | None:
    """名 → person, 企業 → applicant, 台 → vehicle, 件 → case …; None where the unit is unknown."""
    if "年" in unit:
        return "fiscal_year"
    return next((kind for kind, pattern in _PER if pattern.search(unit)), None)


def years_of(*texts: str) -> int | None:
    """最長2年度 → 2, 単年度 → 1, 累計3年度まで → 3."""
    for text in texts:
        if match := _YEARS.search(text):
            return 1 if match.group("single") else int(match.group("years") or match.group("in") or match.group("only"))
    return None


def unit_in(label: str) -> str:
    """The unit of money that a label names for bare numbers: 補助上限額（単位：千円） → 千円; empty where it names none."""
    match = MONEY_UNIT.search(label)
    return match["unit"] if match else ""


def with_unit(text: str, unit: str) -> str:
    """A bare number with the unit of its label behind it: 1,500 → 1,500千円; other words as they are."""
    return text + unit if _BARE_NUMBER.fullmatch(text) else text
