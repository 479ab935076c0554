"""Guards: what a new release must look like, by its sources' profiles and beside the last good release.

A guard that trips stops publication. It is named `<kind>:<source id>`, and `--accept <name>` lets one run pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.rows import FindingRow, ProgramRow, Row
from pipeline.sources.profile import Expect

COUNTED = ("programs", "rates", "amounts", "periods", "contacts", "links", "facilities", "relations")
READ = ("rates", "amounts", "periods")
OWNERS = ("program_id", "source_id")
DAMAGED = ("truncated", "damaged")
"""Findings that a part of the document was lost: what is left may be wrong as well, letters of lost fonts for one."""
FEW = 10
"""Tables with fewer rows than this may change by any share: three facilities instead of two say nothing."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard that tripped: its name for `--accept`, and by how much."""

    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What the guards compare of one source in one release: its programmes' ids and its rows per table."""

    program_ids: frozenset[str]
    counts: Mapping[str, int]


def check_guards(
    source_id: str, expect: Expect, shape: Shape, last: Shape | None, findings: Sequence[FindingRow]
) -> Iterator[Guard]:
    """The guards that trip for one source; `last` is its shape in the last good release, `findings` its new ones."""
    low, high = expect.programs
    count = shape.counts.get("programs", 0)
    if not low <= count <= high:
        yield Guard(f"program-count:{source_id}", f"制度が {count} 件（{low}〜{high} 件のはず）")
    for table, (low, high) in expect.rows.items():
        count = shape.counts.get(table, 0)
        if not low <= count <= high:
            yield Guard(f"row-count:{source_id}", f"{table} が {count} 行（{low}〜{high} 行のはず）")
    for finding in findings:
        if finding.check in DAMAGED and finding.severity == "warning":
            yield Guard(f"damaged:{source_id}", finding.message)
    yield from _check_share_read(source_id, expect, shape, findings)
    if last is not None:
        yield from _check_change(source_id, expect, shape, last)


def shape_of_rows(rows: Mapping[str, Sequence[Row]], source_id: str) -> Shape:
    """The shape of one source in rows that are about to be published."""
    owners = {row.program_id: row.source_id for row in rows.get("programs", ()) if isinstance(row, ProgramRow)}
    owned = {table: [_owner(row, owners) for row in rows.get(table, ())] for table in COUNTED}
    return _shape(owners, owned, source_id)


def shape_of_release(folder: Path, source_ids: Iterable[str]) -> dict[str, Shape]:
    """The shapes of sources in a published release; a source that is not in it has none."""
    import pyarrow.parquet

    columns = {}
    for table in COUNTED:
        path = folder / f"{table}.parquet"
        rows = pyarrow.parquet.read_table(path, use_threads=False)
        columns[table] = rows.select([name for name in OWNERS if name in rows.column_names]).to_pylist()
    owners = {row["program_id"]: row["source_id"] for row in columns["programs"]}
    owned = {
        table: [row["source_id"] if "source_id" in row else owners.get(row["program_id"]) for row in rows]
        for table, rows in columns.items()
    }
    return {each: _shape(owners, owned, each) for each in source_ids if each in owners.values()}


def _shape(owners: Mapping[str, str], owned: Mapping[str, Sequence[str | None]], source_id: str) -> Shape:
    ids = frozenset(program for program, source in owners.items() if source == source_id)
    return Shape(ids, {table: Counter(sources)[source_id] for table, sources in owned.items()})


def _owner(row: Row, owners: Mapping[str, str]) -> str | None:
    return getattr(row, "source_id", None) or owners.get(getattr(row, "program_id", None) or "")


def _check_share_read(source_id: str, expect: Expect, shape: Shape, findings: Sequence[FindingRow]) -> Iterator[Guard]:
    read = sum(shape.counts.get(table, 0) for table in READ)
    unread = sum(finding.check.startswith("unread-") for finding in findings)
    if read + unread and read / (read + unread) < expect.share_read:
        message = f"読めた値の割合が {read / (read + unread):.0%}（{expect.share_read:.0%} 以上のはず）"
        yield Guard(f"share-read:{source_id}", message)


def _check_change(source_id: str, expect: Expect, shape: Shape, last: Shape) -> Iterator[Guard]:
    kept = len(shape.program_ids & last.program_ids) / max(len(last.program_ids), 1)
    if last.program_ids and kept < expect.ids_kept:
        yield Guard(
            f"ids-kept:{source_id}", f"前回の制度のうち残ったのは {kept:.0%}（{expect.ids_kept:.0%} 以上のはず）"
        )
    for table, before in last.counts.items():
        now = shape.counts.get(table, 0)
        change = abs(now - before) / max(before, 1)
        if max(now, before) >= FEW and change > expect.change:
            message = f"{table} が {before} 行から {now} 行に変わった（{expect.change:.0%} までのはず）"
            yield Guard(f"change-size:{source_id}", message)
