"""Which of the sums that a statement quotes bound or fix the help, and how."""

from __future__ import annotations

import re
from dataclasses import asdict

from pipeline.extract.labels import bare_label
from pipeline.extract.statements import Statement
from pipeline.extract.statements.keywords import TOTAL_WORD, kinds_of
from pipeline.extract.terms.binder import RANGE, Reading, Seen, Speaking, host_of, printed
from pipeline.extract.terms.clauses import Binding
from pipeline.extract.terms.other import condition_kind, is_other_sum, is_upper_end
from pipeline.extract.terms.stated import CAP_LATER, PRICED, carries_years, stated
from pipeline.extract.terms.units import PER_BEFORE, ROUNDING, per_of, years_of
from pipeline.folding import single_spaced
from pipeline.normalize.applicants import applicant_class
from pipeline.records import Amount, Rate
from pipeline.rows import AmountRow

_HELPS = re.compile(r"^[^。]{0,10}?(?:補助|助成|交付|支給|支援|給付|奨励|贈呈|進呈)")
# 1人当たり5万円、1事業所につき最大50万円を支給する
_HELPS_LATER = re.compile(r"^[^。]{0,40}?(?:補助|助成|交付|支給|給付)")
# 補助対象経費の下限額, 対象経費の上限額は: a bound of the costs, not of the help
_OF_COST = re.compile(r"(?:経費|費用|事業費|取得価?額|投資額)の?(?:総額の?|合計の?)?(?:上限|下限|限度)")
# 融資限度額 2,000万円: how much is lent, not given
_OF_LOAN = re.compile(r"(?:融資|貸付|借入)(?:対象)?(?:金|額)?の?(?:限度|上限)")
# 1泊の場合は3万円、2泊の場合は4万円を上限に補助対象経費とする
_BOUND_OF_COSTS = re.compile(r"[^。()（）]{0,24}?を上限(?:に|として)(?:補助|助成)?対象経費と(?:する|し)")
# 補助対象経費の上限 ⏎ 月額 65,000円
_COST_BOUND = re.compile(r"(?:補助|助成)?対象(?:経費|費用|事業費)の?(?:上限|下限|限度)額?")
# 世帯の場合は100万円、単身の場合は60万円を支給する: the verb of the last is of them all
_HELPS_ALL = re.compile(
    r"^(?:[、,][^、。()（）0-9０-９円]{1,20}?は[0-9０-９,，.]+[万千億]*円){1,4}を?(?:補助|助成|交付|支給|支援|給付)"
)
# （1）制度導入助成　25万円, all there is on a line under 助成内容
_BARE = re.compile(r"^[^。、:：]{0,24}[\s　:：][0-9０-９,，.．]+[万千億]*円[\s　]*(?:[(（][^()（）]*[)）])?$")
# なし(大規模案件も対象), 設けない, 無制限
_NONE = re.compile(r"^[\s　・]*(?:特に)?(?:な[しく]|無し|設けな|設けませ|無制限|定めな|ありませ)")
# 年齢に応じて25,000円、30,000円: sums in a cap's bracket that are paid as they are
_ACCORDING = re.compile(r"応じ")
# 国内10万円、海外20万円が上限: the tail of the last is of them all
_SHARED_TAIL = re.compile(
    r"^(?:[、,](?:(?!最[大高]|総額|合計|全体)[^、。()（）]){0,14}?(?:(?:あって|つい|場合)[にて]?は[、,])?[0-9０-９,，.]+[万千億]*円){1,4}(?:まで)?(?:[をが](?:上限|限度)|上限[)）])"
)
# 1kW当たり5万円　上限500万円: a price of what is counted, with the cap behind it
_PER_MEASURE = re.compile(
    r"(?:[kKｋMm]?[WＷw]h?|キロワット(?:アワー)?|㎡|㎥|平方メートル|立方メートル|メートル|ha|ヘクタール|アール|kg|トン|リットル)[\s　]*(?:あたり|当たり|当り|につき)[\s　]*$"
)
_IN_CASE = re.compile(r"^[^。]*(?:場合|とき)(?:に|は)*[、,\s]*$")
# その額が3,000万円を超えるときは、3,000万円とする
_EXCEEDED = re.compile(r"超え(?:る|た)(?:とき|場合)(?:に)?は?[、,\s　]*$")
_BECOMES = re.compile(r"^[\s　]*(?:と(?:する|します|なる|なります)|を(?:交付|補助|支給)|[)）])")
# 上限50万円。商工会員は70万円。
_OF_CASE = re.compile(r"^(?:[^。、:：0-9０-９]{2,16}|[^。、:：0-9０-９]{2,40}(?:場合|とき))は$")
# （ただし、機器だけの場合は20万円以上200万円以下とする）
_CEILING = re.compile(r"以下|以内|まで")
# 250万円（対象経費の2分の1以内）
_UP_TO_SHARE = re.compile(r"(?:分の[0-9０-９]+|[/／][0-9０-９]+|[0-9０-９][％%割])以内")
_FLOOR_ASIDE = re.compile(r"[\s　]*(?:補助)?下限")


