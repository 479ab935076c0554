"""Every release's changes kept, so that a programme's history can be read and what was known on a day is known again.

`history/0003_2025-12-05_v1.2.0.parquet` holds one release: a row per table row that came, changed (`put`, the whole row
as JSON) or went (`del`), and a row per change in words (`said`). A release in which nothing changed adds no file, so
the files of a release are those of the last one and at most one more.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.files import write_new
from pipeline.publish import words
from pipeline.publish.changes.change import Change
from pipeline.publish.dataset import KEYS, Dataset
from pipeline.publish.find import find_program
from pipeline.publish.tables import to_parquet
from pipeline.records import PipelineError

Row = dict[str, Any]

KEPT = tuple(table for table in KEYS if table != "findings")
VOLATILE = {"status_as_of", "retrieved_at", "freshness"}
"""Columns that differ from run to run without anything being learnt."""
NAME = re.compile(r"(?P<number>\d{4})_(?P<day>\d{4}-\d{2}-\d{2})_v(?P<version>[\d.]+)\.parquet")


@dataclass(frozen=True, slots=True)
class Release:
    """One kept release: its number, the day whose knowledge it holds, its version, and its file."""

    number: int
    day: date
    version: str
    path: Path


def write_history(
    previous: Dataset | None, current: Dataset, changes: Sequence[Change], version: str, folder: Path
) -> None:
    """Copy the last release's history into `folder`/history and add this release, unless nothing was learnt."""
    import pyarrow as pa

    kept = releases(previous.folder) if previous is not None else []
    (folder / "history").mkdir(parents=True, exist_ok=True)
    for release in kept:
        shutil.copyfile(release.path, folder / "history" / release.path.name)
    entries = [*_learnt(previous if kept else None, current), *_said(changes)]
    if not entries:
        return
    number = kept[-1].number + 1 if kept else 1
    name = f"{number:04}_{current.as_of.isoformat()}_v{version}.parquet"
    schema = pa.schema([(column, pa.string()) for column in ("op", "table", "row_id", "program_id", "content")])
    write_new(folder / "history" / name, to_parquet(pa.Table.from_pylist(entries, schema=schema)))


def releases(folder: Path) -> list[Release]:
    """The releases kept in a published folder, oldest first."""
    found = [(NAME.fullmatch(path.name), path) for path in (folder / "history").glob("*.parquet")]
    return sorted(
        (
            Release(int(match["number"]), date.fromisoformat(match["day"]), match["version"], path)
            for match, path in found
            if match
        ),
        key=lambda release: release.number,
    )


def known_on(dataset: Dataset, day: date) -> Dataset:
    """The tables as the last release up to `day` knew them (findings aside); nothing known yet raises `PipelineError`."""
    import pandas as pd
    import pyarrow as pa

    kept = releases(dataset.folder)
    last = max((release.number for release in kept if release.day <= day), default=0)
    if not last:
        first = f"（最初の公開は {kept[0].day}）" if kept else ""
        raise PipelineError(f"{day} にはまだ公開データがありません{first}")
    rows: dict[str, dict[str, Row]] = {table: {} for table in KEPT}
    for release in kept[:last]:
        for entry in _entries(release):
            if entry["op"] == "put":
                rows[entry["table"]][entry["row_id"]] = json.loads(entry["content"])
            elif entry["op"] == "del":
                rows[entry["table"]].pop(entry["row_id"])
    tables = dict(dataset.tables)
    for table, known in rows.items():
        schema = pa.Schema.from_pandas(dataset.tables[table], preserve_index=False)
        content = [
            {field.name: _typed(known[key].get(field.name), field.type) for field in schema} for key in sorted(known)
        ]
        frame = pa.Table.from_pylist(content, schema=schema).to_pandas(types_mapper=pd.ArrowDtype)
        tables[table] = frame
    for table in set(tables) - set(KEPT):
        tables[table] = tables[table].iloc[:0]
    version = kept[last - 1].version
    return replace(dataset, tables=tables, run={"as_of": kept[last - 1].day.isoformat()}, package={"version": version})


