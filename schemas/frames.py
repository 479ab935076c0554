"""Rows into Arrow tables of the declared types: safe text, nothing coerced, sorted by key where asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as arrow

from schemas import arrow_schema, primary_key

# Characters that no document means to print and that change what a reader sees: controls but TAB and LF, bidirectional
# marks and overrides (U+202E turns the rest of a cell around), byte order marks, lone surrogates.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def to_arrow(table: str, rows: Sequence[object]) -> arrow.Table:
    """Rows (records with the table's columns) → an Arrow table; raises `ArrowException` for a value of another type."""
    schema = arrow_schema(table)
    columns = [arrow.array(column_values(rows, field.name), field.type) for field in schema]
    return arrow.table(columns, schema=schema)


def column_values(rows: Sequence[object], column: str) -> list[Any]:
    """The values of one column; text without unsafe characters, and null where nothing is left."""
    return [_safe(getattr(row, column)) for row in rows]


def sort_rows(table: str, rows: Sequence[Any]) -> list[Any]:
    """Rows in publishing order: by key, and rows without a key by all their columns."""
    key = primary_key(table)
    columns = [key] if key else arrow_schema(table).names
    return sorted(rows, key=lambda row: tuple(str(getattr(row, column) or "") for column in columns))


def fits(value: Any, kind: arrow.DataType) -> bool:
    """Whether Arrow takes `value` for a column of this type as it is."""
    if isinstance(value, datetime):  # Arrow would cut the time off a date, and guess the zone of a naive time
        return arrow.types.is_timestamp(kind) and value.tzinfo is not None
    if arrow.types.is_timestamp(kind):
        return value is None
    try:
        arrow.array([_safe(value)], kind)
    except (arrow.ArrowException, TypeError, ValueError, OverflowError):
        return False
    return True


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        return UNSAFE.sub("", value) or None
    if isinstance(value, tuple):
        return [item for item in map(_safe, value) if item is not None]
    if isinstance(value, datetime):  # with pandera imported, Arrow 26 reads 09:00+09:00 as 09:00 UTC: give it seconds
        return int(value.timestamp())
    return value
