"""The JSON table schemas (Table Schema, Data Package v2) that follow from the pandera models.

`python -m schemas.table_schema` writes them to `schemas/<table>.json`.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as arrow

from schemas import MODELS, pandera_schema, primary_key, references

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"


def table_schema(table: str) -> dict[str, Any]:
    """The Table Schema of one table as a JSON-ready dictionary."""
    columns = pandera_schema(table).columns
    content: dict[str, Any] = {
        "$schema": PROFILE,
        "fields": [_field(name, column) for name, column in columns.items()],
        "fieldsMatch": "exact",
        "missingValues": [""],
    }
    if key := primary_key(table):
        content["primaryKey"] = [key]
    if found := references(table):
        content["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": target, "fields": [primary_key(target)]}}
            for column, target in found.items()
        ]
    return content


def write_table_schemas(folder: Path) -> None:
    """Write `<table>.json` for every table."""
    for table in MODELS:
        (folder / f"{table}.json").write_text(to_json(table_schema(table)), encoding="utf-8")


def to_json(content: dict[str, Any]) -> str:
    """JSON as this project writes it: readable, stable, ending in a line end."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _field(name: str, column: Any) -> dict[str, Any]:
    kind = column.dtype.type.pyarrow_dtype
    content: dict[str, Any] = {"name": name, **_type(kind), "title": column.title, "description": column.description}
    if constraints := _constraints(column):
        content["constraints"] = constraints
    return content


def _type(kind: arrow.DataType) -> dict[str, str]:
    if arrow.types.is_list(kind):
        return {"type": "list", "delimiter": ";", "itemType": "string"}
    if arrow.types.is_timestamp(kind):
        return {"type": "datetime", "format": "any"}  # 2025-12-01T09:00:00.250+09:00, with or without thousandths
    if arrow.types.is_boolean(kind):
        return {"type": "boolean"}
    if arrow.types.is_date(kind):
        return {"type": "date"}
    if arrow.types.is_integer(kind):
        return {"type": "integer"}
    if arrow.types.is_decimal(kind):
        return {"type": "number"}
    return {"type": "string"}


_CONSTRAINTS = {  # pandera's check → its value's name, Table Schema's name
    "isin": ("allowed_values", "enum"),
    "str_matches": ("pattern", "pattern"),
    "greater_than": ("min_value", "exclusiveMinimum"),
    "greater_than_or_equal_to": ("min_value", "minimum"),
    "less_than_or_equal_to": ("max_value", "maximum"),
}


def _constraints(column: Any) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if not column.nullable and not arrow.types.is_list(
        column.dtype.type.pyarrow_dtype
    ):  # an empty list is an empty cell
        content["required"] = True
    if column.unique:
        content["unique"] = True
    for check in column.checks:
        if check.name in _CONSTRAINTS:
            statistic, name = _CONSTRAINTS[check.name]
            content[name] = _plain(check.statistics[statistic])
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, list | int | str):
        return value
    return float(value) if isinstance(value, Decimal) else value.isoformat()


if __name__ == "__main__":
    write_table_schemas(Path(__file__).parent)
