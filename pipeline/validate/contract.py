"""The contract's judgement: every row a parser produced is published or quarantined, with the reasons, and the sums agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.rows import TABLES, QuarantineRow, Row


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule of one row."""

    column: str
    check: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one table; parsed = published + quarantined."""

    parsed: int
    published: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Judged:
    """Published rows and `quarantine` by table, with the counts that reconcile."""

    tables: Mapping[str, tuple[Row, ...]]
    counts: Mapping[str, Counts]


def judge(rows: Mapping[str, Sequence[Row]]) -> Judged:
    """Split the rows of every table into published and quarantined ones.

    A row whose programme or source is quarantined is quarantined too. `rows` holds no `quarantine`.
    """
    tables: dict[str, tuple[Row, ...]] = {}
    counts: dict[str, Counts] = {}
    quarantine: list[QuarantineRow] = []
    published: dict[str, set[str]] = {}
    parsed: dict[str, set[str]] = {}
    for table in TABLES:
        if table == "quarantine":
            continue
        given = tuple(rows.get(table, ()))
        breaches = judge_table(table, given)
        for index, breach in _judge_references(table, given, published, parsed):
            breaches[index].append(breach)
        kept = tuple(row for index, row in enumerate(given) if index not in breaches)
        for index, reasons in sorted(breaches.items()):
            quarantine += [_quarantine(table, given[index], reason) for reason in reasons]
        parsed[table], published[table] = _keys(table, given), _keys(table, kept)
        tables[table] = kept
        counts[table] = Counts(len(given), len(kept), len(breaches))
    tables["quarantine"] = tuple(quarantine)
    counts["quarantine"] = Counts(len(quarantine), len(quarantine), 0)
    _reconcile(rows, tables, counts)
    return Judged(tables, counts)


def judge_table(table: str, rows: Sequence[Row]) -> defaultdict[int, list[Breach]]:
    """Row index → the rules of the table's schema that the row breaks (types first, then the pandera model)."""
    breaches: defaultdict[int, list[Breach]] = defaultdict(list)
    for index, column, value in _misfits(table, rows):
        breaches[index].append(Breach(column, "type", repr(value)))
    indices = [index for index in range(len(rows)) if index not in breaches]
    for position, breach in _judge_frame(table, [rows[index] for index in indices]) if indices else ():
        breaches[indices[position]].append(breach)
    return breaches


@cache
def warm_up() -> None:
    """Import what the judgement needs and use it once, on nothing, while other processes still read."""
    _judge_frame("programs", ())


def _misfits(table: str, rows: Sequence[Row]) -> list[tuple[int, str, Any]]:
    from schemas import arrow_schema
    from schemas.frames import fits

    return [
        (index, field.name, value)
        for field in arrow_schema(table)
        for index, value in enumerate(getattr(row, field.name) for row in rows)
        if not fits(value, field.type)
    ]


def _judge_frame(table: str, rows: Sequence[Row]) -> list[tuple[int, Breach]]:
    import pandas as pd
    from pandera.errors import SchemaErrors

    from schemas import pandera_schema
    from schemas.frames import to_arrow

    frame = to_arrow(table, rows).to_pandas(types_mapper=pd.ArrowDtype)
    try:
        pandera_schema(table).validate(frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    unplaced = cases[cases["index"].isna()]
    if len(unplaced):  # a broken schema, not a broken row: columns and types are ours
        raise AssertionError(f"{table}: {unplaced.to_dict('records')}")
    breaches: dict[tuple[int, str, str], Breach] = {}
    seen: set[tuple[str, str]] = set()
    for case in cases.sort_values("index", kind="stable").to_dict("records"):
        index, column, check = (
            int(case["index"]),
            str(case["column"]),
            str(case["check"]).split("(")[0],
        )  # isin([...]) → isin
        value = case["failure_case"]
        if "__" in check:  # a rule over columns, reported once for each of them: file it under its own
            column, check = check.split("__")
            value = frame.at[index, column]
        elif check == "field_uniqueness" and (column, value) not in seen:
            seen.add((column, value))  # the first row keeps the key
            continue
        breaches[index, column, check] = Breach(
            column, check.replace("_", "-"), None if pd.isna(value) is True else str(value)
        )
    return [(index, breach) for (index, _, _), breach in breaches.items()]


def _judge_references(
    table: str, rows: Sequence[Row], published: Mapping[str, set[str]], parsed: Mapping[str, set[str]]
) -> list[tuple[int, Breach]]:
    from schemas import references

    breaches = []
    for column, target in references(table).items():
        for index, row in enumerate(rows):
            value = getattr(row, column)
            if value is not None and value not in published[target]:
                check = "parent-quarantined" if value in parsed[target] else "foreign-key"
                breaches.append((index, Breach(column, check, str(value))))
    return breaches


def _keys(table: str, rows: Sequence[Row]) -> set[str]:
    from schemas import primary_key

    key = primary_key(table)
    return {getattr(row, key) for row in rows} if key else set()


def _quarantine(table: str, row: Row, breach: Breach) -> QuarantineRow:
    from schemas import primary_key

    return QuarantineRow(
        table=table,
        row_id=str(getattr(row, primary_key(table) or "")),
        column=breach.column,
        check=breach.check,
        value=breach.value,
        program_id=getattr(row, "program_id", None),
        locator=getattr(row, "locator", None),
    )


def _reconcile(
    rows: Mapping[str, Sequence[Row]], tables: Mapping[str, tuple[Row, ...]], counts: Mapping[str, Counts]
) -> None:
    for table, count in counts.items():
        if len(tables[table]) != count.published or count.parsed != count.published + count.quarantined:
            raise AssertionError(f"{table}: the counts do not reconcile: {count}")
    unknown = set(rows) - set(TABLES)
    if unknown or rows.get("quarantine"):
        raise AssertionError(f"rows of tables that the contract does not judge: {sorted(unknown) or ['quarantine']}")
