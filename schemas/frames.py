"""Rows into Arrow tables of the declared types: safe text, nothing coerced, sorted by key where asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as arrow

from schemas import arrow_schema, primary_key

# Characters that no document means to print and that change what a reader sees: controls but TAB and LF, bidirectional
# marks and overrides (U+202E turns the rest of a cell around), byte order marks, lone surrogates.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def to_arrow(table: str, rows: Sequence[object]) -> arrow.Table:
    """Rows (records with the table's columns, whose values `fits`) → an Arrow table."""
    schema = arrow_schema(table)
    columns = [arrow.array([_safe(getattr(row, each.name)) for row in rows], each.type) for each in schema]
    return arrow.table(columns, schema=schema)


def sort_rows(table: str, rows: Sequence[Any]) -> list[Any]:
    """Rows in publishing order: by key, and rows without a key by all their columns."""
    key = primary_key(table)
    columns = [key] if key else arrow_schema(table).names
    return sorted(rows, key=lambda row: tuple(str(getattr(row, column) or "") for column in columns))


def fits(value: Any, kind: arrow.DataType) -> bool:
    """Whether `value` is null or exactly what a column of this type holds: Arrow itself would cut 1.5 down to 1."""
    if value is None:
        return True
    if arrow.types.is_list(kind):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if arrow.types.is_decimal(kind):
        return (
            isinstance(value, Decimal) and value.is_finite() and value == round(value, kind.scale) and abs(value) < 1000
        )
    if arrow.types.is_integer(kind):
        return type(value) is int and -(2**63) <= value < 2**63
    if arrow.types.is_timestamp(kind):
        return isinstance(value, datetime) and value.tzinfo is not None
    if arrow.types.is_date(kind):
        return isinstance(value, date) and not isinstance(value, datetime)
    return type(value) is (bool if arrow.types.is_boolean(kind) else str)


def _safe(value: Any) -> Any:
    """Text without unsafe characters, null where nothing is left; everything else as it is."""
    if isinstance(value, str):
        return UNSAFE.sub("", value) or None
    if isinstance(value, tuple):
        return [item for item in map(_safe, value) if item is not None]
    if isinstance(
        value, datetime
    ):  # with pandera imported, Arrow 26 reads 09:00+09:00 as 09:00 UTC: count it ourselves
        return round(value.timestamp() * 1000)
    return value
