"""The tables as a database file with keys: SQLite, or DuckDB where it is installed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.publish.dataset import Dataset
from pipeline.publish.loss import Loss
from pipeline.records import PipelineError

SQLITE = {"integer": "INTEGER", "boolean": "INTEGER", "number": "TEXT"}


def write_sqlite(dataset: Dataset, folder: Path) -> list[Loss]:
    """Write hojokin.sqlite: typed tables with primary and foreign keys; lists as `;` text, dates as ISO text."""
    path = folder / "hojokin.sqlite"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA foreign_keys = ON")
        for statement in _create(dataset):
            base.execute(statement)
        base.execute("PRAGMA defer_foreign_keys = ON")
        for table in dataset.tables:
            rows = [[_sqlite(value) for value in row.values()] for row in dataset.rows(table)]
            marks = ", ".join("?" * len(dataset.tables[table].columns))
            base.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
        base.commit()
    lists = sum(str(kind).startswith("list") for frame in dataset.tables.values() for kind in frame.dtypes)
    flags = sum(str(kind).startswith("bool") for frame in dataset.tables.values() for kind in frame.dtypes)
    return [
        Loss("リストの列", lists, "; 区切りの TEXT"),
        Loss("真偽の列", flags, "INTEGER（0 と 1）"),
        Loss("日付・小数の型", 1, "ISO 8601・十進数の TEXT"),
        Loss("列の題名と説明", sum(len(frame.columns) for frame in dataset.tables.values()), "SQLite に列の注釈がない"),
    ]


def write_duckdb(dataset: Dataset, folder: Path) -> list[Loss]:
    """Write hojokin.duckdb with the Parquet tables' own types, keys, and column comments."""
    try:
        import duckdb
    except ImportError:
        raise PipelineError("duckdb が入っていません（pip install duckdb）") from None
    from pipeline.publish.dataset import column_words

    path = folder / "hojokin.duckdb"
    path.unlink(missing_ok=True)
    with closing(duckdb.connect(str(path))) as base:
        base.execute("SET TimeZone = 'Asia/Tokyo'")
        for table in dataset.tables:
            source = str(dataset.folder / f"{table}.parquet").replace("'", "''")
            base.execute(f"CREATE TABLE \"{table}\" AS SELECT * FROM read_parquet('{source}')")
            for column, (title, text) in column_words(dataset, table).items():
                comment = f"{title}: {text}".replace("'", "''")
                base.execute(f'COMMENT ON COLUMN "{table}"."{column}" IS \'{comment}\'')
    return [Loss("外部キー", 1, "DuckDB では表を作り直さないと足せないため付けていない（値は同じ）")]


def _create(dataset: Dataset) -> Iterator[str]:
    from schemas.table_schema import table_schema

    for table in dataset.tables:
        schema = table_schema(table)
        keys = schema.get("primaryKey", [])
        lines = [
            f'"{field["name"]}" {SQLITE.get(field["type"], "TEXT")}{" PRIMARY KEY" if field["name"] in keys else ""}'
            for field in schema["fields"]
        ]
        lines += [
            f'FOREIGN KEY ("{key["fields"][0]}") REFERENCES "{key["reference"]["resource"]}" ("{key["reference"]["fields"][0]}")'
            for key in schema.get("foreignKeys", ())
        ]
        yield f'CREATE TABLE "{table}" ({", ".join(lines)}) STRICT'


def _sqlite(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