def amount_fact(
    reading: Reading, before: list[Seen], who: Speaking, statement: Statement, carried: AmountRow | None
) -> AmountRow | None:
    """A bound sum → an amount of the contract, or None where it neither bounds nor fixes the help.

    `carried` is the amount of the statement before, whose kind ただし and ※ lines go on about.
    """
    value = reading.bound.value
    assert isinstance(value, Amount)
    kind = condition_kind(reading, statement) or _kind(reading, before, statement, carried)
    if kind is None or value.yen == 0:  # 最大50 0万円: a number torn in two
        return None
    bound = reading.bound
    asides = [aside for aside in bound.asides[:1] if "円" not in aside]  # 1人1万円（年間20万円まで）: a sum of its own
    per = per_of(bound.after, bound.before, bound.holder, bound.lead, *asides) or _per_around(
        reading, before, statement, kind
    )
    if kind in ("min_cost", "threshold"):
        per = None
    years = years_of(*bound.asides, bound.after, bound.before, bound.rest)
    if kind == "total_cap":
        years = years_of(bound.before, bound.lead)
        per = None if per == "fiscal_year" else per
    if carried is not None and statement.continues and per is None and kind == carried.kind:
        per = carried.per
    return AmountRow(
        **asdict(who),
        kind=kind,
        yen=value.yen,
        is_unlimited=value.is_unlimited,
        per=per,
        max_years=years,
        rounding=rounding_of(statement.text),
        amount_text=printed(statement, reading),
        locator=statement.locator,
    )


def unlimited_fact(statement: Statement) -> AmountRow | None:
    """補助上限額:なし, where the label alone says of what: a cap without yen."""
    if "cap" not in statement.kinds or not _NONE.match(statement.text.rpartition("：")[2].rpartition(":")[2]):
        return None
    return AmountRow(
        course=statement.course or None,
        kind="cap",
        is_unlimited=True,
        amount_text=single_spaced(f"{statement.label_text}：{statement.text}"),
        locator=statement.locator,
    )


def rounding_of(text: str) -> str | None:
    """千円未満の端数は切り捨て as printed, or None."""
    match = ROUNDING.search(text)
    return single_spaced(match.group()) if match else None


