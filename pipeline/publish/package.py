"""`datapackage.json`: what a release holds, with table schemas, keys and the hash of every file; and the check against it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.files import digest, write_new
from pipeline.rows import TABLES, SourceRow

DESCRIPTOR = "datapackage.json"
RUN = "run.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


def write_package(folder: Path, *, as_of: date, version: str, sources: Sequence[SourceRow]) -> None:
    """Write the descriptor of what lies in `folder`: a resource per table, and `files` for all else but run.json.

    Written last: the hashes in it are what `verify` compares.
    """
    tables = [_describe_table(folder, table) for table in TABLES]
    named = {DESCRIPTOR, RUN, *(resource["path"] for resource in tables)}
    content = {
        "$schema": PROFILE,
        "name": "hojokin",
        "title": "補助金・支援制度データ",
        "description": "自治体の支援制度ガイドと補助金一覧ページから読み取った、制度・補助率・金額・期間とその根拠",
        "version": version,
        "created": f"{as_of.isoformat()}T00:00:00+09:00",
        "sources": [_describe_source(source) for source in sources],
        "resources": tables,
        "files": [_describe_file(folder, path) for path in list_files(folder) if path not in named],
    }
    write_new(folder / DESCRIPTOR, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def verify(folder: Path) -> list[str]:
    """What is wrong with a release, one line each: missing, changed or unknown files. Empty means whole."""
    try:
        content = json.loads((folder / DESCRIPTOR).read_bytes())
        expected = {entry["path"]: entry["hash"] for entry in [*content["resources"], *content["files"]]}
    except FileNotFoundError:
        return [f"{DESCRIPTOR} がありません"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{DESCRIPTOR} が読めません（{type(error).__name__}: {error}）"]
    problems = [f"{path}: {problem}" for path, hash_ in expected.items() if (problem := _compare(folder / path, hash_))]
    return problems + ([] if (folder / RUN).is_file() else [f"{RUN} がありません"])


def foreign_files(folder: Path) -> list[str]:
    """Files in a release that its descriptor does not name: somebody else put them there."""
    content = json.loads((folder / DESCRIPTOR).read_bytes())
    known = {entry["path"] for entry in [*content["resources"], *content["files"]]}
    return [path for path in list_files(folder) if path not in known | {DESCRIPTOR, RUN}]


def list_files(folder: Path) -> list[str]:
    """Every file below `folder`, as sorted paths with `/`."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _describe_table(folder: Path, table: str) -> dict[str, Any]:
    from schemas import MODELS
    from schemas.table_schema import table_schema

    return {
        "name": table,
        "type": "table",
        "title": MODELS[table].__doc__,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_describe_file(folder, f"{table}.csv"),
        "dialect": {"lineTerminator": "\n"},
        "schema": table_schema(table),
    }


def _describe_source(source: SourceRow) -> dict[str, str]:
    content = {"title": source.title}
    if path := source.file_url or source.page_url:
        content["path"] = path
    return content


def _describe_file(folder: Path, path: str) -> dict[str, Any]:
    value, size = digest(folder / path)
    return {"path": path, "bytes": size, "hash": f"sha256:{value}"}


def _compare(path: Path, expected: str) -> str:
    try:
        value, _ = digest(path)
    except OSError as error:
        return f"読めません（{error.strerror}）"
    return "" if f"sha256:{value}" == expected else "中身が datapackage.json と違います"
