"""What the date of a statement is for, told by the words around it; None where it is no date of the programme's own."""

from __future__ import annotations

import re

from pipeline.extract.labels import core_label, label_kind
from pipeline.extract.schedule.kinds import (
    happened,
    is_named,
    kind_behind,
    kind_in,
    kind_of_label,
    kinds_named,
    round_in,
)
from pipeline.extract.statements import Statement

# （持参される場合は、令和8年1月5日から3月13日まで）
_BY_HAND = re.compile(r"[(（※\s　]*(?:窓口|郵送|持参|電子申請|オンライン)[^、。]{0,8}(?:場合|とき)は")
# 令和7年6月1日から令和8年1月31日の間に完了すること, 4月6日から5月22日にかけて募集を行い
WITHIN = re.compile(r"^[\s　]*(?:の?(?:間|期間)(?:中|内)?(?:に|で)?|にかけて)、?")
# 7月3日から受け付け、9月29日に締め切る; から補助事業の受付を行います
_OPENS = re.compile(
    r"^(?:から|より)(?:(?:補助事業|補助金|助成金|本?事業)の)?(?:交付)?(?:申請|申込み?|応募)?(?:の?受け?付け?)?を?(?:受け?付|募集|公募|開始|始ま)"
)
# 見本博覧会が4月1日から始まった: what starts need not be the call
_JUST_STARTS = re.compile(r"^(?:から|より)(?:開始|始ま)")
# 令和8年4月1日（水）申請受付開始！
_BEGINS = re.compile(
    r"^[\s　]*(?:[(（][^()（）]{1,4}[)）])?[\s　]*(?:に)?(?:交付)?(?:申請|申込み?|応募|募集|公募)(?:の?受付)?(?:を)?開始"
)
# (1)交付申請書：, ①募集開始
MARK = re.compile(r"^[\s　]*(?:[(（][0-9０-９]{1,2}[)）]|[①-⑳]|[・○※])")
# （備考）…, ※…: remarks name their dates or have a deadline, or say nothing of the programme's dates
_REMARK = re.compile(r"^[\s　]*(?:※|[(（](?:備考|注)|注)")
# 申込受付は先着順で、期間は
_IS_PERIOD = re.compile(r"^(?:期間|期限|締め?切り?)は?[:：]?$")
# 申請期間：（前期）令和7年4月1日～9月30日に購入した方：…, 対象　3月31日までに就職した方: whom the deadline behind it is for
_WHO_DID = re.compile(
    r"^(?:まで|の?間)?に(?:(?!申請|応募|提出|申込|申し込|持参|郵送)[^。、:：]){1,12}[たる](?:もの|とき|[一-龥ァ-ヶー])"
)
# 費用の一部助成を平成30年4月から開始しました: since when there is help
_HELP_ITSELF = re.compile(r"(?:助成|補助|制度|支給|給付)を$")
# 必要な申請書類を令和8年8月3日午後5時までに窓口へ持参する
_PAPERS = re.compile(r"(?:申請書|申込書|応募書|応募用紙|(?:申請|応募|提出|申込み?|必要)書類)(?:等|一式)?[をは、]+$")
_HANDED_IN = re.compile(r"^までに、?[^。、]{0,30}?(?:持参|郵送|送付|提出|届け)")
# 令和3年11月30日までの申請については, 令和9年3月31日までに取得した場合は, 12月までに支払った利子について
_OF_THOSE = re.compile(
    r"^までの(?:交付)?(?:申請|応募|申込み?)(?:分|に(?:ついて|対し|係る|限)|の場合|は)|^までに(?:(?!申請|応募|提出|申込)[^。、]){1,12}(?:[たるの]場合|[たる][^。、]{1,10}に(?:ついて|係る|対し))"
)
# 令和5年4月1日より補助金額が変更となります, 令和5年3月31日までに納期限が到来する
_CHANGES = re.compile(
    r"^(?:から|より)、?[^。、]{0,14}?(?:[がを](?:変更|改正|改定|拡充|増額|見直|拡大|廃止)|[がに]変わり)|^まで(?:に|の間に)[^。、]{0,10}が(?:到来|発生)"
)
# 令和8年1月30日まで延長する場合があります
_MAY_MOVE = re.compile(
    r"^(?:まで)?(?:に|へ)?、?(?:再)?(?:延長|変更)(?:する|となる|になる|され?る)?(?:場合|こと|可能性)[がも]"
)
# 説明会を令和8年4月15日に開催します
_HELD = re.compile(r"^に?開催")
# 6月28日に締め切る, 【令和8年4月2日公募締切】, 5月30日を締切日とします
_CLOSES = re.compile(
    r"^(?:に(?:は)?|が|で|をもって、?|(?:申請|応募|募集|公募|受付)の?)?(?:締め?切(?!分)|〆切(?!分))|^を(?:申請|応募|募集|提出)?(?:締め?切り?日?|〆切|期限)と"
)
# 令和8年3月31日をもって新規申請の受付を終了しました
_STOPPED = re.compile(r"^(?:で|をもって)、?(?:新規)?(?:募集|受付|公募|申請|申込)[^。、]{0,8}(?:終了|締め?切)")
# 申請期間：令和8年4月6日以降（先着順）
_ONWARD = re.compile(r"^以降(?:$|[、。(（※])")
# 受付時間：平日9:00～17:00
_HOURS = re.compile(r"受付時間|開館|営業時間")
# 【説明会】
_EVENT = re.compile(r"説明会|セミナー|相談会|講習会")
# 事業開始日の30日前から令和9年2月26日まで: the event that opens a period says nothing of its kind
_SINCE = re.compile(r"[^。、:：は\s　]{2,24}(?:日|前|後)(?:から|より|[～~〜])[\s　]*$")
# 交付申請：令和8年3月23日～…, 第2回公募受付, 【オンライン申請】: an act with its dates behind it
_ACT = re.compile(
    r"^(?:第?[0-9０-９一二三四五]{1,2}[次回期]の?|[前後]期|追加|当初|再)?(?:交付|支給|補助金|電子|オンライン|郵送|窓口|持参|本)?(?:での?|による)?(?:申請|申込み?|応募|募集|公募|受付|エントリー)(?:の?受付|書?提出)?(?:について|の場合)?$"
)
# 受付：令和8年…, 受付：随時（ただし令和9年…, 開始：令和8年…
_FRONT = re.compile(
    r"[\s　]*[・~～〜|]?[\s　]*(?:(?:随時|通年)(?:受付)?[、（(\s　]*)?(?:ただし|但し)?[、\s　]*|[\s　・]*(?:開始|終了|締め?切り?)日?時?[\s　:：]*"
)
# 申請方法 ⏎ 購入日から60日以内又は令和9年3月31日のいずれか早い日までに、 ⏎ 1. 領収書 …
_BY = re.compile(r"(?:の?いずれか[^。、]{0,3}早い(?:日|方))?まで(?:に)?[、\s　]*")
# 受付 ⏎ … ⏎ 工事完了：令和9年1月29日まで
_OWN_LABEL = re.compile(r"[・○※\s　]*[^、。:：]{2,10}[:：]")
# 申請書提出期限 ⏎ 6月審査会：5月29日: which review a deadline is for
_FOR_REVIEW = re.compile(r"(?:[0-9０-９]{1,2}月|第[0-9０-９]{1,2}[回次期])の?(?:審査|選考)(?:会|委員会)?分?[:：は]?$")
_LIMIT = re.compile(r"期限|締め?切")
# スケジュール, 今後の日程: what its dates are for stands in front of them
_PLAN = re.compile(r"スケジュール|日程")
# スケジュール ⏎ 令和8年7月 採択決定: what comes at that time stands behind it
_AT_THAT_TIME = re.compile(
    r"[\s　:：]*(?:頃|ごろ|予定|\(予定\)|（予定）)?[\s　:：、]*(?P<what>[^\s　、。:：0-9０-９までから～~][^、。0-9０-９]{1,20})"
)
# 交付申請・実績報告: a head that names both
_APPLIES = re.compile(r"申請|募集|公募|応募|申込")
_LONGEST_STEP = 12
_NO_MORE = re.compile(r"[\s　]*(?:まで|頃|ごろ)?[\s　]*(?:[(（]?(?:予定|必着|厳守)[)）]?)?[\s　]*")
# 申請受付期間は、; 申請受付は、一旦、
_TOPIC = re.compile(r"は[、,](?:(?:一旦|いったん|原則(?:として)?|当面(?:の間)?)[、,]?)?\s*$")
# 追加公募を6月22日～6月30日の間に行います
_TAKES_PLACE = re.compile(r"(?:募集|公募|受け?付け?)を$")
# 募集を4月1日に始める, 申請の受け付けは4月1日に始まり
_STARTING = re.compile(r"(?:募集|公募|受け?付け?)[をはが]$")
_STARTS = re.compile(r"^に(?:始め|始ま|開始)")
_DONE_WITHIN = re.compile(r"^の?(?:間|期間)(?:中|内)?(?:に|で)?、?(?:行|実施|いたし)")


