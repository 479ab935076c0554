"""The tables as files: every table as CSV and as Parquet, sorted by key, the same bytes for the same rows.

CSV cells hold the values exactly. A cell that begins with = + - @ is therefore left alone here: programs read these
files; the workbook and `excel/*.csv`, which people open, take formulas out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.files import write_new
from pipeline.rows import TABLES, Row

if TYPE_CHECKING:
    import pyarrow


def write_tables(rows: Mapping[str, Sequence[Row]], folder: Path) -> None:
    """Write `<table>.csv` and `<table>.parquet` for every table of the contract; a table without rows is written too."""
    from schemas.frames import sort_rows, to_arrow

    for table in TABLES:
        content = to_arrow(table, sort_rows(table, rows.get(table, ())))
        write_new(folder / f"{table}.csv", to_csv(content))
        write_new(folder / f"{table}.parquet", to_parquet(content))


def to_csv(content: pyarrow.Table) -> bytes:
    """An Arrow table as CSV: UTF-8, LF, RFC 4180 quoting, a header row, null as an empty cell."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(content.column_names)
    columns = [[to_cell(value) for value in column.to_pylist()] for column in content.columns]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue().encode("utf-8")


def to_cell(value: Any) -> str:
    """One value as CSV text: true/false, ISO 8601, lists joined with `;`, null empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(value)
    return str(value)


def to_parquet(content: pyarrow.Table) -> bytes:
    """An Arrow table as Parquet, with the column descriptions in the schema's metadata."""
    import pyarrow.parquet

    buffer = io.BytesIO()
    pyarrow.parquet.write_table(content, buffer, compression="zstd", version="2.6")
    return buffer.getvalue()
