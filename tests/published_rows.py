"""Published rows as plain strings, so that labels, row records, Parquet and CSV can be held against each other."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

Fact = dict[str, Any]

_MARKS = re.compile(r"[\s<>〈〉「」『』【】()〔〕]+")  # 経営モデルチェンジ支援事業<グローバル化支援事業>
_EDITION = re.compile(r"^令和\d+年度")  # 令和7年度自動化設備投資準備補助金


def read_folder(folder: Path) -> dict[str, list[Fact]]:
    """A published folder → its tables, from Parquet where there is one, else from CSV."""
    tables: dict[str, list[Fact]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    for path in sorted(folder.glob("*.parquet")):
        import pyarrow.parquet as pq

        tables[path.stem] = pq.read_table(path).to_pylist()
    return tables


def only(source_id: str, tables: Mapping[str, Iterable[Any]]) -> dict[str, list[Fact]]:
    """The rows of one source out of a published dataset; a contact without a programme does not say whose it is."""
    rows = {name: [plain(row) for row in table] for name, table in tables.items()}
    programs = {row["program_id"] for row in rows["programs"] if row["source_id"] == source_id}

    def is_mine(row: Fact) -> bool:
        owner = row.get("source_id")
        return owner == source_id if owner else row.get("program_id") in {*programs, None}

    return {name: [row for row in table if is_mine(row)] for name, table in rows.items()}


def plain(row: Any) -> Fact:
    """A dict or a row record → column → string, None or sorted tuple, whatever it was read from."""
    values = asdict(row) if is_dataclass(row) and not isinstance(row, type) else dict(row)
    facts = {name: canon(value) for name, value in values.items()}
    if isinstance(codes := facts.get("area_codes"), str):  # CSV: 172022;172049
        facts["area_codes"] = tuple(sorted(codes.split(";")))
    return facts


def canon(value: Any) -> Any:
    """One value → "2025-07-04", "true", "500000", a sorted tuple of strings, or None where it is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or value in ("True", "False"):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return tuple(sorted(str(item) for item in value))
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def squeeze(text: str) -> str:
    """Width and white space folded: what a name must be equal in."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def fold(text: str) -> str:
    """Brackets and the year of the edition left out too: what a name is found by."""
    return _EDITION.sub("", _MARKS.sub("", unicodedata.normalize("NFKC", text)))