def is_schedule(statement: Statement) -> bool:
    """Whether a label calls a statement's dates the programme's own."""
    return "schedule" in (statement.label, statement.under)


def opens(behind: str) -> bool:
    """Whether the verb behind a day says that applications are taken from it on: から受け付け, 申請受付開始, 以降."""
    return any(pattern.match(behind) for pattern in (_OPENS, _BEGINS, _ONWARD))


def begins(own: str, behind: str) -> bool:
    """Whether the words on both sides of a day say that applications begin on it: 募集を…に始める."""
    return bool(_STARTING.search(own) and _STARTS.match(behind))


def is_step(head: str) -> bool:
    """Whether a heading names an application or a report, and nothing else: 実績報告, 追加募集; not 交付申請・実績報告."""
    return _is_of_report(head) or _ACT.match(core_label(head)) is not None


def purpose_of(own: str, topic: str, behind: str, statement: Statement) -> str | None:
    """The period's kind, or None where the date is not the programme's own. `topic` is the sentence up to the date."""
    if _REMARK.match(statement.text) and not (is_named(own) or "まで" in behind[:6] or _STOPPED.match(behind)):
        return None
    if any(_EVENT.search(head) for head in statement.heads):
        return "other"
    is_onward = is_schedule(statement) and _ONWARD.match(behind)
    if (happened(own, behind) and not is_onward) or _HOURS.search(own):
        return None
    if _OF_THOSE.match(behind) or _CHANGES.match(behind) or _MAY_MOVE.match(behind):
        return None
    if is_schedule(statement):
        kind = _under_label(own, topic, behind, statement)
        return None if kind == "application" and _WHO_DID.match(behind) else kind
    return (
        _under_head(topic, behind, statement)
        or _by_own_words(own, topic, behind, statement)
        or _by_verb(own, topic, behind)
    )


