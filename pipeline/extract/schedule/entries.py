"""A statement → entries: each period with its kind, its round and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from pipeline.extract.facts import ScheduleContext
from pipeline.extract.schedule.ends import closes, ends_of, is_put_off, is_range, precision_of
from pipeline.extract.schedule.kinds import columns_in, is_named, kind_in, kinds_named, round_in, rounds_in, rule_of
from pipeline.extract.schedule.notices import misread, unread
from pipeline.extract.schedule.purpose import MARK, WITHIN, is_schedule, purpose_of
from pipeline.extract.schedule.relative import relative_deadline
from pipeline.extract.schedule.years import extended, is_start_printed, ranged, with_year
from pipeline.extract.statements import Statement
from pipeline.folding import single_spaced
from pipeline.normalize import parse_periods, resolve_year
from pipeline.normalize.fiscal_year import year_in_era
from pipeline.records import Notice, Period
from pipeline.rows import PeriodRow

# the clauses of a statement of dates: 窓口は…、郵送は…; 募集期間:…/事業完了期限:…
_CLAUSE = re.compile(r"[。！；;、／/|｜…]|[\s　]{2,}")
# 窓口は…、郵送は…: closings of one call by channel
_CHANNEL = re.compile(r"窓口|郵送|持参|電子申請|オンライン|メール|FAX|web", re.IGNORECASE)
# 第2回目, 第2期が, 、, 及び, （第1回）、: what lets a date go on about the one before it
_CARRIES = re.compile(
    r"(?:[(（]第[0-9０-９]{1,2}[次回期][)）][、,・\s　]*)?(?:[前後上下]期[はが:：]?|第?[0-9０-９]{1,2}(?:次|回目?|期)(?:締切|締め切り)?[はが:：]?|及び|および|または|又は|と|・|)"
)
# 7月3日から受け付け、9月29日に締め切る
_FROM_END = re.compile(r"(?:から|より)$")
# ※6月30日、9月30日に中間締切を設けます
_BETWEEN = re.compile(r"に(?:は)?(?:中間|[一二三四1-4１-４]次|一旦|いったん|一度)[^。]{0,8}(?:締め?切|〆切)")
# 第2回：10月1日～10月31日, 申請受付　令和8年4月1日～, 受付 令和8年…, without any label
_LONE = re.compile(
    r"[・○●※\s　]*(?:第[0-9０-９一二三四五六七八九十]{1,2}[次回期]目?|(?:交付)?(?:申請|申込み?|応募|募集|公募|エントリー)(?:の?受付)?|受付)[\s　:：]*"
)
# 令和8年4月1日～12月末日（申請受付）
_ACT_ASIDE = re.compile(r"[\s　]*[(（](?:交付|補助)?(?:申請|申込み?|応募|募集|公募|受付)(?:受付)?(?:期間)?[)）]")
# 募集は4月20日から開始し、12月18日で終了します; をもって締め切ります
_STOPS = re.compile(r"^(?:に|で|をもって)、?(?:終了|締め?切)")
# （事前エントリーは終了しました）2021年9月1日～
_OVER = re.compile(r"[(（][^()（）]*(?:終了|締め?切り)(?:しま|いたしま)した[)）]")
# 令和8年9月30日までに、申請してください; 9時から、令和7年度分の申請受付を開始します
_PAUSE = re.compile(
    r"^(まで(?:に)?|から|より)(?:、(?:[^。、]{0,8}年度分?の)?|[^。、]{2,5}年度分?の?(?=補助|助成|申請|受付|募集|公募))"
)
# 令和7年度の募集は、5月12日から; 4/1～6/30（令和7年度）
_ERA = r"(?P<era>令和|R)[\s　]*(?P<count>[0-9０-９]{1,2}|元)[\s　]*年度"
_YEAR_OF_CALL = re.compile(rf"{_ERA}分?の?[^。、は]{{0,20}}?(?:募集|公募|申請|応募|受付)(?:の?受付|期間)?は、?[\s　]*$")
_YEAR_ASIDE = re.compile(rf"[(（]{_ERA}分?[)）][\s　。]*$")
# 令和8年6月1日まで（第12回）, 6月28日（金）〈1次締切〉
_ROUND_ASIDE = re.compile(
    r"[\s　]*[(（〈<＜【〔][\s　]*(?P<words>[^()（）]{0,4}?第?[0-9０-９]{1,2}[次回期][^()（）]{0,6})[)）〉>＞】〕]"
)
# ～8月30日（金）: a further closing of the opening above it
_SAME_OPENING = re.compile(r"[\s　・]*[~～〜][\s　]*")
# 平成25年9月　見本県事務局: who wrote it and when, below the last line
_SIGNED = re.compile(r"[\s　]+[一-龥ァ-ヶ]{3,}[\s　]*$")
# 2025年12月22日から、見本補助金（4次公募）の申請を受け付けている
_OPENS_LATER = re.compile(
    r"^(?:から|より)、?(?:「[^「」]{1,60}」|[^。、()（）「」]|[(（][^()（）]{1,10}[)）]){0,40}?の(?:追加)?(?:申請|応募|募集|公募)(?:の?受付)?を(?:受け?付け|開始|始め|行って)"
)
# 令和7年度, 令和7年度末まで; not 令和7年度募集要項
_ALONE = re.compile(r"[\s　]*(?:$|[末、。,，/／)）～~〜]|[中内](?:に)?(?:$|[、。])|まで|から|より|以内)")
# 申請の手引き(令和6年度): what the year is of
_GUIDE = re.compile(r"(?:手引き?|要領|要項|要綱|チラシ|様式|概要|マニュアル|Q&A|FAQ|案内|資料)[\s　]*[(（]$")
_MONTHS_OF = re.compile(r"月[\s　]*分")
# 申請開始：令和8年4月1日 申請終了：令和8年5月29日, 受付終了：予算に達し次第: the label of what stands behind
_NEXT_LABEL = re.compile(r"(?<=[\s　])[^\s　。:：0-9０-９]{2,14}[:：].*$", re.DOTALL)
# 申請は、前期分（4月～9月分）は10月1日から10月15日まで
_CALL_TOPIC = re.compile(
    r"(?:^|。)(?:なお、)?(?:交付)?(?:申請|募集|受付|応募|申込み?)(?:の?受付|手続き?|書の提出)?は、[^。]{0,60}$"
)
# the words that still speak of a date: to the end of its clause or a bracket
_BEHIND_END = re.compile(r"[。；;、／/|｜※*＊(（]")
_ENDS = re.compile(r"(?:まで|迄)(?:に|の)?$|以降$|以前$|締め?切り?$|〆切$")
# 事業完了後1か月以内または令和8年1月31日: the event of the relative part names no kind
_RELATIVE_LEAD = re.compile(
    r"[^。、:：は]{2,24}?(?:後|から|より)(?:起算して、?)?[\s　]*[0-9０-９]{1,3}[\s　]*(?:日|か月|ヶ月|カ月|箇月|週間)[\s　]*(?:以内|を?経過(?:した|する)日)[、,\s　]*(?:または|又は|若しくは|もしくは|か)"
    r"|[^。、:：]{2,24}の?[\s　]*[0-9０-９]{1,3}[\s　]*(?:日|か月|ヶ月|カ月|箇月|週間)前まで[、（(\s　]*(?:または|又は|最終期限|最終)?"
)
# 実績報告書提出期限事業完了後30日以内または: a label set without a gap before the event; 実績報告　事業完了の日から30日以内又は
_LIMIT = re.compile(
    r"(?:[^後前]{2,16}?(?:期限|期間|期日)(?=.*(?:後|から|より))|[^\s　後]{0,6}(?:報告|申請|請求)書?(?:の?提出)?(?=[\s　]))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A period with what its words say about it."""

    fact: PeriodRow
    passage: int
    is_opening: bool
    is_labelled: bool
    """Whether a label calls it a date of the programme."""
    by_channel: bool
    """窓口は…, 郵送は…: one of several closings by way of delivery."""
    course: str = ""
    is_put_off: bool = False
    """締切を…に変更しました: it is said in place of another."""


