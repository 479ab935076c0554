"""Tables of dates (区分｜期限｜備考) → entries: each row's first cell labels the dates in its other cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipeline.extract.facts import ScheduleContext
from pipeline.extract.labels import label_kind
from pipeline.extract.schedule.entries import Entry, entries_of
from pipeline.extract.schedule.kinds import kind_in, round_in
from pipeline.extract.statements import Statement
from pipeline.extract.statements.lines import mended
from pipeline.folding import single_spaced
from pipeline.normalize.fiscal_year import printed_fiscal_year
from pipeline.records import Cell, Notice, Passage

# STEP 1｜申請受付期間内（4月1日～5月29日）に提出: what a cell that no head calls dated names of itself
_ITSELF = re.compile(
    r"(?:申請|募集|公募|応募|申込)(?:受付)?期間(?:内|中)?(?:に|は)?[\s　]*[(（:：]?[\s　]*(?:令和|20[0-9]{2}|[0-9]{1,2}月)"
)
# 備考, 注: a column that holds no dates of the programme
_NOTE = re.compile(r"備考|注|説明|内容")
_VALUE = re.compile(r"[0-9０-９][\s　]*(?:[/／%％割円]|[万千億]+円|分の)|[定全]額")
_OPEN = re.compile(r"[\s　]*[~～〜]")
_LONGEST_YEAR = 12


def tabled(passage: Passage, number: int, context: ScheduleContext, notices: list[Notice]) -> Iterator[Entry]:
    """The dates of a table as those of statements; `number` is the place of its passage."""
    table = passage.table
    assert table is not None
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.col)):
        rows.setdefault(cell.row, []).append(cell)
    heads = {cell.col: single_spaced(cell.text) for cell in rows.get(0, [])}
    dated = {col for col, words in heads.items() if label_kind(words) == "schedule"}
    above: dict[int, date] = {}
    for cells in rows.values():
        label = single_spaced(cells[0].text)[:60]
        if label_kind(heads.get(cells[0].col, "")) == "terms" and _VALUE.search(label):
            label = ""  # 補助率｜申請期間: no row is called 1/2
        is_label = len(label) <= 30 and kind_in(label) is not None
        own = _of_year(context, label)
        beside: date | None = None
        for cell in cells[1:]:
            head = heads.get(cell.col, "")
            is_dated = not _NOTE.search(head) and (cell.col in dated or (is_label and not dated))
            is_other = kind_in(head) not in (None, "application")  # 一次募集｜活動期間: the column tells
            told = label if is_label and not is_other else f"{head} {label}".strip()
            earlier = above.get(cell.col) if round_in(label) and cell.col in dated else None
            for line in mended(cell.lines):
                statement = Statement(line.text, line.locator or cell.locator, number, "open", course=passage.course)
                if is_dated:
                    statement = replace(statement, label="schedule", under="schedule", label_text=told)
                if not is_dated and not _ITSELF.search(line.text):
                    continue
                since = beside or (None if _OPEN.match(line.text) else earlier)
                found = list(entries_of(statement, own, since, set(), notices))
                yield from found
                called = [entry.fact for entry in found if entry.fact.kind == "application"]
                if called and (day := called[0].start_date or called[0].end_date):
                    beside = beside or day
                    above[cell.col] = day


def _of_year(context: ScheduleContext, label: str) -> ScheduleContext:
    """The context of a row that is called after its fiscal year (令和7年度): that fixes the years its dates leave out."""
    year = printed_fiscal_year(label) if len(label) <= _LONGEST_YEAR else None
    return replace(context, fiscal_year=year, published=None, listed_end_month=None) if year else context