def _under_label(own: str, topic: str, behind: str, statement: Statement) -> str:
    """Under a label of dates: what the date's own words name, else the label, else the verb behind it."""
    own_kind = kind_in(_SINCE.sub("", own)) or (None if own else _kind_of_topic(topic))
    label = _kind_of_head(statement) or kind_of_label(statement.label_text)
    if label == "application" and _FOR_REVIEW.search(own) and _LIMIT.search(statement.label_text):
        return label
    named = kinds_named(statement.label_text)  # 申請予約期間・申請書提出期間
    is_of_call = label not in ("certificate", "consultation", "other", "report") or (
        len(named) > 1 and "application" in named
    )
    if own_kind and (own_kind != "application" or is_of_call):
        return "application" if own_kind == "scheme" else own_kind
    after = kind_behind(behind)
    if _PLAN.search(statement.label_text) and round_in(own) is None:
        if MARK.sub("", own).strip():
            return after or "other"
        if said := _AT_THAT_TIME.match(behind):
            return after or kind_in(said.group("what")) or "other"
    if after in ("report", "consultation", "announcement"):
        return after
    return "project" if (label, after) == ("application", "project") and not own.strip("（( 　※") else label


def _under_head(topic: str, behind: str, statement: Statement) -> str | None:
    """Below 実績報告, 交付申請 or 事業完了, heads of their own though no labels of dates."""
    head = "".join(statement.heads[-1:])
    if _is_of_report(head):
        return "report"
    kind = kind_in(head) if len(head) <= _LONGEST_STEP and not topic.strip() and _NO_MORE.fullmatch(behind) else None
    if kind in ("project", "announcement", "acquisition"):  # 事業完了｜令和8年2月27日（予定）
        return kind
    is_act = statement.label in ("application_method", None) and _ACT.match(core_label(head or statement.label_text))
    return "application" if is_act and _FRONT.fullmatch(topic) else None


