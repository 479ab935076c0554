"""Which of the sums that a statement quotes are none of the help: budgets, conditions, deductions, prices, examples."""

from __future__ import annotations

import re

from pipeline.extract.statements import Statement
from pipeline.extract.terms.binder import RANGE, Reading
from pipeline.extract.terms.clauses import Binding

# sums of something else: 資本金, 売上, 予算, 参加費, 課税所得, 時給, 単価3万円以内の消耗品, 20,000円を控除, 計算例
_OTHER_SUM = re.compile(
    r"資本金|出資(?!獲得)|売上|年商|年収|所得|予算|収入|参加費|参加料|入場料|会費|手数料は|受講料は|時給|賃金(?!助成|引き?上げ)|給与|単価が|予定価格|投資額|投下固定資産|取得価格|評価額|保険料|定価|"
    r"控除|相当する|基金|総事業費|事業規模|例[)）]|残高|借入|税込価格|印紙|費用は|負担金|販売価格|税抜き?価格|違約金|罰金|自己資金|以上の(?:寄付|出資)"
)
# ５．予算額 ⏎ 約175億円, 収入の限度額 ⏎ 123,000円: a head whose sums are no help
OTHER_HEAD = re.compile(
    r"^(?:[(（]?[0-9０-９]{1,2}[.．)）]|[■●○◆・])?[\s　]*(?:(?:本年度の?|今年度の?)?(?:予算|事業規模|総事業費)|(?:世帯の?)?(?:収入|所得|資産|預貯金|資本金|売上)[^、。]{0,6}(?:限度|上限|制限|基準|要件|条件))"
)
# 対象経費が30万円以上の事業; 補助対象経費が450万円を超える
_COST = re.compile(
    r"(?:経費|事業費|費用|対象額|工事費|購入額|購入費|合計|総額)(?:の(?:合計|総額))?(?:が|は|の|、)?(?:[^、。がは]{1,8}(?:ごとに|毎に|あたり|当たり|につき))?[\s　]*$|経費"
)
# 投資下限要件：中小企業等300万円以上, 投資下限額 10億円, 最低事業費　10万円
_INVESTED = re.compile(
    r"(?:投資(?:額の?)?下限(?:額|要件)?|最低(?:(?:補助|助成)?対象)?(?:総?事業費|経費|工事費|投資額))(?:[\s　]*[:：は]|[\s　]*$)"
)
# 20万円以上（税抜）のもの, 30万円以上の事業に限ります
_FOR_PROJECTS = re.compile(r"事業|限|もの")
# 30万円以上, 450万円を超える
_AT_LEAST = re.compile(r"以上|超(?!えない)")
# 補助金は、10万円以上50万円以内とする; 補助金の額は、1事業所当たり20万円以上
_OF_GRANT = re.compile(
    r"(?:補助|助成|交付|支援|給付|奨励)金の?額?は、?(?:[1１一][^\s、。0-9０-９]{1,6}(?:当たり|あたり|につき)、?)?[\s　]*$"
)
# 21万円以上 35万円未満の場合：5万円: what was paid, for what is given
_TIER = re.compile(
    r"^[\s　]*[~～〜]?[\s　]*[0-9０-９,，.]+[万千億]*円(?:未満|以下|まで)(?:の?[^。、0-9０-９]{0,8}?(?:場合|とき|方|者|世帯|団体)|[がは](?=[0-9０-９]))"
)
# ①機械装置（160 万円以上）, 取得価格が160万円以上の機械装置
_EQUIPMENT = re.compile(r"取得価[格額]|価格|単価|設備|装置|工具|備品|機器|資産")
# 160万円以上の機械装置、30万円以上の工具が対象です: in running text too
_ELIGIBLE = re.compile(
    r"^[(（]?[^。]{0,60}?(?:[がをも]|のみ)(?:補助|助成|軽減|特例)?(?:の?対象)(?!外|から|に(?:な|含)[^。]{0,4}(?:ま?せん|ない)|と(?:し|な)[^。]{0,3}(?:ま?せん|ない))"
)
# 補助上限額は100万円, among applicants and costs too
_HELP_BOUND = re.compile(r"補助(?:上限|限度)|助成(?:上限|限度)|上限額|限度額")
# 20,000円を控除; 3.2×50,000円; (例)蓄電容量が…
_DEDUCTED = re.compile(r"^[\s　]*を?(?:控除|減額|差し引|返還|徴収|負担|支払)")
# これまで上限が100万円だったが, 令和6年度の限度額は30万円でした。: what it was
_WAS = re.compile(r"^(?:だった|でした)(?:が|[。）)]?$)")
# 価格が1kWhあたり15万円以下であること: what is asked for
_ASKED = re.compile(r"^(?:以下|以内|未満)であること")
# 上限20万円（前年度は30万円）, 従来の30万円から, 平均補助額32万円: what it was; 2/3ではありません: what it is not; 2/3ですか what is asked
_FORMER = re.compile(
    r"(?:前年度?|昨年度?|従来|これまで|(?:改正|変更|拡充|見直し)前|旧制度)(?:まで)?[はのが：:]?[\s　]*$|平均[^、。]{0,8}$"
)
_DENIED = re.compile(
    r"^[\s　]*(?:では?|じゃ)(?:ありません|な[いく])|^[^。0-9０-９]{0,12}(?:です|ます|でしょう|のでしょう)か(?:[。？?]|[\s　]*$)"
)
# 国の補助率は2/3、補助上限額は50万円です: what another gives
_OF_STATE = re.compile(r"国の(?:補助|助成)(?:率|(?:上限|限度)?額)[はが][^。市区町村県都道府]*$")
# 上限14万円/kWhの3分の1: a sum of which a share is given
_SHARE_OF_SUM = re.compile(
    r"^(?:以内)?(?:[/／][^\s、。]{1,5})?の(?:[0-9０-９]{1,3}分の|[0-9０-９]{1,2}[/／])[0-9０-９]"
)
# 施設整備等の上限単価は24万円／㎡, 資材に要する経費の上限単価は、900円/m以内: what a unit may cost
_COST_PRICE = re.compile(r"(?:経費|工事|整備|改修|設計)[^。、]{0,4}(?:上限単価|単価の?上限)")
# 一件80万円以内（総額900万円以内）: what all grants together come to
_BUDGET = re.compile(r"[\s　]*(?:助成|補助|予算)?総額[\s　:：は]*$")
# 助成総額：1,500万円（上限）予定; 総額500万円の助成を予定: what a fund has
_FUND = re.compile(r"(?:助成|補助|支援|交付)総額[\s　:：はが]*(?:約)?$")
_OF_FUND = re.compile(r"^[\s　]*の(?:助成|補助|支援)を予定")
# 予算（1,500万円）に達し次第終了
_OF_BUDGET = re.compile(r"予算(?:総?額|枠|規模)?$")
# 採択9件、交付決定額3,250万円: what was given
_AWARDED = re.compile(r"交付(?:決定|確定)(?:総|金)?額[\s　:：は]*(?:約)?$")
# 1団体上限30万円、総額600万円程度
_ABOUT = re.compile(r"総額[\s　:：は]*(?:約)?$")
# 最大71件、総額1億円
_OF_ALL = re.compile(r"[0-9０-９]件(?:程度)?、[\s　]*(?:助成|補助)?総額[\s　:：は]*$")
# 申請額が20万円を超えない団体は書類審査のみ
_UP_TO_WHICH = re.compile(r"^まで(?:は)?定額")  # 400万円まで定額（10/10）
_WHO_ASKS = re.compile(r"(?:団体|者|もの(?!と(?:する|し))|場合|事業|企業|法人|施設|世帯)")
# 町から最大50万円の移住支援金も受けられる: other help beside it
_ELSEWHERE = re.compile(r"の[^、。]{0,12}(?:支援金|補助金|助成金|給付金|奨励金)も(?:受け|併|利用|活用|申請)")
# 1トンあたり4～5千円前後の見込み
_ESTIMATED = re.compile(r"^(?:前後|程度|くらい)の?見込")
_OTHER_BEHIND = (_DEDUCTED, _WAS, _ASKED, _SHARE_OF_SUM, _UP_TO_WHICH, _ELSEWHERE, _ESTIMATED)
# 最低賃金＋30円以内, 基本給部分が＋30円
_WAGE = re.compile(r"(?:最低賃金|時給|時間給|基本給)[^、。]{0,6}$")
# 売上減少率が50％以上の場合は20万円: who is paid, and what
_CASE = re.compile(r"場合|とき|については|に対し|(?:者|企業|枠|型|団体|法人|コース|タイプ|事業|地域)(?:等)?は")
_FACTOR = re.compile(r"(?<![A-Za-z])[×xX][\s　]*$")  # 3×50,000円; not MAX 50万円
# 20万円×1.5, 5万円×対象面積; ×人数 is a tail of the sum
_TIMES = re.compile(r"[\s　]*[(（]?[×xX]")
# 補助金額が5万円に満たない場合は対象外, 経費の合計が2万円を下回る場合; 補助額が5万円未満となる申請はできない
_NOT_REACHED = re.compile(r"[\s　]*(?:に(?:満た|達し)な|を下回)")
_NO_HELP = re.compile(
    r"[^。、]{0,16}?(?:対象外|でき(?:ない|ません)|対象と(?:し|なり)ま?せ?ん?|(?:交付|補助|支給)し(?:な|ま)|除)"
)
# (例)蓄電容量が…, 1,000円×45名＝45,000円
_EXAMPLE = re.compile(r"^[\s　・※]*[(（]?例[)）:：]|[×xX][^=＝×]{1,12}[=＝]")
# 5万円以上150万円未満, 5万円以上、150万円未満
_FROM = re.compile(r"[\s　]*(?:[0-9０-９,，.．]+[万千億百]*円以上)?[、，\s　]*")
# 補助対象経費の3分の1に相当する額と30万円のいずれか低い額
LOWER_OF = re.compile(r"いずれか[^。]{0,6}(?:低|少|小さ)")
"""The words that make a sum one of two bounds."""
# 50万円を上限, 20万円まで
CAP_TAIL = re.compile(r"上限|限度|まで|以内|いずれか|超えない")
"""The tail of a sum that bounds the help."""