def history(dataset: Dataset, program_id: str) -> list[tuple[Release, list[str]]]:
    """What each release said of a programme, oldest first; an id that no release knows raises `PipelineError`."""
    told: list[tuple[Release, list[str]]] = []
    for release in releases(dataset.folder):
        mine = [entry for entry in _entries(release) if entry["program_id"] == program_id]
        said = [entry["content"] for entry in mine if entry["op"] == "said"]
        if not said and any(entry["op"] == "put" and entry["table"] == "programs" for entry in mine):
            said = ["記録のはじめ"] if not told else ["記録を更新（値の変更なし）"]
        if said:
            told.append((release, said))
    if not told:
        raise PipelineError(f"履歴に制度がありません: {program_id}")
    return told


def describe_history(dataset: Dataset, program: str, day: date | None) -> list[str]:
    """A programme's history as lines, or with a `day` what was known of it then; `program` is an id or a name.

    An id that left the data is found in the history; what nobody knows raises `PipelineError`.
    """
    told = {entry["program_id"] for release in releases(dataset.folder) for entry in _entries(release)}
    program_id = program if program in told else find_program(dataset, program)["program_id"]
    if day is not None:
        return describe(known_on(dataset, day), program_id)
    return [
        f"{release.day} {release.version} {message}"
        for release, said in history(dataset, program_id)
        for message in said
    ]


def describe(dataset: Dataset, program_id: str) -> list[str]:
    """A programme in a few lines: name, status, rates, sums and periods; an unknown id raises `PipelineError`."""
    program = next((row for row in dataset.rows("programs") if row["program_id"] == program_id), None)
    if program is None:
        raise PipelineError(f"{dataset.as_of} の時点でこの制度は知られていません: {program_id}")
    lines = [
        f"{program['name']}（{words.named(words.STATUS, program['status'])}、{dataset.as_of} の公開 {dataset.version}）"
    ]
    for table, title, value in (
        ("rates", "補助率", words.rate),
        ("amounts", None, words.amount),
        ("periods", None, lambda row: words.days(row["start_date"], row["end_date"])),
    ):
        for row in dataset.rows(table):
            if row["program_id"] == program_id:
                names = words.AMOUNT if table == "amounts" else words.PERIOD
                noun = title or words.named(names, row["kind"])
                lines.append(f"- {noun} {value(row)}{words.scope(row)}")
    return lines


def _learnt(previous: Dataset | None, current: Dataset) -> Iterator[Row]:
    for table in KEPT:
        key = KEYS[table]
        before = {row[key]: _content(row) for row in previous.rows(table)} if previous is not None else {}
        after = {row[key]: (row, _content(row)) for row in current.rows(table)}
        for row_id in sorted(before.keys() | after.keys()):
            if row_id not in after:
                yield {"op": "del", "table": table, "row_id": row_id}
                continue
            row, content = after[row_id]
            if content != before.get(row_id):
                whole = json.dumps({name: _plain(value) for name, value in row.items()}, ensure_ascii=False)
                owner = row.get("program_id")
                yield {"op": "put", "table": table, "row_id": row_id, "program_id": owner, "content": whole}


def _said(changes: Sequence[Change]) -> Iterator[Row]:
    for change in changes:
        yield {
            "op": "said",
            "table": change.table,
            "row_id": change.row_id,
            "program_id": change.program_id,
            "content": change.message,
        }


def _content(row: Mapping[str, Any]) -> Row:
    return {name: value for name, value in row.items() if name not in VOLATILE}


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _typed(value: Any, kind: Any) -> Any:
    import pyarrow as pa

    if value is None:
        return None
    if pa.types.is_date(kind):
        return date.fromisoformat(value)
    if pa.types.is_timestamp(kind):
        return datetime.fromisoformat(value)
    return Decimal(value) if pa.types.is_decimal(kind) else value


def _entries(release: Release) -> list[dict[str, str]]:
    import pyarrow.parquet as pq

    entries: list[dict[str, str]] = pq.read_table(release.path).to_pylist()
    return entries