class _Words(NamedTuple):
    """The words around a period: its own clause, the sentence up to it, and what speaks of it behind."""

    before: str
    own: str
    topic: str
    behind: str


def entries_of(
    statement: Statement, context: ScheduleContext, anchor: date | None, years: set[int], notices: list[Notice]
) -> Iterator[Entry]:
    """The programme's own dates in a statement; `anchor` is the opening above it, `years` what the programme prints."""
    found = ranged(extended(parse_periods(statement.text), statement.text), statement.label_text, statement.text)
    position, is_dated, last = 0, False, ""
    labelled = is_schedule(statement)
    undated: list[tuple[Period, Notice]] = []
    days: set[date] = set()
    latest: date | None = None
    columns = columns_in(statement.label_text) if len(found) > 1 else []
    for number, period in enumerate(found):
        if len(columns) == len(found):
            statement, last = replace(statement, label_text=columns[number]), ""
        words = _words(statement.text, found, number, position)
        position = period.span[1]
        kind = _kind(words, found, number, statement, last)
        last = kind or ""
        if kind is None and period.precision == "day" and _is_of_call(words, statement.text[: period.span[0]]):
            undated.append((period, unread(period, statement, message="募集の日付と読めませんでした")))
        if kind is None or _is_passed_over(words, period, statement, is_dated=is_dated):
            continue
        since = anchor or (latest if _goes_on(words) else None)
        dated = _dated(period, words, statement, context, since, years)
        told = misread(dated, statement)
        notices.extend(told)
        is_about = kind == "application" and _is_about(dated, words)
        if is_about or (dated.start is None and dated.end is None and not dated.relative_text):
            is_asked = labelled or kind == "application"
            if is_asked and not any(notice.check == "unread-date" for notice in told):
                undated.append((dated, unread(dated, statement, message="おおよその時期です" if is_about else "")))
            continue
        is_dated, latest = True, dated.end
        days.update(day for day in (dated.start, dated.end) if day)
        if dated.start is not None and is_start_printed(dated.inference) and (labelled or kind == "application"):
            anchor = dated.start
        for one in _kinds_at_once(kind, words, statement):
            yield _entry(dated, one, words, statement, context)
    if not is_dated and (fact := relative_deadline(statement, labelled=labelled)) is not None:
        yield Entry(fact, statement.passage, is_opening=False, is_labelled=labelled, by_channel=False)
    else:
        notices.extend(notice for period, notice in undated if not _is_told(period, days))


