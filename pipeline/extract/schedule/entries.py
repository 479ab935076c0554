"""A statement → entries: each period with its kind, its round and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.facts import PeriodFact, ScheduleContext
from pipeline.extract.labels import bare_label, label_kind
from pipeline.extract.schedule.kinds import happened, is_named, kind_behind, kind_in, kind_of_label, round_in, rule_of
from pipeline.extract.schedule.relative import relative_deadline
from pipeline.extract.schedule.years import extended, is_start_printed, is_yearless, with_year
from pipeline.extract.terms.keywords import squeeze
from pipeline.extract.terms.scope import Statement
from pipeline.normalize import parse_periods
from pipeline.normalize.wareki import true_era
from pipeline.records import Notice, Period

# the clauses of a statement of dates: 窓口は…、郵送は…; 募集期間:…/事業完了期限:…
_CLAUSE = re.compile(r"[。；;、／/|｜]|[\s　]{2,}")
# 申請受付開始, 受付:…から; 8次締切, 申請期限; （水）から
_OPENING = re.compile(r"開始|から$|より$|受付(?:中)?[:：]?$")
_CLOSING = re.compile(r"締め?切|〆|期限|期日|まで|終了|完了")
_FROM = re.compile(r"^[\s　]*(?:[(（][^()（）]*[)）])?[\s　]*(?:から|より|～|~|〜|開始)")
# 窓口は…、郵送は…: closings of one call by channel
_CHANNEL = re.compile(r"窓口|郵送|持参|電子申請|オンライン|メール|FAX|web", re.IGNORECASE)
# （持参される場合は、令和8年1月5日から3月13日まで）
_BY_HAND = re.compile(r"[(（※\s　]*(?:窓口|郵送|持参|電子申請|オンライン)[^、。]{0,8}(?:場合|とき)は")
# 令和7年6月1日から令和8年1月31日の間に完了すること
_WITHIN = re.compile(r"^[\s　]*の?(?:間|期間)(?:中|内)?(?:に|で)?、?")
# 第2回目, 、, 及び: what lets a date go on about the one before it
_CARRIES = re.compile(
    r"(?:[前後上下]期[:：]?|第?[0-9０-９]{1,2}(?:次|回目?|期)(?:締切|締め切り)?[:：]?|及び|および|または|又は|と|・|)"
)
# （備考）…, ※…: remarks name their dates or have a deadline, or say nothing of the programme's dates
_REMARK = re.compile(r"^[\s　]*(?:※|[(（](?:備考|注)|注)")
# 申込受付は先着順で、期間は
_IS_PERIOD = re.compile(r"^(?:期間|期限|締め?切り?)は?[:：]?$")
# 7月3日から受け付け、9月29日に締め切る
_FROM_END = re.compile(r"(?:から|より)$")
_OPENS = re.compile(r"^(?:から|より)(?:交付)?(?:申請|申込み?|応募)?(?:の?受付)?を?(?:受け?付|募集|公募|開始|始ま)")
_CLOSES = re.compile(r"^(?:に(?:は)?|が|で)?(?:締め?切(?!分)|〆切(?!分))")
# 令和8年3月31日をもって新規申請の受付を終了しました
_STOPPED = re.compile(r"^(?:で|をもって)、?(?:新規)?(?:募集|受付|公募|申請|申込)[^。、]{0,8}(?:終了|締め?切)")
# ※6月30日、9月30日に中間締切を設けます
_BETWEEN = re.compile(r"に(?:は)?(?:中間|[一二三四1-4１-４]次|一旦|いったん|一度)[^。]{0,8}(?:締め?切|〆切)")
# 第2回：10月1日～10月31日, without any label
_LONE_ROUND = re.compile(r"[・○●※\s　]*第[0-9０-９一二三四五六七八九十]{1,2}[次回期]目?[\s　:：]*")
# 令和8年4月1日～12月末日（申請受付）
_ACT_ASIDE = re.compile(r"[\s　]*[(（](?:交付|補助)?(?:申請|申込み?|応募|募集|公募|受付)(?:受付)?(?:期間)?[)）]")
# 締切を8月31日から9月14日に延長: the day it was stands in front of the day it is
_PUT_OFF = re.compile(r"^(?:に|へ)?(?:延長|変更)")
# 募集は4月20日から開始し、12月18日で終了します
_STOPS = re.compile(r"^(?:に|で|をもって)終了")
# 受付時間：平日9:00～17:00
_HOURS = re.compile(r"受付時間|開館|営業時間")
# 【説明会】
_EVENT = re.compile(r"説明会|セミナー|相談会|講習会")
# （事前エントリーは終了しました）2021年9月1日～
_OVER = re.compile(r"[(（][^()（）]*(?:終了|締め?切り)(?:しま|いたしま)した[)）]")
# 令和8年9月30日までに、申請してください; 9時から、令和7年度分の申請受付を開始します
_PAUSE = re.compile(r"^(まで(?:に)?|から|より)、(?:[^。、]{0,8}年度分?の)?")
# 事業開始日の30日前から令和9年2月26日まで: the event that opens a period says nothing of its kind
_SINCE = re.compile(r"[^。、:：]{2,24}(?:日|前|後)(?:から|より|[～~〜])[\s　]*$")
# (1)交付申請書：, ①募集開始
_MARK = re.compile(r"^[\s　]*(?:[(（][0-9０-９]{1,2}[)）]|[①-⑳]|[・○※])")
# 交付申請：令和8年3月23日～…, 第2回公募受付: an act with its dates behind it
_ACT = re.compile(
    r"^(?:第?[0-9０-９一二三四五]{1,2}[次回期]の?)?(?:交付|支給|補助金|電子)?(?:申請|申込み?|応募|募集|公募|受付|エントリー)(?:の?受付|書?提出)?$"
)
# 受付：令和8年…, 受付：随時（ただし令和9年…
_FRONT = re.compile(r"[\s　]*(?:(?:随時|通年)(?:受付)?[、（(\s　]*)?(?:ただし|但し)?[、\s　]*")
# 令和7年度, 令和7年度末まで; not 令和7年度募集要項
_ALONE = re.compile(r"[\s　]*(?:$|[末、。,，/／)）～~〜]|[中内](?:に)?(?:$|[、。])|まで|から|より|以内)")
# 申請方法 ⏎ 購入日から60日以内又は令和9年3月31日のいずれか早い日までに、 ⏎ 1. 領収書 …
_BY = re.compile(r"(?:の?いずれか[^。、]{0,3}早い(?:日|方))?まで(?:に)?[、\s　]*")
# スケジュール, 今後の日程: what its dates are for stands in front of them
_PLAN = re.compile(r"スケジュール|日程")
# スケジュール ⏎ 令和8年7月 採択決定: what comes at that time stands behind it
_AT_THAT_TIME = re.compile(
    r"[\s　:：]*(?:頃|ごろ|予定|\(予定\)|（予定）)?[\s　:：、]*(?P<what>[^\s　、。:：0-9０-９までから～~][^、。0-9０-９]{1,20})"
)
_MONTH_END = re.compile(r"月[\s　]*末")
# the words that still speak of a date: to the end of its clause or a bracket
_BEHIND_END = re.compile(r"[。；;、／/|｜※(（]")
_ENDS = re.compile(r"(?:まで|迄)(?:に|の)?$|以降$|以前$|締め?切り?$|〆切$")
# 事業完了後1か月以内または令和8年1月31日: the event of the relative part names no kind
_RELATIVE_LEAD = re.compile(
    r"[^。、:：は]{2,24}?(?:後|から|より)[\s　]*[0-9０-９]{1,3}[\s　]*(?:日|か月|ヶ月|カ月|箇月|週間)[\s　]*以内[、,\s　]*(?:または|又は|若しくは|もしくは|か)"
    r"|[^。、:：]{2,24}の?[\s　]*[0-9０-９]{1,3}[\s　]*(?:日|か月|ヶ月|カ月|箇月|週間)前まで[、（(\s　]*(?:または|又は|最終期限|最終)?"
)
_RANGE = re.compile(r"[～~〜]|から")
# 申請受付期間は、
_TOPIC = re.compile(r"は[、,]\s*$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A period with what its words say about it."""

    fact: PeriodFact
    passage: int
    is_opening: bool
    is_labelled: bool
    """Whether a label calls it a date of the programme."""
    by_channel: bool
    """窓口は…, 郵送は…: one of several closings by way of delivery."""
    course: str = ""


