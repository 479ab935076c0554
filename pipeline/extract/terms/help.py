"""Whether a share that a statement quotes is a rate of help, or is quoted for another reason."""

from __future__ import annotations

import re

from pipeline.extract.statements import Statement
from pipeline.extract.statements.keywords import kind_of, kinds_of
from pipeline.extract.terms.binder import RANGE, Reading, Seen
from pipeline.extract.terms.clauses import Binding
from pipeline.extract.terms.other import is_former, is_given_by_state
from pipeline.records import Amount, Rate

# shares of something else: 賃上げ1.5%, 経費総額の5割以内 (外注), 議決権の1/2, 年率5%, 県分と合わせて3/4, 上記の半額
_OTHER_SHARE = re.compile(
    r"賃上げ(?!要件|枠|特例|加算|達成|申請|に取り|を行|を実施|した|する|の場合|企業|事業)|賃金(?!相当|引き?上げ(?:枠|特例|要件))|給与|付加価値|売上|利益|出資|株式|議決権|所有|保有|床面積|面積|年率|年利|金利|融資利率|貸付利率|消費税率?[\s　]*$|税率|(?:外注|委託)(?!(?:費用?|料)等?(?:の|[\s　:：]+(?:(?:補助|助成)?対象(?:経費|費用)の)?)[\s　]*$)|合わせ|併せ|合計して|"
    r"上記の|受給した|採択率|加入率|従業員(?!に|へ|等に|が負担)|割引|値引|減少|増加|前年|自己資金|自己負担率|負担割合|過半|持分|構成|成長率|伸び率|達成(?!で|した|の場合|時|すれば|する場合)|割合で|以内に限|出席|延滞|違約|加算金|別途"
)
# ※県の補助は総事業費の最大3/4を超えない範囲: how far all help together may go
_OF_ALL_HELP = re.compile(r"総(?:事業費|経費|額)の?[\s　]*(?:最大)?[\s　]*$")
# 機械装置の費用は補助対象経費全体の3分の2以内とします, ※「広報費」は、…: how much of all costs one of them may be
_PART_OF_COSTS = re.compile(
    r"(?:費|費用|経費)」?は、?(?:補助|助成)?対象(?:経費|費用|事業費)の?(?:全体|総額|合計額?)の$"
)
# 原材料費、外注加工費（総事業費の1/2以内）
_COST_GIVEN_AWAY = re.compile(r"(?:外注|委託)[^、（）()]{0,6}費等?$")
# 国の補助率が50%以下であれば, 実績額の2%を事務費として控除, 代金の2分の1を割り引くもの, 取得価額の7％の税額控除
_NO_RATE_BEHIND = re.compile(
    r"^(?:以下|以内)?(?:であれば|であること|の補助事業)|^を[^、。]{0,12}として控除|^を割り?引|^の(?:他|別|ほか)の(?:補助|助成)|^(?:相当額?)?[をの][^。、]{0,6}(?:税額控除|特別償却|即時償却)"
)
# 通常の補助率3分の1から3分の2へ引き上げました: what it was
_RAISED = re.compile(
    r"^(?:以内)?から[^、。]{2,14}?(?:以内)?(?:へと?|に)(?:、[^。]{2,30}?)?(?:引き?上げ|引き?下げ|拡充|拡大|変更|改定|改正|見直)"
)
# 前年度から増加した肥料費の7割
_GROWN = re.compile(r"[^、。]{0,12}(?:増加|上昇|高騰)した(?=[^、。]{1,12}(?:費|料金?|代|経費|費用)の$)")
# 対象経費を1/2後、千円未満を切り捨て: how to reckon
_RECKONING = re.compile(r"(?:に?した)?後[、。]")
# 事業者負担（施設の負担割合）：4分の1
_BURDEN = re.compile(r"(?:事業者|施設|利用者|申請者|自己|本人)の?負担(?:割合|率)?[^、。]{0,3}[\s　:：はが]+$")
# 2/3以内（1/3は自己負担）, 1/2は組合が自己負担
_BORNE = re.compile(r"[はが](?:[^、。はが]{1,10}が)?(?:自己|事業者|申請者|本人|利用者|「[^「」]{1,12}者」)の?負担")
# 事務費の限度額は交付決定額の1/3: a part of the help itself
_OF_HELP = re.compile(r"(?:(?:交付|決定|確定|申請){2}|補助金|助成金)額$")
# 本人4分の1 国・県4分の3
_OWN_SHARE = re.compile(r"(?:本人|自己|事業者)[\s　:：]*$")
_PUBLIC_NEXT = re.compile(r"[\s　、・]*(?:国|県|都|道|府|市|町|村)")
# the tail of a condition, not of a rate: 20%以上の変更, 50％以上減少
_CONDITION_TAIL = re.compile(r"以上|超(?!えない)|未満|のうち$")
# 補助率を5％加算, 補助率を10％引き上げ: by how much, not to what
_STEP_UP = re.compile(r"^を?(?:加算|上乗せ|引き?上げ)")
# 国1/2+県1/4 and 国 1/2、県 1/4 in a bracket explain the rate in front of it
_SHARE_OF_PAYER = re.compile(
    r"^[\s　(（+＋]*(?:うち|内)?(?:国|県|都|道|府|市|町|村|市町村?|県分|国費|県費)(?:の?負担分?)?[\s　:：はが]*$"
)
# … を補助, … を乗じて得た額, … に相当する額を交付, … を軽減
_HELPS = re.compile(r"^.{0,24}?(?:補助|助成|交付|支援し|支給|給付|補給|上乗せ|軽減|乗じ|減免|補填|免除)")
# 改修費等を3分の2・上限100万円, 事業費の2分の1以内、1団体50万円を上限とする
_BOUNDED = re.compile(r"^[^。]{0,20}?(?:上限|限度|最大|最高)|^かつ[0-9０-９,，]+[万千]*円(?:以内|まで)")
# 小規模 2/3、その他の中小企業者 1/2（いずれも上限50万円）
_CAPPED_TOO = re.compile(r"^(?:以内)?、[^。、]{2,24}[(（]いずれも(?:上限|限度|最大)")
# 設置費の4分の1（上限10万円）, （「40万円」と「人数×2万円」のいずれか低い方が上限）
_CAPPED = re.compile(r"^[^。]{0,60}(?:が|を)(?:上限|限度)")
# 2分の1を補助する。ただし、女性や若者の場合は3分の2以内
_BUT = re.compile(r"^[\s　]*(?:ただし|但し|なお)")
# 2分の1を補助する, 2分の1を支援, 3分の1に軽減; 助成対象事業費の3分の2以内の額
_PAYS = re.compile(
    r"^に(?:軽減|減額|減免)|^(?:以内)?(?:の額)?を?(?:[市町村県区国都府]が)?(?:補助|助成|交付|支給|支援)|^が(?:補助|助成|支給)され"
)
# 3分の2の高い補助率とした
_AS_RATE = re.compile(r"^(?:以内)?の[^、。0-9０-９]{0,8}?(?:補助|助成)率")
_TARGET = re.compile(r"(?:補助|助成)対象|対象経費|対象費用")
# 利率：年1.2%, 融資利率 1.5% are what the borrower pays
_LOAN = re.compile(r"(?:利率|金利|年利|年)[\s　:：は]*年?[\s　]*$")
# 保証割合：借入債務の100％, 自己負担率を1/4に, 4分の3（事業者負担4分の1）
_OTHER_RATE = re.compile(
    r"保証(?:率|割合)|負担割合|料率|採択率|普及率|(?:自己|本人|事業者|利用者|申請者)負担(?!額|分|金|した|する)"
)
# 国1/2、県1/4（合計3/4）
_SUM_OF_PAYERS = re.compile(r"合計|計[\s　]*[0-9０-９]")
# 定額, 定額 100千円以内
_NO_MORE = re.compile(
    r"[\s　]*(?:[(（]?(?:上限)?[\s　]*[0-9０-９,，]+[億万千百]*円(?:以内|まで|を?上限|以下)?[)）]?)?[\s　]*"
)
# 定額, ・定額, 委託費　定額
_NAME_BEFORE = re.compile(r"[\s　・○●-]*(?:[^\s　、。:：0-9０-９]{1,30}[\s　:：]+)?")
# 400万円まで定額、400万円を超える部分は1/2
_UP_TO_SUM = re.compile(r"円までは?$")
# 定額補助
_FLAT_HELP = re.compile(r"^(?:定額)?[\s　]*(?:補助|助成|交付)")
# who or when, in front of the share: 客席面積が100㎡以下の場合：9/10以内, 床面積500㎡以上の店舗は1/5, 賃上げ要件を満たす事業者は2/3
_CASE = re.compile(
    r"場合|とき|[:：]|(?:以上|以下|未満|超|超える)の[^、。0-9０-９]{1,12}は|(?:者|企業|枠|型|団体|法人|コース|タイプ|事業|地域)(?:等)?は"
)
# 補助率（3/4）を乗じた額: the words right before a bracket
_NAMES_RATE = re.compile(r"(?:補助|助成)(?:率|割合)[\s　]*$")
# 以内、最大10億円: a share as far as which help goes, with its sum
_UP_TO = re.compile(r"^(?:以内|以下|まで)")
# 3分の2以内, （4分の3以内）: all there is on a line, whatever column's label stands above
_ALONE = re.compile(r"[\s　]*[(（]?[0-9０-９/／分の.％%割]{2,9}以[内下][)）]?[\s　]*")
_COSTS = re.compile(r"(?:経費|事業費|費用)(?:の一部)?$")
# 取得額, 購入費, 受講料, 家賃: what is paid for
_PRICE = re.compile(r"(?:経費|費用?|料金?|代金?|家賃|(?:取得|購入|導入)(?:価格|額))(?:等|の一部)?$")
# 経費の一部を補助（1/2以内、上限30万円）
_COSTS_HELPED = re.compile(r"(?:経費|事業費|費用)(?:の一部)?を(?:補助|助成|支援)(?:します|する)?$")
# 固定資産税相当額を3年間交付します（1年目50％、2年目30％）
_YEARS_PAID = re.compile(r"額を[^、。]{0,8}(?:交付|補助|助成|支給)(?:します|する)?$")
_YEAR = re.compile(r"[0-9０-９]年(?:目|度目)は?[\s　]*$")
# （１）研修事業　, ・機械・施設の導入：
_ITEM = re.compile(r"[\s　]*(?:[(（][0-9０-９]{1,2}[)）]|[①-⑳・○●])[^、。:：()（）]{2,24}[\s　:：]+")
_MARKS = re.compile(r"[:：⇒→➡]")
_THAT_IS = re.compile(r"[\s　]*(?:と(?:します|する)|です)?[\s　]*")
# 投下固定資産総額100分の20以内: a base without its particle
_OF_BASE = re.compile(r"(?:投下固定資産|対象経費|工事費|購入費|設置費|取得費)(?:総?額|の総額)?$")
_LIMIT = re.compile(r"(?:補助|助成)?(?:限度|上限)額")