def condition_kind(reading: Reading, statement: Statement) -> str | None:
    """min_cost or threshold where the sum is a condition of help; an empty string where it is another condition."""
    bound = reading.bound
    if _INVESTED.search(bound.before.rstrip() or statement.label_text):
        return "min_cost"
    if "未満" in bound.after and _NO_HELP.match(bound.rest) and reading.words.kind != "grant":
        return _least_cost(reading)
    if not _AT_LEAST.search(bound.after):
        return None
    if bound.rest.startswith("部分") or (reading.is_low and _TIER.match(bound.rest)):
        return ""  # 経費が800万円を超える部分の補助率は1/2
    if reading.is_low:  # 補助額 50万円以上200万円以内; 補助率: 費用が2万円以上3万円未満は1/2
        is_named = reading.words.kind in ("cap", "floor", "grant") or _OF_GRANT.search(bound.lead + bound.before)
        return "floor" if is_named or statement.kinds & {"cap", "floor", "grant"} else ""
    around = bound.holder + bound.lead[-20:] + bound.before
    if _COST.search(bound.before[-16:]) or (_COST.search(bound.lead[-16:]) and not bound.before.strip()):
        return (
            "min_cost"
            if statement.label != "eligible_costs" or _FOR_PROJECTS.search("".join((*bound.asides, bound.rest)))
            else ""
        )
    if _OTHER_SUM.search(around.replace("取得価格", "")):
        return ""
    is_of_what = statement.label in ("eligible_projects", "eligible_costs") or _ELIGIBLE.match(bound.rest)
    if is_of_what and _EQUIPMENT.search(bound.holder + bound.before + bound.rest[:12]):
        return "threshold"
    return ""