def entries_of(
    statement: Statement, context: ScheduleContext, anchor: date | None, years: set[int], notices: list[Notice]
) -> Iterator[Entry]:
    """The programme's own dates in a statement; `anchor` is the opening above it, `years` what the programme prints."""
    found = extended(parse_periods(statement.text), statement.text)
    position, is_dated, last = 0, False, ""
    undated: list[Notice] = []
    for number, period in enumerate(found):
        before = statement.text[position : period.span[0]]
        limit = next((later.span[0] for later in found[number + 1 :] if not _is_year(later)), len(statement.text))
        behind = _until(period) + statement.text[period.span[1] : limit]
        aside = _ACT_ASIDE.match(statement.text, period.span[1])
        position = period.span[1]
        before = _RELATIVE_LEAD.sub("", before)
        own = _own_words(before)
        topic = before.rpartition("。")[2]
        behind = _PAUSE.sub(r"\1", behind)
        if not _WITHIN.match(behind.removeprefix("まで")):
            behind = _BEHIND_END.split(behind, maxsplit=1)[0]
        kind = (
            last
            if last
            and (_CARRIES.fullmatch(before.strip("、,・/／ \u3000")) or (_STOPS.match(behind) and "。" not in before))
            else _kind(own, topic, behind, statement)
        )
        is_said = (
            aside
            or period.deadline_rule
            or rule_of(behind)
            or (_LONE_ROUND.fullmatch(own) and period.precision == "day" and _is_range(period))
        )
        is_way = statement.label == "application_method"  # 応募方法：5月29日必着で郵送
        if kind is None and is_said and (statement.standing != "closed" or is_way):
            kind = "application"  # 令和7年7月1日から9月30日まで【必着】
        if kind is None and _BETWEEN.match(statement.text, _end_of_list(found, number, statement.text)):
            kind = "application"
        if kind is None:
            continue
        if is_dated and not own and "vague" in period.warnings:
            continue  # 4月20日～5月20日　9月頃: what comes of it, in the columns behind
        if period.precision == "year" or (_is_year(period) and not (_is_schedule(statement) and _ALONE.match(behind))):
            continue  # 令和3年, 令和5年度 in running text and in the name of a notice open nothing
        last = kind
        labelled = _is_schedule(statement)
        dated = with_year(period, context, not_before=anchor, years=years, labelled=labelled)
        if _PUT_OFF.match(behind.removeprefix("まで")) and _CLOSING.search(own):
            dated = replace(dated, start=None)
        told = _warnings(dated, statement)
        notices.extend(told)
        if dated.start is None and dated.end is None and not dated.relative_text:
            if labelled and not any(notice.check == "unread-date" for notice in told):
                message = "年の分からない日付です" if is_yearless(dated) else "日付を読み取れませんでした"
                undated.append(Notice("warning", "unread-date", message, period.text, statement.locator))
            continue
        is_dated = True
        anchor = dated.start if dated.start is not None and is_start_printed(dated.inference) else anchor
        yield _entry(dated, kind, own, behind, statement, context)
    labelled = _is_schedule(statement)
    if not is_dated and (fact := relative_deadline(statement, labelled=labelled)) is not None:
        yield Entry(fact, statement.passage, is_opening=False, is_labelled=labelled, by_channel=False)
    elif not is_dated:
        notices.extend(undated)


