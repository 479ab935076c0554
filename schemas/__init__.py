"""The pandera models that judge every row, one file per table, and what else is derived from them."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyarrow as arrow

from schemas.amounts import Amounts
from schemas.columns import Table
from schemas.contacts import Contacts
from schemas.facilities import Facilities
from schemas.findings import Findings
from schemas.links import Links
from schemas.periods import Periods
from schemas.programs import Programs
from schemas.quarantine import Quarantine
from schemas.rates import Rates
from schemas.relations import Relations
from schemas.sources import Sources

MODELS: dict[str, type[Table]] = {
    "sources": Sources,
    "programs": Programs,
    "rates": Rates,
    "amounts": Amounts,
    "periods": Periods,
    "contacts": Contacts,
    "links": Links,
    "facilities": Facilities,
    "relations": Relations,
    "findings": Findings,
    "quarantine": Quarantine,
}
"""Table name → model, in publishing order."""


@cache
def pandera_schema(table: str) -> Any:
    """The pandera schema of `table`, built once."""
    return MODELS[table].to_schema()


@cache
def arrow_schema(table: str) -> arrow.Schema:
    """Column types for Parquet, with each column's title and description, and the table's, in the metadata."""
    fields = [
        arrow.field(
            name,
            column.dtype.type.pyarrow_dtype,
            nullable=column.nullable,
            metadata={"title": column.title, "description": column.description},
        )
        for name, column in pandera_schema(table).columns.items()
    ]
    return arrow.schema(fields, metadata={"title": MODELS[table].__doc__ or ""})


@cache
def primary_key(table: str) -> str | None:
    """The key column of `table`; None for `quarantine`, whose rows have none."""
    for name, column in pandera_schema(table).columns.items():
        if (column.metadata or {}).get("key"):
            return str(name)
    return None


@cache
def references(table: str) -> dict[str, str]:
    """Column → table it refers to."""
    columns = pandera_schema(table).columns.items()
    return {name: column.metadata["references"] for name, column in columns if "references" in (column.metadata or {})}