def _by_own_words(own: str, topic: str, behind: str, statement: Statement) -> str | None:
    """What the words in front of a date name it: 申請受付期間は, 最終期限：."""
    own_kind = kind_in(own)
    is_method = statement.label == "application_method"
    is_date = is_method and (label_kind(own) == "schedule" or (own_kind == "application" and is_named(own)))
    if own_kind and (is_date or (is_named(_SINCE.sub("", own)) and statement.standing != "closed")):
        return own_kind
    if "report" in (own_kind, kind_in(topic)):
        return "report"
    if own_kind == "project" and _OWN_LABEL.fullmatch(own):
        return own_kind
    if is_method and own_kind in (None, "application") and _BY.fullmatch(behind):
        return "application"
    if own_kind == "scheme" and "まで" in behind[:6]:
        return "scheme"
    if statement.standing != "closed" and (kind := _kind_of_topic(topic)):
        return kind
    if _IS_PERIOD.match(own):
        return kind_in(topic) or "application"
    return "other" if own_kind == "other" and _HELD.match(behind) else None


def _by_verb(own: str, topic: str, behind: str) -> str | None:
    """What is done on the date: から受け付け, に締め切る, までに提出する."""
    if _HELP_ITSELF.search(own) and opens(behind):
        return None
    if own and kind_in(own) != "application" and _JUST_STARTS.match(behind):
        return None
    if opens(behind) or _CLOSES.match(behind) or _STOPPED.match(behind):
        return "application"
    if begins(own, behind) or (_TAKES_PLACE.search(own) and _DONE_WITHIN.match(behind)):
        return "application"
    if "まで" in behind[:6] and (_BY_HAND.match(topic) or (_PAPERS.search(topic) and _HANDED_IN.match(behind))):
        return "application"
    if "まで" in behind[:6] or WITHIN.match(behind):
        return kind_behind(WITHIN.sub("", behind.removeprefix("まで")).removeprefix("に"))
    return None


def _is_of_report(head: str) -> bool:
    return kind_in(head) == "report" and not _APPLIES.search(head)


def _kind_of_head(statement: Statement) -> str | None:
    """【申請期間】4月1日～5月29日 ⏎ 【参加団体決定】7月: a head below the label that names another thing speaks for its dates."""
    nearest = statement.heads[-1] if statement.heads else statement.label_text
    kind = kind_in(nearest) if nearest != statement.label_text else None
    return kind if kind in ("announcement", "other") or _is_of_report(nearest) else None


def _kind_of_topic(topic: str) -> str | None:
    """※申請期間は、…まで: what the topic of the sentence names, None where it names no dates."""
    pause = _TOPIC.search(topic)
    return kind_in(topic) if pause and is_named(topic[: pause.start() + 1]) else None