def _kind(reading: Reading, before: list[Seen], statement: Statement, carried: AmountRow | None) -> str | None:
    """The kind of a sum that is no condition: its own words, its bracket, its neighbour, its label, the line before."""
    host = host_of(reading, before)
    if host is not None and host.kind == "min_cost" and _is_least_too(reading):
        return host.kind
    if is_other_sum(reading, statement):
        return None
    if _BOUND_OF_COSTS.match(statement.text, reading.bound.value.span[1]):
        return "threshold"
    kind = stated(reading, statement)
    hosted = host is not None and isinstance(host.value, Amount)
    if (kind is None or (kind == "grant" and reading.words.kind is None)) and _SHARED_TAIL.match(reading.bound.rest):
        kind = "cap"
    if kind is None:
        kind = _neighbour(reading, before)
    is_priced = kind == "grant" and before and _PER_MEASURE.search(before[-1].reading.bound.before)
    if is_priced and reading.words.kind is None and "cap" in statement.kinds:
        kind = "cap"  # 補助額・上限額　1kWあたり2万円　8万円
    if hosted and host is not None and kind in (None, "grant"):
        is_paid = kind == "grant" and reading.words.kind is None
        kind = "grant" if is_paid or _ACCORDING.search(reading.bound.before) else host.kind
        if kind is None and reading.words.kind is None:
            return None  # 投資額が2,000万円（小規模企業者は300万円）以上であること
    exceeded = _EXCEEDED.search(statement.text[: reading.bound.start])
    if kind is None and exceeded and _BECOMES.match(reading.bound.rest):
        kind = "cap"
    if kind is None and before and _bounds_like(reading, before):
        kind = "cap"
    goes_on = statement.standing == "terms" or bool(_CEILING.search(reading.bound.after))
    if kind is None and statement.continues and carried is not None and goes_on:
        kind = "cap" if carried.kind == "total_cap" else carried.kind
    if kind is None:
        kind = _labelled(statement, reading.bound.after + reading.bound.rest, reading.words.per)
    if (
        kind == "floor"
        and reading.words.kind is None
        and (reading.bound.joint in RANGE or "以下" in reading.bound.after or is_upper_end(reading, statement))
    ):
        kind = "cap"  # 6,000万円超～1億円, 100万円以上500万円以下, 5万円以上150万円未満
    is_of_rate = kind == "grant" or (kind is None and "rate" in statement.kinds and not reading.bound.rest.strip())
    if is_of_rate and reading.words.kind is None and _follows_rate(reading, before):
        kind = "cap"  # 補助金額・補助率: 新商品開発 2/3以内 100万円
    return _refined(kind, reading, host, statement) if kind else None


def _is_least_too(reading: Reading) -> bool:
    """総額が5,000万円以上（中小企業は2,000万円以上）, 1億円（中小企業にあっては3,000万円）以上."""
    is_bare = not reading.bound.after and reading.words.kind is None and applicant_class(reading.subject) is not None
    return is_bare or "以上" in reading.bound.after


def _bounds_like(reading: Reading, before: list[Seen]) -> bool:
    """The upper end of 補助額25万円～100万円, and 100万円 in 補助率と上限額は、商品開発が2分の1・100万円."""
    last = before[-1].reading
    if reading.words.kind is not None or reading.bound.sentence != last.bound.sentence:
        return False
    if reading.bound.joint in RANGE:
        return last.words.kind in ("cap", "grant")
    topics = (
        kinds_of(seen.reading.bound.lead) for seen in before if seen.reading.bound.sentence == last.bound.sentence
    )
    return before[-1].kind == "rate" and any("cap" in topic for topic in topics)


def _follows_rate(reading: Reading, before: list[Seen]) -> bool:
    last = before[-1] if before else None
    return last is not None and last.kind == "rate" and last.reading.bound.sentence == reading.bound.sentence


def _neighbour(reading: Reading, before: list[Seen]) -> str | None:
    """The kind of the sum before it in the same sentence: 15,000円、20,000円; 200万円若しくは500万円."""
    bound = reading.bound
    for seen in reversed(before):
        other = seen.reading.bound
        if (
            other.sentence == bound.sentence
            and other.host is bound.host
            and isinstance(other.value, Amount)
            and seen.kind
        ):
            return seen.kind if seen.kind != "total_cap" else "cap"
    last = next((seen for seen in reversed(before) if seen.reading.bound.host is None), None)
    if last is not None and last.kind in ("cap", "grant") and last.reading.bound.sentence + 1 == bound.sentence:
        own = PER_BEFORE.sub("", bound.before).strip()
        is_bare = not bound.rest.strip() and (_OF_CASE.match(own) if own else _IN_CASE.match(bound.lead))
        return last.kind if is_bare else None  # 上限額は、新築の場合、50万円。改築の場合、30万円。
    return None