def is_help(reading: Reading, before: list[Seen], statement: Statement) -> bool:
    """Whether a bound share says how far help goes; `before` holds what its statement states in front of it."""
    value = reading.bound.value
    assert isinstance(value, Rate)
    if (
        _is_condition(reading.bound)
        or is_former(reading.bound)
        or is_given_by_state(reading, statement)
        or _is_of_something_else(reading, before, statement)
        or _is_payers(reading, before, statement)
        or _is_said_again(reading.bound, value)
        or _is_of_a_loan(reading, before, statement)
    ):
        return False
    if value.numerator is None:
        return _is_flat_help(reading, statement)
    if named := _named_rate(reading, before, statement):
        return named == "rate"
    if statement.standing == "terms":
        return _is_help_among_terms(reading, before, statement)
    if statement.standing == "closed":  # under 対象事業: 補助対象経費の2分の1。限度額30万円; （１）研修事業　１／２以内
        behind = statement.text[reading.bound.end :]
        is_item = statement.label == "eligible_projects" and _is_item(reading, statement)
        return is_item or (bool(_TARGET.search(reading.words.base)) and _LIMIT.search(behind) is not None)
    return _is_help_in_running_text(reading, before, statement)


def is_raised(before: list[Seen]) -> bool:
    """Whether the value before this one is the rate that it replaces: 2分の1から3分の2に引き上げて."""
    last = before[-1].reading.bound if before else None
    return last is not None and isinstance(last.value, Rate) and _RAISED.match(last.after + last.rest) is not None


