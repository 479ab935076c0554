"""Entries of a programme → its periods: openings joined to their closings, and what is said twice left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.extract.schedule.entries import Entry
from pipeline.rows import PeriodRow

# 申請受付開始 opens the call; 公募開始 beside it only announces it
_TAKES = re.compile(r"受付|申請|申込|応募")
# 【説明会】開催日時 … 申込期限: one applies to the event
_TO_ATTEND = re.compile(r"申込|申し込み|参加")
_TO_APPLY = re.compile(r"申請|募集|公募|補助|助成")


def joined(entries: list[Entry]) -> list[Entry]:
    """申請受付開始 and N次締切 on lines of their own are one period each (CONTRACT v1, reading rules)."""
    kept = list(entries)
    for held in _stretches(entries):
        openings = [entry for entry in held if entry.is_opening]
        closings = [entry for entry in held if entry.fact.end_date and not entry.fact.start_date]
        if _take_turns(held, openings, closings):
            pairs = {id(closing): opening for opening, closing in zip(openings, closings, strict=True)}
            kept = [_as_one(pairs.get(id(entry)), entry) for entry in kept if not any(entry is o for o in openings)]
            continue
        if not closings and any(_takes_later(entry, openings) for entry in held):
            kept = [_announced(entry) if any(entry is one for one in openings) else entry for entry in kept]
            continue
        opening = _opening(openings)
        if opening is None or not closings or any(entry.by_channel for entry in closings):
            continue
        kept = list(_merged(kept, opening, openings, closings))
    return kept


def _take_turns(held: list[Entry], openings: list[Entry], closings: list[Entry]) -> bool:
    """第1次 公募開始 … 締切 … ⏎ 第2次 公募開始 … 締切 …: several openings, each with its closing right behind it."""
    bare = [entry for entry in held if any(entry is one for one in (*openings, *closings))]
    return (
        len(openings) == len(closings) > 1
        and all(entry is one for entry, one in zip(bare[::2], openings, strict=True))
        and all(o.fact.start_date <= c.fact.end_date for o, c in zip(openings, closings, strict=True))  # type: ignore[operator]
    )


def _as_one(opening: Entry | None, entry: Entry) -> Entry:
    if opening is None:
        return entry
    start, number, label = opening.fact.start_date, opening.fact.call_round, opening.fact.label
    return replace(
        entry, fact=replace(entry.fact, start_date=start, call_round=entry.fact.call_round or number, label=label)
    )


def _stretches(entries: list[Entry]) -> list[list[Entry]]:
    """The applications of each passage; passages that hold one date each go together: 公募開始：… ⏎ 説明会：… ⏎ 公募締切：…"""
    dated = {entry.passage for entry in entries}
    stretches: list[list[Entry]] = []
    end, is_open = -1, False
    for passage in sorted({entry.passage for entry in entries if entry.fact.kind == "application"}):
        held = [entry for entry in entries if entry.passage == passage and entry.fact.kind == "application"]
        is_lone = len(held) == 1 and (held[0].fact.start_date is None) != (held[0].fact.end_date is None)
        are_closings = all(entry.fact.start_date is None and entry.fact.end_date for entry in held)
        is_next = dated.issuperset(range(end + 1, passage))
        if is_lone and is_open and is_next and stretches[-1][-1].course == held[0].course:
            stretches[-1].extend(held)
        else:
            stretches.append(held)
        end, is_open = passage, is_lone or are_closings
    return stretches


def _opening(openings: list[Entry]) -> Entry | None:
    """The one entry that opens the call, or None where none or several may."""
    if len(openings) == 1:
        return openings[0]
    taking = [entry for entry in openings if _TAKES.search(entry.fact.label or "")]
    return taking[0] if len(taking) == 1 else None


def _takes_later(entry: Entry, openings: list[Entry]) -> bool:
    """公募開始：4月8日 ⏎ 申請受付：5月12日～6月13日: whether a range takes applications after what only announces it."""
    start = entry.fact.start_date
    if start is None or entry.fact.end_date is None or not _TAKES.search(entry.fact.label or ""):
        return False
    earlier = [one.fact.start_date is not None and one.fact.start_date < start for one in openings]
    return all(earlier) and not any(_TAKES.search(one.fact.label or "") for one in openings)


def _announced(entry: Entry) -> Entry:
    return replace(entry, fact=replace(entry.fact, kind="announcement", end_date=entry.fact.start_date))


def _merged(entries: list[Entry], opening: Entry, openings: list[Entry], closings: list[Entry]) -> Iterator[Entry]:
    start = opening.fact.start_date
    for entry in entries:
        if entry is opening:
            continue
        if any(entry is other for other in openings):
            yield _announced(entry)
        elif (
            any(entry is other for other in closings) and start and entry.fact.end_date and start <= entry.fact.end_date
        ):
            yield replace(entry, fact=replace(entry.fact, start_date=start))
        else:
            yield entry


def put_off(entries: list[Entry]) -> list[Entry]:
    """※募集締切を2月27日に変更しました: the new end of the one stretch above it that it speaks of, whose old end goes."""
    kept = list(entries)
    for entry in entries:
        place = next(number for number, one in enumerate(kept) if one is entry)
        above = [one for one in kept[:place] if entry.is_put_off and _is_moved(one.fact, entry.fact)]
        near = [one for one in above if one.passage == entry.passage] or above
        stretches = {(one.fact.start_date, one.fact.end_date, one.fact.call_round) for one in near}
        if len(stretches) != 1 or near[0].fact.end_date == entry.fact.end_date:
            continue
        start, _, number = stretches.pop()
        kept[place] = replace(entry, fact=replace(entry.fact, start_date=start, call_round=number))
        kept = [one for one in kept if not any(one is old for old in near)]
    return kept


def _is_moved(fact: PeriodRow, said: PeriodRow) -> bool:
    """Whether a period is of the kind and round whose end is told anew."""
    if fact.end_date is None or said.end_date is None or fact.kind != said.kind:
        return False
    return said.call_round in (None, fact.call_round) and (fact.start_date or fact.end_date) <= said.end_date


def to_events(entries: list[Entry]) -> list[Entry]:
    """The deadline to join a briefing, next to the briefing's own day, is no deadline of the call."""
    told: list[Entry] = []
    for entry in entries:
        label = entry.fact.label or ""
        event = told[-1].fact if told and told[-1].fact.kind == "other" else None
        is_later = event and event.end_date and entry.fact.start_date and event.end_date < entry.fact.start_date
        if (
            event
            and not is_later  # 説明会 2月16日 ⏎ 申込期間 4月1日～4月30日
            and entry.fact.kind == "application"
            and _TO_ATTEND.search(label)
            and not _TO_APPLY.search(label)
        ):
            told.append(replace(entry, fact=replace(entry.fact, kind="other", call_round=None)))
        else:
            told.append(entry)
    return told