def _is_schedule(statement: Statement) -> bool:
    return "schedule" in (statement.label, statement.under)


def _is_year(period: Period) -> bool:
    """令和7年度分の申請受付: a whole year in running text opens and closes nothing."""
    return period.precision in ("year", "fiscal_year")


def _is_range(period: Period) -> bool:
    """A range, with its year or without (10月1日～10月31日)."""
    return period.start != period.end or _RANGE.search(period.text) is not None


def _end_of_list(found: list[Period], number: int, text: str) -> int:
    """Where the list of days (6月30日、9月30日) ends that a day stands in."""
    end = found[number].span[1]
    for later in found[number + 1 :]:
        if not _CARRIES.fullmatch(text[end : later.span[0]].strip("、,・ \u3000")):
            break
        end = later.span[1]
    return end


def _until(period: Period) -> str:
    """The まで that a period's words end with, for the verb behind it to join."""
    match = _ENDS.search(period.text) or _FROM_END.search(period.text)
    return match.group() if match else ""


def _own_words(before: str) -> str:
    """The words of the period's own clause: 8次締切: … , 郵送は …"""
    return _CLAUSE.split(_OVER.sub("", before))[-1].strip()


def _kind(own: str, topic: str, behind: str, statement: Statement) -> str | None:
    """The period's kind, or None where the date is not the programme's own. `topic` is the sentence up to the date."""
    if _REMARK.match(statement.text) and not (is_named(own) or "まで" in behind[:6] or _STOPPED.match(behind)):
        return None
    if any(_EVENT.search(head) for head in statement.heads):
        return "other"
    if happened(own, behind) or _HOURS.search(own):
        return None
    own_kind = kind_in(own)
    if _is_schedule(statement):
        own_kind = kind_in(_SINCE.sub("", own))
        label = kind_of_label(statement.label_text)
        if own_kind and (own_kind != "application" or label not in ("certificate", "consultation", "other", "report")):
            return "application" if own_kind == "scheme" else own_kind
        after = kind_behind(behind)
        if _PLAN.search(statement.label_text) and round_in(own) is None:
            if _MARK.sub("", own).strip():
                return after or "other"
            if said := _AT_THAT_TIME.match(behind):
                return after or kind_in(said.group("what")) or "other"
        return after if after == "report" or (label == "application" and after == "project" and not own) else label
    if (
        statement.label == "application_method"
        and _FRONT.fullmatch(topic)
        and _ACT.match(bare_label(statement.label_text))
    ):
        return "application"
    is_date = statement.label == "application_method" and label_kind(own) == "schedule"  # 申請書提出期間　4月1日～
    if own_kind and (is_date or (is_named(own) and statement.standing != "closed")):
        return own_kind
    if "report" in (own_kind, kind_in(topic), None if statement.label else kind_in("".join(statement.heads[-1:]))):
        return "report"  # 実績報告 is a head of its own, though no label of dates
    if statement.label == "application_method" and own_kind in (None, "application") and _BY.fullmatch(behind):
        return "application"
    if own_kind == "scheme" and "まで" in behind[:6]:
        return "scheme"
    if _TOPIC.search(topic) and is_named(topic.rstrip("、, ")) and statement.standing != "closed":
        return kind_in(topic)
    if _IS_PERIOD.match(own):
        return kind_in(topic) or "application"
    if _OPENS.match(behind) or _CLOSES.match(behind) or _STOPPED.match(behind):
        return "application"
    if "まで" in behind[:6] and _BY_HAND.match(topic):
        return "application"
    if "まで" in behind[:6] or _WITHIN.match(behind):
        return kind_behind(_WITHIN.sub("", behind.removeprefix("まで")).removeprefix("に"))
    return None


