"""How a column is declared once: its type, title, description and rules, for pandera, Arrow and the JSON table schema."""

from __future__ import annotations

from typing import Annotated, Any

import pandas as pd
import pandera.pandas as pa
import pyarrow as arrow

# Arrow types as pandera reads them (strict: a column of another type is refused, never coerced).
Text = Annotated[pd.ArrowDtype, arrow.string()]
Int = Annotated[pd.ArrowDtype, arrow.int64()]
Bool = Annotated[pd.ArrowDtype, arrow.bool_()]
Date = Annotated[pd.ArrowDtype, arrow.date32()]
Texts = Annotated[pd.ArrowDtype, arrow.list_(arrow.string())]
Percent = Annotated[pd.ArrowDtype, arrow.decimal128(5, 2)]
Moment = Annotated[pd.ArrowDtype, arrow.timestamp("ms", tz="Asia/Tokyo")]

TIME = r"^([01]\d|2[0-4]):[0-5]\d$"  # 17:00, and 24:00 as notices print it
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"  # 2026-03
PHONE = r"^\+[1-9]\d{6,14}$"  # E.164: +81762202205
LOCATOR = (
    r"^(p\.\d+|\(?/|L\d+).*$"  # p.3 120.4,310.0,480.2,326.5 · /html/body/main/p[3] · (/html/body/p[7]//a)[1] · L12
)
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"  # end-month-contradiction

APPLICANTS = ["any", "small", "sme", "mid", "large", "individual", "group"]


def key(title: str, description: str) -> Any:
    """The column that names a row: present, unique, never empty."""
    return pa.Field(title=title, description=description, unique=True, str_matches=r"^\S+$", metadata={"key": True})


def ref(table: str, title: str, description: str, *, nullable: bool = False) -> Any:
    """A column that names a row of `table`; the contract checks that the row is published."""
    return pa.Field(title=title, description=description, nullable=nullable, metadata={"references": table})


def must(title: str, description: str, *, pattern: str | None = None, **rules: Any) -> Any:
    """A column that every row fills."""
    return _field(title, description, False, pattern, rules)


def may(title: str, description: str, *, pattern: str | None = None, **rules: Any) -> Any:
    """A column that may be null."""
    return _field(title, description, True, pattern, rules)


def _field(title: str, description: str, nullable: bool, pattern: str | None, rules: dict[str, Any]) -> Any:
    if pattern is not None:
        rules["str_matches"] = pattern
    return pa.Field(title=title, description=description, nullable=nullable, **rules)


class Table(pa.DataFrameModel):
    """What every table's model shares: no unknown column, no missing one, no coercion, this order.

    A check over several columns is named `<column>__<rule>`: the column is the one a failure is filed under.
    """

    class Config:
        """pandera's own settings."""

        strict = True
        coerce = False
        ordered = True
        unique_column_names = True