def part_of(before: list[Seen], start: int) -> Reading | None:
    """1.1%のうち 0.5%: the share in front, of which this one is a part."""
    last = before[-1].reading if before else None
    return last if last is not None and last.bound.after.endswith("のうち") and last.bound.end <= start else None


def _is_condition(bound: Binding) -> bool:
    """20%以上の変更, 20%を控除, 補助率を5%加算."""
    is_step = bound.before.endswith("率を") and _STEP_UP.match(bound.after + bound.rest)
    return bool(_CONDITION_TAIL.search(bound.after) or is_step) or bound.after.startswith("控除")


def _is_of_something_else(reading: Reading, before: list[Seen], statement: Statement) -> bool:
    """A share of wages, of the help itself, what the rate was, how to reckon it, how far all help together goes."""
    bound, words = reading.bound, reading.words
    own = _own_words(bound)
    if any(other.match(bound.after + bound.rest) for other in (_RAISED, _RECKONING, _NO_RATE_BEHIND)):
        return True
    if _PART_OF_COSTS.search(bound.lead + bound.before) or (words.base and _COST_GIVEN_AWAY.search(bound.holder)):
        return True
    if words.kind != "rate" and (
        (part_of(before, bound.start) is None and _OTHER_SHARE.search(own))
        or any(_OTHER_RATE.search(said) for said in (bound.before, *statement.subjects[-1:]))
    ):
        return True
    if _OTHER_RATE.search(statement.label_text) and not _HELPS.match(bound.after + bound.rest):
        return True  # ■保証料率　0.45％～1.90％
    if (words.kind == "cap" or "上限" in bound.after) and _OF_HELP.search(words.base):
        return True
    if not _OF_ALL_HELP.search(bound.before):
        return False
    bounds_all = bound.host is not None and isinstance(bound.host.value, Rate) and bound.host.value.share == 1
    return bounds_all or (statement.continues and "超えない" in bound.after)  # 10/10（総事業費の5%以内）