def once(entries: list[Entry]) -> tuple[PeriodRow, ...]:
    """Leave out what is said again: the same dates of one course, a deadline that a range has, and in running text what a label has.

    Where two courses of a programme have dates of one kind, the label says which course it is.
    """
    labelled = [entry for entry in entries if entry.is_labelled]
    kept: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: not entry.is_labelled):
        fuller = [other for other in labelled if not entry.is_labelled or (other.course and not entry.course)]
        others = (*kept, *fuller)
        if any(_says_again(entry, other) for other in others):
            continue
        if any(_covers(other, entry) for other in entries if other is not entry):
            continue
        if entry.by_channel and any(_is_amid(entry, other) for other in labelled):
            continue
        kept.append(entry)
    order = {id(entry): number for number, entry in enumerate(entries)}
    return tuple(_named(entry, kept) for entry in sorted(kept, key=lambda entry: order[id(entry)]))


def _named(entry: Entry, kept: list[Entry]) -> PeriodRow:
    """事業期間 → 外国語版ホームページ整備 事業期間, where another course has a 事業期間 too."""
    courses = {other.course for other in kept if other.fact.kind == entry.fact.kind}
    if not entry.course or len(courses) == 1:
        return entry.fact
    return replace(entry.fact, label=f"{entry.course.rpartition(' > ')[2]} {entry.fact.label or ''}".strip())


def _says_again(entry: Entry, other: Entry) -> bool:
    fact, said = entry.fact, other.fact
    if entry is other or fact.kind != said.kind:
        return False
    if (
        entry.is_labelled
        and other.is_labelled
        and entry.course != other.course
        and (entry.course or not fact.start_date)
    ):
        return False
    if fact.start_date is None and fact.end_date is None:
        return fact.relative_text == said.relative_text
    is_within = not entry.is_labelled and fact.start_date is None
    if fact.end_date == said.end_date and (fact.start_date == said.start_date or is_within):
        return fact.call_round in (None, said.call_round) or said.call_round is None
    return False


def _is_amid(entry: Entry, other: Entry) -> bool:
    """※電子申請は令和8年4月8日から受付開始, ※郵送は5月27日必着: one way of applying, amid the range above it."""
    fact, said = entry.fact, other.fact
    if other.by_channel or other.passage != entry.passage or fact.kind != said.kind:
        return False
    if said.start_date is None or said.end_date is None or (fact.start_date and fact.end_date):
        return False
    day = fact.start_date or fact.end_date
    return day is not None and said.start_date <= day <= said.end_date


def _covers(other: Entry, entry: Entry) -> bool:
    """A bare deadline or opening is covered by the range of the same kind and round that ends or begins on its day.

    Under a label it is covered within its own course alone.
    """
    fact, said = entry.fact, other.fact
    if said.kind != fact.kind or said.start_date is None or said.end_date is None:
        return False
    if said.start_date == said.end_date:  # 説明会 3月9日14時 ⏎ 申込期限 3月9日正午
        return False
    if other.course != entry.course and entry.is_labelled:
        return False
    if fact.call_round not in (None, said.call_round) and (said.call_round is not None or entry.is_labelled):
        return False
    if fact.start_date is None:
        return fact.end_date is not None and said.end_date == fact.end_date
    return fact.end_date is None and said.start_date == fact.start_date