def _least_cost(reading: Reading) -> str | None:
    """設備の購入費（30万円未満は対象外）, 総事業費50万円未満のものは対象外: the costs below which there is no help."""
    bound = reading.bound
    around = bound.holder[-16:] + bound.lead[-16:] + bound.before[-16:]
    return "min_cost" if _COST.search(around) else None


def _is_of_fund(bound: Binding) -> bool:
    """What all grants together come to: 最大71件、総額1億円; 一件80万円以内（総額900万円以内）."""
    if bound.host is not None and _BUDGET.match(bound.before) and "件" in bound.host.before:
        return True
    if _OF_ALL.search(bound.lead + bound.before) or _FUND.search(bound.before) or _OF_FUND.match(bound.rest):
        return True
    if _OF_BUDGET.search(bound.holder) and not bound.before.strip():
        return True
    if _AWARDED.search(bound.before) and not CAP_TAIL.search(bound.after):
        return True
    return _ABOUT.search(bound.before) is not None and "程度" in bound.after


def is_not_reached(bound: Binding) -> bool:
    """Whether the words behind a sum speak of less: 5万円に満たない, 5万円未満."""
    return bool(_NOT_REACHED.match(bound.rest)) or "未満" in bound.after


def is_upper_end(reading: Reading, statement: Statement) -> bool:
    """Whether 150万円未満 is the upper end of all that a label of the help says: 補助額：5万円以上150万円未満."""
    bound = reading.bound
    ends = bound.after == "未満" and not bound.rest.partition("、")[0].strip(" \u3000。")
    return ends and bool(statement.kinds & {"cap", "grant"}) and _FROM.fullmatch(bound.lead + bound.before) is not None