def _is_of_call(words: _Words, front: str) -> bool:
    """Whether words in front of a date that was not read call it the programme's: 申請期間は, 申請は、前期分は."""
    return (kind_in(words.own) == "application" and is_named(words.own)) or _CALL_TOPIC.search(front) is not None


def _is_about(period: Period, words: _Words) -> bool:
    """第2次公募は令和8年8月頃（予定）, 6月上旬～7月上旬: times about which a call may open, neither its first day nor its last."""
    is_bound = "日" in period.text or "まで" in period.text + words.behind[:4]
    return "vague" in period.warnings and not is_bound


def _is_told(period: Period, days: set[date]) -> bool:
    """…3月31日まで（3月31日当日消印有効）: whether a day without its year is one of the days told with theirs."""
    return any(resolve_year(period, year=day.year).end == day for day in days)


def _words(text: str, found: list[Period], number: int, position: int) -> _Words:
    """The words that speak of a period, from the end of the one before it (`position`) to the next."""
    period = found[number]
    before = _RELATIVE_LEAD.sub(lambda lead: _LIMIT.match(lead.group())[0], text[position : period.span[0]])  # type: ignore[index]
    limit = next((later.span[0] for later in found[number + 1 :] if not _is_year(later)), len(text))
    behind = _until(period) + _NEXT_LABEL.sub("", text[period.span[1] : limit])
    behind = _PAUSE.sub(r"\1", _OPENS_LATER.sub("から受け付け", behind))
    if not WITHIN.match(behind.removeprefix("まで")):
        behind = _BEHIND_END.split(behind, maxsplit=1)[0]
    return _Words(before, _own_words(before), before.rpartition("。")[2], behind)


def _kind(words: _Words, found: list[Period], number: int, statement: Statement, last: str) -> str | None:
    """What a period is for, None where it is none of the programme's; `last` is the kind of the one before it."""
    period = found[number]
    if last and (_goes_on(words) or (_STOPS.match(words.behind) and "。" not in words.before)):
        return last
    if (kind := purpose_of(words.own, words.topic, words.behind, statement)) is not None:
        return kind
    is_lone = _LONE.fullmatch(words.own) and period.precision == "day" and is_range(period)
    aside = _ACT_ASIDE.match(statement.text, period.span[1])
    is_said = aside or period.deadline_rule or rule_of(words.behind) or is_lone
    is_way = statement.label == "application_method"  # 応募方法：5月29日必着で郵送
    if is_said and (statement.standing != "closed" or is_way):
        return "application"  # 令和7年7月1日から9月30日まで【必着】
    is_between = _BETWEEN.match(statement.text, _end_of_list(found, number, statement.text))
    return "application" if is_between else None


def _goes_on(words: _Words) -> bool:
    """Whether a date goes on with the list of the one before it: 6月30日、第2回は9月30日."""
    return _CARRIES.fullmatch(words.before.strip("、,・/／ \u3000")) is not None


