"""The same programme in two places: calls of a series, the target of a 上乗せ, and two sources that contradict."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product
from typing import TypeVar

from pipeline.publish import words
from pipeline.publish.names import Telling, mentions, same_programme, telling
from pipeline.rows import AmountRow, FindingRow, PeriodRow, ProgramRow, RateRow, RelationRow, Row

Item = TypeVar("Item")
Key = TypeVar("Key")
Fact = RateRow | AmountRow | PeriodRow
Tables = Mapping[str, Sequence[Row]]
LEVELS = {"national": 0, "prefecture": 1, "municipality": 2, None: 3}
CLEARLY = 5.0
"""Points by which a candidate must beat the next to be the one that is meant."""
ENOUGH = 75.0
"""Per cent of a name that a mention must cover: 持続化補助金 alone does not say which 枠 is meant."""


def relate(tables: Tables) -> dict[str, tuple[Row, ...]]:
    """All rows with `series_id` shared by matched programmes, relations given their targets, and contradictions found.

    Every match keeps its reason; where two programmes fit a mention equally well the target stays empty and the
    reason names both.
    """
    programs = [row for row in tables["programs"] if isinstance(row, ProgramRow)]
    areas = sorted({area for row in programs for area in row.area_names}, key=len, reverse=True)
    names = {row.program_id: telling(row.name, areas) for row in programs}
    pairs = _pairs(programs, names)
    series = _series(programs, pairs)
    targets = [
        _with_target(row, programs, names, areas) if isinstance(row, RelationRow) else row
        for row in tables["relations"]
    ]
    known = {row.relation_id for row in targets if isinstance(row, RelationRow)}
    matched = [relation for relation in (_relation(*pair) for pair in pairs) if relation.relation_id not in known]
    return {
        **{table: tuple(rows) for table, rows in tables.items()},
        "programs": tuple(replace(row, series_id=series[row.program_id]) for row in programs),
        "relations": (*targets, *matched),
        "findings": (*tables["findings"], *_contradictions([pair[:2] for pair in pairs], tables)),
    }


def _pairs(programs: Sequence[ProgramRow], names: Mapping[str, Telling]) -> list[tuple[ProgramRow, ProgramRow, str]]:
    """Programmes that are one series, the later first, with the reason."""
    found = []
    for group in _by(programs, lambda row: row.series_id).values():
        calls = sorted(group, key=_age, reverse=True)
        found += [(new, old, f"同じ名称（{_call(new)}と{_call(old)}）") for new, old in pairwise(calls)]
    for near in _by(programs, lambda row: (row.area_level, row.area_codes)).values():
        # two alike names in one source and one year are two programmes; elsewhere they are the same one again
        editions = _by(near, lambda row: (row.source_id, row.fiscal_year)).values()
        for one, other in (pair for here, there in combinations(editions, 2) for pair in product(here, there)):
            score = same_programme(names[one.program_id], names[other.program_id])
            if score and one.series_id != other.series_id:
                new, old = sorted((one, other), key=_age, reverse=True)
                found.append((new, old, f"同じ地域で名称が {score:.0f}% 一致（「{new.name}」と「{old.name}」）"))
    return sorted(found, key=lambda pair: (pair[0].program_id, pair[1].program_id))


def _age(row: ProgramRow) -> tuple[int, int, str]:
    return (row.fiscal_year or 0, row.call_round or 0, row.program_id)


def _call(row: ProgramRow) -> str:
    year = f"{row.fiscal_year}年度" if row.fiscal_year else ""
    return (year + (f"第{row.call_round}回" if row.call_round else "")) or row.source_id


def _series(programs: Sequence[ProgramRow], pairs: Sequence[tuple[ProgramRow, ProgramRow, str]]) -> dict[str, str]:
    """program_id → series_id, the smallest of all that are joined."""
    joined = {row.series_id: row.series_id for row in programs}

    def root(key: str) -> str:
        while joined[key] != key:
            key = joined[key]
        return key

    for new, old, _ in pairs:
        first, second = sorted((root(new.series_id), root(old.series_id)))
        joined[second] = first
    return {row.program_id: root(row.series_id) for row in programs}


def _relation(new: ProgramRow, old: ProgramRow, reason: str) -> RelationRow:
    digest = hashlib.sha256(f"same_series\x1f{new.program_id}\x1f{old.program_id}".encode()).hexdigest()
    return RelationRow(
        relation_id=f"re_{digest[:12]}",
        program_id=new.program_id,
        kind="same_series",
        target_program_id=old.program_id,
        target_text=old.name_text,
        locator=new.locator,
        reason=reason,
    )


def _with_target(
    row: RelationRow, programs: Sequence[ProgramRow], names: Mapping[str, Telling], areas: Sequence[str]
) -> RelationRow:
    """A relation whose words name a programme of the data, with that programme and why it is the one."""
    if row.target_program_id is not None:
        return row
    owner = next((program for program in programs if program.program_id == row.program_id), None)
    mention = telling(row.target_text, areas)
    said = [area for area in areas if row.target_text.startswith(area)]
    fits = []
    for program in programs:
        if owner is not None and (program.program_id == owner.program_id or program.series_id == owner.series_id):
            continue
        if said and said[0] not in program.area_names:
            continue
        # 上乗せ stands on a wider programme: a city's on the prefecture's, never on another city's
        if owner is not None and row.kind == "tops_up" and LEVELS[program.area_level] >= LEVELS[owner.area_level]:
            continue
        score = mentions(mention, names[program.program_id])
        if score:
            fits.append((score, program))
    best = _latest_calls(fits)
    if not best:
        return row
    score, target = best[0]
    if score < ENOUGH:
        return replace(row, reason=f"近い名称はあります: 「{target.name}」（{score:.0f}%）")
    if len(best) > 1 and score - best[1][0] < CLEARLY:
        both = "、".join(f"「{program.name}」" for _, program in best[:3])
        return replace(row, reason=f"候補が複数あり決められません: {both}")
    return replace(row, target_program_id=target.program_id, reason=f"「{target.name}」と一致（名称 {score:.0f}%）")


def _latest_calls(fits: Iterable[tuple[float, ProgramRow]]) -> list[tuple[float, ProgramRow]]:
    """The best fits, one call of each series: the latest that is not closed, else the latest."""
    calls = _by(fits, lambda fit: fit[1].series_id)
    latest = [max(group, key=lambda fit: (fit[1].status != "closed", _age(fit[1]))) for group in calls.values()]
    return sorted(latest, key=lambda fit: (-fit[0], fit[1].program_id))


def _contradictions(pairs: Iterable[tuple[ProgramRow, ProgramRow]], tables: Tables) -> list[FindingRow]:
    """Values that two sources give differently for one call, each with both values and both places."""
    facts = {
        table: _by((row for row in tables[table] if isinstance(row, Fact)), lambda row: row.program_id)
        for table in ("rates", "amounts", "periods")
    }
    found = []
    for pair in pairs:
        one, other = sorted(pair, key=lambda program: program.source_id)
        if one.source_id == other.source_id or one.call_round != other.call_round:
            continue
        if None not in (one.fiscal_year, other.fiscal_year) and one.fiscal_year != other.fiscal_year:
            continue
        for table, mine in facts.items():
            ours, theirs = (_values(mine.get(program.program_id, [])) for program in (one, other))
            for key in sorted(ours.keys() & theirs.keys()):
                (said, row, row_id), (other_said, other_row, _) = ours[key], theirs[key]
                if said != other_said:
                    places = ((one, said, row), (other, other_said, other_row))
                    found.append(_finding(table, key, row_id, places))
    return found


def _values(rows: Sequence[Fact]) -> dict[str, tuple[str, Fact, str]]:
    """What a programme says once and for all: its value by what it is about; a thing said twice is left out."""
    found: dict[str, list[tuple[str, Fact, str]]] = {}
    for row in rows:
        if isinstance(row, RateRow) and row.numerator is not None:
            who = words.APPLICANT[row.applicant_class]
            value = f"{row.numerator}/{row.denominator}"
            found.setdefault(f"{words.BASIS[row.basis]}に対する補助率（{who}）", []).append((value, row, row.rate_id))
        elif isinstance(row, AmountRow):
            who = words.APPLICANT[row.applicant_class]
            value = "上限なし" if row.is_unlimited else words.yen(row.yen)
            found.setdefault(f"{words.named(words.AMOUNT, row.kind)}（{who}）", []).append((value, row, row.amount_id))
        elif isinstance(row, PeriodRow) and row.kind == "application" and row.end_date:
            found.setdefault("申請の締切", []).append((words.day(row.end_date, year=True), row, row.period_id))
    return {key: said[0] for key, said in found.items() if len({value for value, _, _ in said}) == 1}


def _finding(table: str, about: str, row_id: str, places: Sequence[tuple[ProgramRow, str, Fact]]) -> FindingRow:
    told = "、".join(f"{program.source_id} は {value}（{row.locator}）" for program, value, row in places)
    program, _, row = places[0]
    digest = hashlib.sha256(f"{about}\x1f{row_id}\x1f{places[1][0].program_id}".encode()).hexdigest()
    texts = {"rates": "rate_text", "amounts": "amount_text", "periods": "period_text"}
    return FindingRow(
        finding_id=f"fi_{digest[:12]}",
        severity="warning",
        check="source-contradiction",
        source_id=program.source_id,
        program_id=program.program_id,
        table=table,
        row_id=row_id,
        message=f"{about}が資料によって違います: {told}",
        text=getattr(row, texts[table]),
        locator=row.locator,
    )


def _by(rows: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    found: dict[Key, list[Item]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