def is_former(bound: Binding) -> bool:
    """Whether a value is told as what it was, or is not: 前年度は30万円, 2/3ではありません."""
    host = bound.host is not None and is_former(bound.host)  # 全額（上限5万円）ではなく
    return host or bool(_FORMER.search(bound.before) or _DENIED.match(bound.after + bound.rest))


def is_given_by_state(reading: Reading, statement: Statement) -> bool:
    """Whether a value is what the state gives beside this help: ※国の補助率は2/3、補助上限額は50万円です."""
    return _OF_STATE.search(statement.text[: reading.bound.start]) is not None


def is_other_sum(reading: Reading, statement: Statement) -> bool:
    """Sums of something else: other conditions, deductions, examples, fees, the lower end of a range."""
    bound, words = reading.bound, reading.words
    own = _CASE.split(bound.lead[-30:] + bound.before)[-1]
    if bound.value.text.lstrip("約").startswith(("0円", "０円")) or OTHER_HEAD.search(" ".join(statement.heads[-1:])):
        return True  # 値引がない場合は0円; ５．予算額 ⏎ 約175億円
    if is_former(bound) or is_given_by_state(reading, statement):
        return True
    if (reading.is_low and words.kind != "floor") or condition_kind(reading, statement) == "":
        return True
    if (
        is_not_reached(bound)
        and bound.joint not in RANGE
        and not is_upper_end(reading, statement)
        and not (words.kind == "grant" and _NO_HELP.search(bound.rest))
    ):
        return True
    if any(pattern.match(bound.after + bound.rest) for pattern in _OTHER_BEHIND) or _EXAMPLE.search(statement.text):
        return True
    if _WAGE.search(bound.before) or _FACTOR.search(bound.before) or _TIMES.match(bound.rest):
        return True
    if _WHO_ASKS.match(bound.rest) and bound.after.endswith("超えない"):
        return True
    if _is_of_fund(bound):
        return True
    if _COST_PRICE.search(bound.before if words.kind else statement.text[: bound.start]):
        return True
    if words.kind is not None:
        return False
    is_lower = LOWER_OF.search(bound.after) and statement.standing == "open"
    if CAP_TAIL.search(bound.after) and (statement.standing == "terms" or is_lower):
        return False
    return bool(_OTHER_SUM.search(own)) or (statement.standing == "closed" and not _HELP_BOUND.search(own))