def _labelled(statement: Statement, behind: str, per: str | None) -> str | None:
    """What the label makes of a bare sum."""
    kinds = statement.kinds
    if statement.standing == "terms":
        if "以下" in behind[:4] and kinds & {"cap", "grant"}:
            return "cap"
        stated = next((kind for kind in ("cap", "floor", "addon", "grant") if kind in kinds), None)
        if stated:
            return stated
    is_price = per in ("person", "household", "vehicle", "case")  # 助成内容: 新規雇用 1人につき30万円、限度額600万円
    if statement.label == "terms" and not kinds and (is_price or _BARE.match(statement.text)):
        return "grant"
    if kinds == {"rate"} and (is_price or PRICED.match(behind)):
        return "grant"
    is_paid = _HELPS.match(behind) or _HELPS_ALL.match(behind) or (per and _HELPS_LATER.match(behind))
    return "grant" if statement.standing != "closed" and is_paid else None


def _refined(kind: str, reading: Reading, host: Seen | None, statement: Statement) -> str:
    bound = reading.bound
    heads = " ".join((statement.label_text, *statement.subjects))
    if kind == "addon" or (kind == "cap" and "加算" in heads + reading.subject):
        return "addon_cap"
    if kind == "cap" and host is not None and host.kind in ("threshold", "addon_cap"):
        # 対象事業費上限1,000万円（併用する場合は上限500万円）, 60万円を加算（5％以上の場合は最大240万円）
        return host.kind
    if kind == "cap":
        is_price = _PER_MEASURE.search(bound.before) and (
            "grant" in statement.kinds or CAP_LATER.search("".join(bound.asides) + statement.text[bound.end :])
        )
        is_each = reading.words.per and any(CAP_LATER.match(aside) and "円" in aside for aside in bound.asides)
        if reading.words.kind != "cap" and (is_price or is_each):
            return "grant"  # 1kW当たり5万円　上限500万円, 1人につき30万円（上限300万円）
        if carries_years(bound.before):
            return "total_cap"
        if any(TOTAL_WORD.search(words) for words in (bound.before, bound.lead[-12:], reading.subject)):
            return "total_cap"
    if kind == "cap" and _OF_LOAN.search(bound.before if reading.words.kind else statement.label_text):
        return "threshold"
    if kind in ("cap", "floor") and (
        _OF_COST.search(bound.before)
        or (reading.words.kind is None and _COST_BOUND.fullmatch(bare_label(statement.label_text)))
    ):
        return "min_cost" if kind == "floor" else "threshold"
    if kind == "grant" and reading.words.kind is None and any(_UP_TO_SHARE.search(aside) for aside in bound.asides):
        return "cap"
    if kind == "grant" and (_is_bound(bound, host) or any(_FLOOR_ASIDE.match(aside) for aside in bound.asides)):
        return "cap"  # 2分の1(500万円), 10万円～50万円, 200万円（下限20万円）
    return kind


def _is_bound(bound: Binding, host: Seen | None) -> bool:
    """Whether a bare sum bounds a share (in its bracket) or a range (as its upper end); 定額（10万円） is paid as it is."""
    if host is None:
        return bound.joint in RANGE
    return isinstance(host.value, Rate) and host.value.numerator is not None


def _per_around(reading: Reading, before: list[Seen], statement: Statement, kind: str) -> str | None:
    """1名につき受験手数料3千円まで、対策講座受講料1万円まで: the unit before holds on; else the label's own (1回あたり)."""
    host = host_of(reading, before)
    if host is not None and isinstance(host.value, Amount):
        if (host.kind, kind) in (("grant", "cap"), ("addon_cap", "addon_cap")) and reading.words.kind != "addon":
            return None  # 1kWあたり5万円（上限50万円）, 5万円×人数（上限50万円）, 1台につき2万円を加算（上限20万円）
        return per_of(host.reading.bound.after, host.reading.bound.before) or per_of(statement.label_text)
    for seen in reversed(before):
        other = seen.reading
        same = other.bound.sentence == reading.bound.sentence and other.bound.group == reading.bound.group
        if same and isinstance(seen.value, Amount):
            is_alike = other.words.kind in (None, reading.words.kind) or reading.words.kind is None
            is_price = seen.kind == "grant" and kind == "cap"  # 1kW当たり5万円、上限500万円
            return other.words.per or per_of(statement.label_text) if is_alike and not is_price else None
    return per_of(statement.label_text)