def _own_words(bound: Binding) -> str:
    return _GROWN.sub("", _CASE.split(bound.lead[-24:] + bound.before[-40:])[-1])[-20:]


def _is_payers(reading: Reading, before: list[Seen], statement: Statement) -> bool:
    """What the applicant bears or one of several payers gives: 2/3（1/3は自己負担）, 事業費の2/3を補助します（県1/2、市町村1/6）."""
    bound = reading.bound
    if _BURDEN.search(bound.before) or _BORNE.match(bound.rest):
        return True
    if _OWN_SHARE.search(bound.before) and _PUBLIC_NEXT.match(bound.rest):
        return True
    if not _SHARE_OF_PAYER.match(bound.before):
        return False
    explains = bound.host is not None or (bound.holder and any(seen.kind == "rate" for seen in before))
    return bool(explains) or _SUM_OF_PAYERS.search(statement.text) is not None


def _is_said_again(bound: Binding, value: Rate) -> bool:
    """10/10(100%補助) and 定額補助(補助率10/10) say it twice, 小規模2/3（創業枠は2/3） does not."""
    return (
        bound.host is not None
        and isinstance(bound.host.value, Rate)
        and (bound.host.value.share or 1) == (value.share or 1)
        and not _CASE.search(bound.before)
    )


def _is_of_a_loan(reading: Reading, before: list[Seen], statement: Statement) -> bool:
    """融資利率（0.5％引き下げ）, 年1.2%: what a loan costs; リース料の年0.5％相当額 and 補給率：年1.0％以内 are given."""
    bound = reading.bound
    if part_of(before, bound.start) is not None or "補給率" in statement.label_text:
        return False
    return bool(_LOAN.search(bound.before[-8:])) and "補給" not in bound.before and "相当" not in bound.after


def _is_flat_help(reading: Reading, statement: Statement) -> bool:
    """定額 is a rate only where a rate is asked for."""
    bound = reading.bound
    stated = reading.words.kind == "rate" or "rate" in statement.kinds
    alone = _NAME_BEFORE.fullmatch(bound.before) is not None and _NO_MORE.fullmatch(bound.rest) is not None
    if _UP_TO_SUM.search(statement.text[: bound.start]) and statement.standing == "terms":
        return True
    if _is_item(reading, statement):
        return True
    asked = stated or (statement.kinds == {"grant"} and any(_BOUNDED.match(words) for words in bound.asides))
    return (asked and (alone or reading.words.kind == "rate")) or bool(_FLAT_HELP.match(bound.after + bound.rest))