def _entry(period: Period, kind: str, own: str, behind: str, statement: Statement, context: ScheduleContext) -> Entry:
    start, end = period.start, period.end
    single = start is not None and start == end and period.precision == "day"
    opening = False
    if single and kind not in ("announcement", "other"):
        said = own if _OPENING.search(own) or _CLOSING.search(own) else statement.label_text
        opens = bool(_FROM.match(behind) or _OPENS.match(behind)) or (
            bool(_OPENING.search(said.rstrip(":：は "))) and not _CLOSING.search(said)
        )
        opening, start, end = opens, (start if opens else None), (None if opens else end)
    elif (
        start is not None
        and end is not None
        and period.precision != "day"
        and not _RANGE.search(period.text)
        and _is_deadline(period, behind, own, kind)
    ):
        start = None
    elif end is None and start is not None:
        opening = True
    printed = round_in(own) or round_in(statement.label_text) or round_in(statement.course)
    number = (printed or context.call_round) if kind == "application" else None
    return Entry(
        fact=PeriodFact(
            kind=kind,
            call_round=number,
            label=(squeeze(_MARK.sub("", own).strip(":：・※ 　")) if kind_in(own) else "")
            or statement.label_text
            or None,
            start_date=start,
            end_date=end,
            precision=_precision(period),
            end_time=period.end_time if end is not None else None,
            deadline_rule=period.deadline_rule or rule_of(behind),
            relative_text=squeeze(period.relative_text) or None,
            is_inferred=period.is_inferred,
            inference=period.inference or None,
            weekday_ok=period.weekday_ok,
            period_text=squeeze(period.text),
            locator=statement.locator,
        ),
        passage=statement.passage,
        is_opening=opening,
        is_labelled=_is_schedule(statement),
        by_channel=bool(_CHANNEL.search(own)),
        course=statement.course,
    )


def _precision(period: Period) -> str:
    """3月末 is precise to the month, although it names a day."""
    if period.precision == "day" and _MONTH_END.search(period.text):
        return "month"
    return "fiscal_year" if period.precision == "year" else period.precision


def _is_deadline(period: Period, behind: str, own: str, kind: str) -> bool:
    """3月末まで gives a deadline and no opening, whatever the first day of the month."""
    return "まで" in period.text or behind.lstrip().startswith("まで") or bool(_CLOSING.search(own)) or kind == "report"


def _warnings(period: Period, statement: Statement) -> list[Notice]:
    found = []
    for slug in period.warnings:
        if slug == "weekday-mismatch":
            found.append(Notice("warning", slug, "曜日が日付と合いません", period.text, statement.locator))
        elif slug in ("no-such-day", "out-of-era", "calendar-mismatch"):
            found.append(
                Notice("warning", "unread-date", _why_unread(slug, period.text), period.text, statement.locator)
            )
    return found


def _why_unread(slug: str, text: str) -> str:
    if slug == "out-of-era" and (day := true_era(text)):
        return f"その元号にない日付です(正しくは{day})"
    return "和暦と西暦が合いません" if slug == "calendar-mismatch" else "暦にない日付です"
