"""What a sum's own tail, brackets and words say it is."""

from __future__ import annotations

import re

from pipeline.extract.statements import Statement
from pipeline.extract.statements.keywords import kind_of
from pipeline.extract.terms.binder import COUNT, Reading
from pipeline.extract.terms.other import CAP_TAIL, LOWER_OF, is_not_reached
from pipeline.records import Amount

CAP_LATER = re.compile(r"上限|限度|最大")
# 補助率：太陽光 3万円/kW: a price where a rate is asked for
PRICED = re.compile(r"^[/／](?!上限|下限|限度|補助|助成)")
# 最長 2 年度 400 万円: the sum of all years
_ALL_YEARS = re.compile(
    r"(?:最長|最大|累計|通算)[\s　]*[0-9０-９]{1,2}[\s　]*(?:か|ヵ|ヶ|箇)?年(?:度|間)?(?:で|の)?[\s　]*$|[2-9２-９][\s　]*(?:か|ヵ|ヶ|箇)?年(?:度|間)?で[\s　]*$"
)
# 条件を満たす場合は限度額に加算（＋100万円）
_PLUS = re.compile(r"[＋+][\s　]*$")
_ADDED = re.compile(
    r"^[\s　]?[^。\s　＋+]{0,8}?(?:加算|上乗せ|増額|(?<![にへで])引き?上げ(?!る[一-龥])|嵩上げ|かさ上げ)(?![:：])"
)
# 上限額は、新築の場合、; 改築の場合、
_TOPIC_OF_CASES = re.compile(r"^(?P<topic>[^、。]{2,16}?)は[、,]?.*(?:場合|とき)(?:に|は)*[、,\s]*$")
# what is paid as it is, even under ■補助上限額: 一律10万円; 補助金額は1件20万円 says there only how far it goes
_FIXED = re.compile(r"定額|一律|単価|奨励金|一時金|加算")
# 経費に最大1千万円を補助する
_AT_MOST = re.compile(r"最[大高](?:で)?[\s　]*$")
# 20万円（下限）~50万円（上限）, 支給額50万円（最大）
_BOUND_ASIDE = re.compile(r"(?:補助)?(?:上限|下限|限度)額?|最[大高](?:時|額)?")
# 40万円の上限額があります, 50万円の限度を設けます, 50万円を交付額の上限とします, 50万円を補助金の上限額とします
_BOUND_BEHIND = re.compile(
    r"^の(?:補助)?(?:上限|限度)額?(?:が|を設|で)|^を(?:補助|助成|交付|支給)金?額?の(?:上限|限度)"
)
# 100万円だった上限額を150万円に引き上げた
_BOUND_MOVED = re.compile(r"(?:上限|限度)額?を$")
# 1事業者につき5人（100万円）を限度とします
_LIMITS = re.compile(r"[\s　]*[)）](?:まで)?を(?:上限|限度)")


def stated(reading: Reading, statement: Statement) -> str | None:
    """What the sum's own tail and words say; `addon` is for _refined to settle."""
    bound, words = reading.bound, reading.words
    value = bound.value
    assert isinstance(value, Amount)
    if value.is_unlimited:
        return "cap" if words.kind in (None, "cap", "rate", "grant") else None
    said = next((match.group() for aside in bound.asides if (match := _BOUND_ASIDE.fullmatch(aside.strip()))), "")
    if "下限" in bound.after + said or words.kind == "floor" or is_not_reached(bound):
        return "floor"
    if _BOUND_MOVED.search(bound.before) and bound.rest.startswith(("に", "へ")):
        return "cap"
    if (
        "addon" in (words.kind, kind_of(bound.holder[-8:]))
        or _ADDED.match(bound.after + bound.rest)
        or _PLUS.search(bound.before)
    ):
        return "addon"
    # 5,000円/m（上限15万円）又は…のいずれか低い額, 面積に2,000円を乗じて得た額または…のいずれか低い額
    is_price = any(CAP_LATER.search(aside) for aside in bound.asides) or (bound.after + bound.rest).startswith("を乗じ")
    if words.kind is None and _AT_MOST.search(bound.before):
        return "cap"
    if words.kind is None and PRICED.match(bound.after) and any(CAP_LATER.match(aside) for aside in bound.asides):
        return "grant"  # 太陽光発電設備：7万円/kW（上限35万円）
    if (
        said
        or _BOUND_BEHIND.match(bound.rest)
        or CAP_TAIL.search(bound.after)
        or (LOWER_OF.search(bound.after + bound.rest) and not is_price)
    ):
        return "cap"
    if "以下" in bound.after:
        return "cap" if words.kind in ("cap", "grant") else None
    if carries_years(bound.before) and words.kind is None and bound.host is None:
        return "cap"
    if words.kind is None and bound.host is None and (held := kind_of(bound.holder[-12:])) in ("cap", "floor"):
        return held  # 補助上限額（50万円）
    if COUNT.search(bound.holder) and _LIMITS.match(statement.text, bound.end):
        return "cap"
    if words.kind in (None, "rate"):  # 補助金額は、1台あたり3万円
        topic = _TOPIC_OF_CASES.match(bound.lead)
        named = kind_of(topic.group("topic") if topic else bound.lead[-12:])
        return named if named in ("cap", "floor", "grant") else None
    if words.kind == "grant" and statement.kinds == {"cap"} and not _FIXED.search(bound.before):
        return "cap"
    return words.kind


def carries_years(before: str) -> bool:
    """Whether the words right before a sum count several years: 最長 2 年度 400 万円."""
    return bool(_ALL_YEARS.search(before))