def _named_rate(reading: Reading, before: list[Seen], statement: Statement) -> str:
    """`rate` where words of the share's own call it one, `other` where they call it something else, empty where none do."""
    bound, words = reading.bound, reading.words
    if _NAMES_RATE.search(bound.holder) or (bound.joint in RANGE and before and before[-1].kind == "rate"):
        return "rate"  # 補助率は10％から50％
    if before and before[-1].reading.words.kind == "rate" and _OWN_SHARE.search(before[-1].reading.bound.before):
        return "rate"  # 補助率:本人4分の1 国・県4分の3
    if is_raised(before):
        stated = words.kind == "rate" or "rate" in statement.kinds
        return "rate" if "率" in before[-1].reading.bound.before or stated else "other"
    host = bound.host
    if host is not None and isinstance(host.value, Amount) and host.asides == (bound.value.text,):
        return "rate" if statement.standing == "terms" else "other"  # 上限額：600万円（1/2）
    topic = kind_of(bound.lead[-16:])  # 補助額は、掛金年額の20％; 補助率は、中小企業者が3分の1以内
    if words.kind == "rate" or topic == "rate" or "rate" in kinds_of(bound.before[-16:]) | kinds_of(bound.lead[-24:]):
        return "rate"
    return ""


def _is_help_among_terms(reading: Reading, before: list[Seen], statement: Statement) -> bool:
    """Under a label of terms: unless the label names money alone and nothing says what the share is of."""
    bound, words = reading.bound, reading.words
    said = bool(words.base) or bool(words.subject) or part_of(before, bound.start) is not None
    joined = bool(bound.joint and before) and before[-1].kind == "rate"  # 経費の1/2又は、1/3
    by_itself = _UP_TO.match(bound.after) is not None and _ALONE.fullmatch(statement.text) is not None
    return not _names_money(statement) or "rate" in statement.kinds or said or joined or by_itself


def _is_help_in_running_text(reading: Reading, before: list[Seen], statement: Statement) -> bool:
    """Where no label stands above: what is done with the share, its bound or the rate before it tells."""
    bound, words = reading.bound, reading.words
    behind = bound.after + bound.rest
    helped = bool(_HELPS.match(behind))
    capped = any(_BOUNDED.match(aside) or _CAPPED.match(aside) for aside in bound.asides)
    bounded = capped or "上限" in bound.after or bool(_BOUNDED.match(bound.rest)) or _is_all(reading)
    up_to = _UP_TO.match(bound.after) is not None
    if up_to and bool(words.subject) and (bounded or _OF_BASE.search(words.subject) is not None):
        return True
    if up_to and bounded and helped:
        return True
    named = kind_of(bound.lead[-16:]) is not None or words.kind == "grant"
    if (words.base or part_of(before, bound.start)) and (helped or named or bounded):
        return True
    if any(seen.kind == "rate" and seen.reading.bound.sentence == bound.sentence for seen in before):
        return True
    if _PAYS.match(bound.after[-2:] + bound.rest) or _TARGET.search(words.base):
        return True
    if _COSTS_HELPED.search(bound.holder) and bounded:
        return True
    if _YEARS_PAID.search(bound.holder) and _YEAR.search(bound.before):
        return True
    if _COSTS.search(bound.holder) and helped and bound.host is None:
        return True  # 導入する経費（2分の1または上限75,000円）を補助する
    if any(seen.kind == "rate" for seen in before) and _BUT.search(bound.lead + bound.before):
        return True
    return (
        capped
        or _is_item(reading, statement)
        or _AS_RATE.match(behind) is not None
        or _CAPPED_TOO.match(behind) is not None
    )


def _is_item(reading: Reading, statement: Statement) -> bool:
    """（１）研修事業　定額（上限200万円）, ・機械の導入：1/2以内: an item of a list and how far help goes, all there is on a line."""
    bound = reading.bound
    bounded = _UP_TO.match(bound.after) or any(_BOUNDED.match(aside) for aside in bound.asides)
    return bool(bounded) and not bound.rest.strip() and _ITEM.fullmatch(statement.text[: bound.start]) is not None


def _is_all(reading: Reading) -> bool:
    """Whether a statement is nothing but the share of the costs: 事業に要する経費の10/10以内とします。, ⇒取得額の1/2."""
    bound, base = reading.bound, reading.words.base
    said = _MARKS.split(bound.before)[-1].strip(" \u3000・○").rstrip(" \u3000の")
    is_bare = bool(base) and said == base and not bound.lead
    return is_bare and _PRICE.search(base) is not None and _THAT_IS.fullmatch(bound.rest) is not None


def _names_money(statement: Statement) -> bool:
    return statement.kinds <= {"cap", "floor", "addon"} and bool(statement.kinds)