def _is_passed_over(words: _Words, period: Period, statement: Statement, *, is_dated: bool) -> bool:
    """What comes of a call in the columns behind, who wrote it and when, a whole year in running text."""
    if is_dated and not words.own and "vague" in period.warnings:
        return True  # 4月20日～5月20日　9月頃
    if period.precision == "month" and not words.own and _SIGNED.match(words.behind) and kind_in(words.behind) is None:
        return True
    if period.precision == "month" and _MONTHS_OF.search(statement.text, period.span[0], period.span[1] + 2):
        return True  # 10月分から3月分まで：令和8年12月1日～…
    if period.precision == "year":
        return True  # 令和3年, 令和5年度 in running text and in the name of a notice open nothing
    is_led = not words.own or kind_in(words.own) is not None  # 募集期間 ⏎ …「見本助成」－2025年度
    stands_alone = is_schedule(statement) and is_led and _ALONE.match(words.behind) and not _GUIDE.search(words.before)
    return _is_year(period) and not stands_alone


def _dated(
    period: Period, words: _Words, statement: Statement, context: ScheduleContext, anchor: date | None, years: set[int]
) -> Period:
    """A period with the year that its surroundings supply, without an end that was put off, with the opening above it."""
    labelled = is_schedule(statement)
    if told := _YEAR_OF_CALL.search(statement.text[: period.span[0]]) or _YEAR_ASIDE.search(statement.text):
        context = replace(context, fiscal_year=year_in_era(told["era"], told["count"]))
    dated = with_year(period, context, not_before=anchor, years=years, labelled=labelled or told is not None)
    if is_put_off(words.behind) and closes(words.own):
        dated = replace(dated, start=None)
    if anchor and labelled and dated.start in (None, dated.end) and _SAME_OPENING.fullmatch(words.before):
        dated = replace(dated, start=anchor)
    return dated


def _kinds_at_once(kind: str, words: _Words, statement: Statement) -> tuple[str, ...]:
    """補助対象期間及び申請期間: a label that names two things says its dates of both."""
    if words.own or not is_schedule(statement):
        return (kind,)
    is_both = kinds_named(statement.label_text) == {"project", "application"}
    return ("project", "application") if is_both else (kind,)


def _is_year(period: Period) -> bool:
    """令和7年度分の申請受付: a whole year in running text opens and closes nothing."""
    return period.precision in ("year", "fiscal_year")


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
    return _CLAUSE.split(_OVER.sub("", before).rstrip("／/ \u3000"))[-1].strip()


def _entry(period: Period, kind: str, words: _Words, statement: Statement, context: ScheduleContext) -> Entry:
    own, behind = words.own, words.behind
    start, end, opening = ends_of(period, kind, own, behind, statement)
    beside = _ROUND_ASIDE.match(statement.text, period.span[1])
    aside = round_in(beside.group("words")) if beside else None
    around = (statement.label_text, *statement.heads[-1:], statement.course)
    said = round_in(own) or aside or _round_of_sentence(statement.text, period.span[0])
    printed = said or next(filter(None, map(round_in, around)), None)
    number = (printed or context.call_round) if kind == "application" else None
    label = single_spaced(MARK.sub("", own).strip(":：・※（( 　")) if kind_in(own) else ""
    return Entry(
        fact=PeriodRow(
            kind=kind,
            call_round=number,
            label=label or statement.label_text or "".join(statement.heads[-1:]) or None,
            start_date=start,
            end_date=end,
            precision=precision_of(period),
            end_time=period.end_time if end is not None else None,
            deadline_rule=period.deadline_rule or rule_of(behind),
            relative_text=single_spaced(period.relative_text) or None,
            is_inferred=period.is_inferred,
            inference=period.inference or None,
            weekday_ok=period.weekday_ok,
            period_text=single_spaced(period.text),
            locator=statement.locator,
        ),
        passage=statement.passage,
        is_opening=opening,
        is_labelled=is_schedule(statement),
        by_channel=bool(_CHANNEL.search(own)),
        course=statement.course,
        is_put_off=start is None and is_put_off(behind),
    )


def _round_of_sentence(text: str, place: int) -> int | None:
    """第1期：4月～6月に開かれる展示会…3月31日まで, 第2次募集の期間は、9月1日から: the one round that its sentence speaks of."""
    start, end = text.rfind("。", 0, place) + 1, text.find("。", place)
    rounds = rounds_in(text[start : end if end >= 0 else len(text)])
    return rounds.pop() if len(rounds) == 1 else None
