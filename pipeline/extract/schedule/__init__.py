"""A programme's passages → its periods: what for, which round, from when to when, and whether it takes applications at any time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from pipeline.extract.facts import Schedule, ScheduleContext
from pipeline.extract.labels import bare_label
from pipeline.extract.schedule.entries import Entry, entries_of
from pipeline.extract.schedule.joins import joined, once, put_off, to_events
from pipeline.extract.schedule.kinds import columns_in, rule_of
from pipeline.extract.schedule.purpose import is_step
from pipeline.extract.schedule.tables import tabled
from pipeline.extract.schedule.years import is_start_printed
from pipeline.extract.statements import Statement, statements
from pipeline.normalize import parse_periods
from pipeline.normalize.fiscal_year import year_in_era
from pipeline.records import Notice, Programme
from pipeline.rows import PeriodRow

# 随時募集, 随時受付, 通年募集; 随時（予算に限りがあります…）
_ROLLING = re.compile(r"随時|通年(?!の)")
_NOT_ROLLING = re.compile(
    r"(?:随時|通年)[でに]?、?(?:ご|の)?相談|随時(?:更新|お知らせ|公表|情報|確認|または別途)|可能性|記載なし|セミナー|登録は[^。]{0,30}随時"
)
# 予算に達し次第, 予算枠に到達した場合, 予算に限り, 予算の範囲内で先着順, 予算がなくなりしだい, 予算上限に達した場合
_BUDGET = re.compile(
    r"予算[^。]{0,14}?(?:達|到達|限り|限度|なくな|無くな|超え|尽き|埋ま|届い|次第)|予算枠?により|予算[^。]{0,8}範囲内[^。]{0,8}先着|先着順"
)
# 2020年10月8日, 2020.10.8, all there is on a line
_DATELINE = re.compile(
    r"^[\s　]*20[0-9]{2}(?P<sep>[./-])[0-9]{1,2}(?P=sep)[0-9]{1,2}[\s　]*$|^[\s　]*(?:20[0-9]{2}|令和[\s　]*[0-9０-９元]{1,2})[\s　]*年[\s　]*[0-9０-９]{1,2}[\s　]*月[\s　]*[0-9０-９]{1,2}[\s　]*日[\s　]*$"
)
# 受付：令和8年4月1日より（先着順）, 申請：随時: a label that may speak of when as well as of how
_TAKEN = re.compile(r"(?:申請|受付|申込み?|応募)(?:受付)?")
# 交付申請, ②実績報告, 令和8年度の申請受付について: a line that only names a step; not 令和9年2月26日まで
_BARE_LINE = re.compile(r"(?!.*[0-9０-９][\s　]*[月日/.])[^。、:：]{2,16}")
# 2026年, 令和8年, 平成 25 年, R8年
_YEAR = re.compile(
    r"(?P<western>(?:20|２０)[0-9０-９]{2})年|(?P<era>令和|平成|R)[\s　]*(?P<count>[0-9０-９]{1,2}|元)[\s　]*年"
)


def read_schedule(programme: Programme, *, context: ScheduleContext) -> Schedule:
    """Every dated period and deadline that the programme states for itself, and every year supplied with its reason."""
    said = list(_under_steps(statements(programme)))
    context = replace(context, published=_published([programme.name_text, *(statement.text for statement in said[:3])]))
    years = _years(said)
    entries: list[Entry] = []
    notices: list[Notice] = []
    anchor: tuple[int, date | None] = (-1, None)
    for statement in said:
        if anchor[0] != statement.passage:
            anchor = (statement.passage, None)
        found = list(entries_of(statement, context, anchor[1], years, notices))
        entries.extend(found)
        opened = [e.fact.start_date for e in found if _opens_list(e)]
        anchor = (statement.passage, opened[0] if opened else anchor[1])
        if not found:
            entries = _with_rule(entries, statement)
    for number, passage in enumerate(programme.passages):
        if passage.table is not None:
            entries.extend(tabled(passage, 1000 + number, context, notices))
    periods = once(put_off(joined(to_events(entries))))
    notices.extend(_contradictions(periods, context))
    return Schedule(periods, tuple(dict.fromkeys(notices)), *_flags(said))


def _opens_list(entry: Entry) -> bool:
    """Whether the days below take their year from its start: in running text not from what is helped (2024年4月1日から実施する事業)."""
    is_ours = entry.is_labelled or entry.fact.kind == "application"
    return entry.fact.start_date is not None and is_ours and is_start_printed(entry.fact.inference)


def _under_steps(said: Iterable[Statement]) -> Iterator[Statement]:
    """What stands below 実績報告 or 追加募集, alone on its line, speaks of it up to the next such line or the next passage.

    A row of heads of dates (申請書提出期間　事業実施期間) is the label of the rows below it.
    """
    head, columns, passage = "", "", -1
    for statement in said:
        is_bare = _BARE_LINE.fullmatch(statement.text) is not None
        if is_bare or statement.passage != passage:
            head = statement.text if is_bare and is_step(statement.text) else ""
        if statement.passage != passage:
            columns, passage = "", statement.passage
        columns = statement.text if columns_in(statement.text) else columns
        if columns and len(parse_periods(statement.text)) == len(columns_in(columns)):
            yield replace(statement, label="schedule", label_text=columns)
        else:
            yield replace(statement, heads=(*statement.heads, head)) if head else statement


def _published(first: list[str]) -> date | None:
    """The day on a line of its own among the first lines of a notice."""
    for text in first:
        if _DATELINE.match(text) and (found := parse_periods(text)):
            return found[0].start
    return None


def _with_rule(entries: list[Entry], statement: Statement) -> list[Entry]:
    """※消印有効 on a line of its own goes on about the deadline above it."""
    rule = rule_of(statement.text) if len(statement.text) <= 24 else None
    if not rule or not entries or entries[-1].passage != statement.passage or entries[-1].fact.deadline_rule:
        return entries
    return [*entries[:-1], replace(entries[-1], fact=replace(entries[-1].fact, deadline_rule=rule))]


def _years(said: list[Statement]) -> set[int]:
    found = set()
    for statement in said:
        for match in _YEAR.finditer(statement.text):
            western, era, count = match.groups()
            found.add(int(western) if western else year_in_era(era, count))
    return found


def _contradictions(periods: tuple[PeriodRow, ...], context: ScheduleContext) -> list[Notice]:
    """The listing's end month against the last application deadline that the programme states."""
    ends = [period for period in periods if period.kind == "application" and period.end_date and not period.is_inferred]
    if not ends or not context.listed_end_month:
        return []
    last = max(ends, key=lambda period: period.end_date or date.min)
    assert last.end_date is not None
    if last.end_date.isoformat()[:7] == context.listed_end_month:
        return []
    message = f"見出しの終了予定({context.listed_end_month})と募集の終わり({last.end_date.isoformat()})が合いません"
    return [Notice("warning", "end-month-contradiction", message, last.period_text, last.locator)]


def _flags(said: list[Statement]) -> tuple[bool, bool]:
    """(is_rolling, is_budget_limited) from what is said outside costs, papers and applicants."""
    spoken = [
        statement.text
        for statement in said
        if statement.standing != "closed" or _TAKEN.fullmatch(bare_label(statement.label_text))
    ]
    rolling = any(_ROLLING.search(text) and not _NOT_ROLLING.search(text) for text in spoken)
    return rolling, any(_BUDGET.search(text) for text in spoken)
