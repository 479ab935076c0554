"""Tables and package: exact values in CSV and Parquet, the same bytes each time, a descriptor that others accept."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet
import pytest

from pipeline.publish.package import verify, write_package
from pipeline.publish.tables import to_cell, write_tables
from pipeline.rows import TABLES
from schemas import arrow_schema
from schemas.table_schema import table_schema, to_json
from tests.validate.rows_kit import GOOD, good_rows

ROOT = Path(__file__).parents[2]


def publish(folder: Path, **more: object) -> Path:
    write_tables(good_rows(**more), folder)
    (folder / "extra.txt").write_text("x")
    write_package(folder, as_of=date(2025, 12, 1), version="1.2.3", sources=good_rows()["sources"])  # type: ignore[arg-type]
    (folder / "run.json").write_text("{}")
    return folder


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_is_written_twice_with_the_same_values(tmp_path: Path) -> None:
    publish(tmp_path)
    for table in TABLES:
        rows = read_csv(tmp_path / f"{table}.csv")
        content = pyarrow.parquet.read_table(tmp_path / f"{table}.parquet")
        assert content.schema.equals(arrow_schema(table), check_metadata=False)
        assert rows == [{name: to_cell(value) for name, value in row.items()} for row in content.to_pylist()]


def test_types_are_real_and_columns_explained(tmp_path: Path) -> None:
    publish(tmp_path)
    schema = pyarrow.parquet.read_schema(tmp_path / "programs.parquet")
    assert schema.field("status_as_of").type == arrow.date32()
    assert schema.field("area_codes").type == arrow.list_(arrow.string())
    assert schema.field("is_new").type == arrow.bool_()
    assert schema.field("name").metadata[b"title"].decode() == "制度名"
    assert pyarrow.parquet.read_schema(tmp_path / "amounts.parquet").field("yen").type == arrow.int64()
    rate = pyarrow.parquet.read_table(tmp_path / "rates.parquet").to_pylist()[0]
    assert rate["percent"] == Decimal("66.67")


def test_csv_is_as_the_contract_says(tmp_path: Path) -> None:
    text = 'a "b", c\nd'
    publish(tmp_path, programs=(replace(GOOD["programs"], summary=text, conditions="=1+1"),))
    raw = (tmp_path / "programs.csv").read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b'"a ""b"", c\nd"' in raw
    (row,) = read_csv(tmp_path / "programs.csv")
    assert row["area_codes"] == "172014;170003"
    assert (row["is_new"], row["is_combinable"], row["status_as_of"]) == ("false", "", "2025-12-01")
    assert row["conditions"] == "=1+1"  # exact: the workbook and excel/*.csv take formulas out
    assert read_csv(tmp_path / "sources.csv")[0]["retrieved_at"] == "2025-12-01T09:00:00+09:00"


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("補助\x00金\x07", "補助金"),
        ("\u202e金助補\u202c", "金助補"),
        ("\ufeff名前\u200f", "名前"),
        ("壊れた\ud800字", "壊れた字"),
        ("一行目\n二行目\t列", "一行目\n二行目\t列"),
        ("\u200e", ""),
    ],
)
def test_characters_that_are_not_print_are_dropped(tmp_path: Path, printed: str, published: str) -> None:
    publish(tmp_path, programs=(replace(GOOD["programs"], summary=printed),))
    assert read_csv(tmp_path / "programs.csv")[0]["summary"] == published


def test_rows_are_sorted_by_key_whatever_their_order(tmp_path: Path) -> None:
    rows = tuple(replace(GOOD["amounts"], amount_id=f"a{number}") for number in (3, 1, 2))
    first = publish(tmp_path / "1", amounts=rows)
    second = publish(tmp_path / "2", amounts=rows[::-1])
    assert [row["amount_id"] for row in read_csv(first / "amounts.csv")] == ["a1", "a2", "a3"]
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name


def test_frictionless_accepts_the_package(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    folder = publish(tmp_path)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note", "message"])[:5]


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("programs", "a_page", "b_page"),
        ("rates", "up_to", "maybe"),
        ("amounts", "500000", "much"),
        ("periods", "2025-06-02", "2025-06-32"),
    ],
)
def test_frictionless_refuses_a_broken_table(tmp_path: Path, table: str, old: str, new: str) -> None:
    """Keys, value lists and types are really in the descriptor: a broken cell is found by others, too."""
    frictionless = pytest.importorskip("frictionless")
    folder = publish(tmp_path)
    path = folder / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    package = json.loads((folder / "datapackage.json").read_bytes())
    for resource in package["resources"]:  # the hash is another test's matter
        del resource["hash"], resource["bytes"]
    (folder / "datapackage.json").write_text(json.dumps(package))
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_the_descriptor_names_every_file_with_its_hash(tmp_path: Path) -> None:
    folder = publish(tmp_path)
    package = json.loads((folder / "datapackage.json").read_bytes())
    assert (package["version"], package["created"]) == ("1.2.3", "2025-12-01T00:00:00+09:00")
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    assert {entry["path"] for entry in package["files"]} == {"extra.txt", *(f"{table}.parquet" for table in TABLES)}
    assert verify(folder) == []


@pytest.mark.parametrize("name", ["programs.csv", "rates.parquet", "extra.txt", "datapackage.json", "run.json"])
def test_what_is_missing_is_found(tmp_path: Path, name: str) -> None:
    folder = publish(tmp_path)
    (folder / name).unlink()
    assert len(verify(folder)) == 1


def test_any_flipped_byte_is_found(tmp_path: Path) -> None:
    folder = publish(tmp_path)
    for path in sorted(folder.iterdir()):
        if path.name in ("run.json", "datapackage.json"):
            continue
        whole = path.read_bytes()
        for index in range(0, len(whole), max(1, len(whole) // 40)):
            path.write_bytes(whole[:index] + bytes([whole[index] ^ 1]) + whole[index + 1 :])
            assert verify(folder) == [f"{path.name}: 中身が datapackage.json と違います"]
        path.write_bytes(whole)


@pytest.mark.parametrize("table", TABLES)
def test_the_json_schemas_are_the_models(table: str) -> None:
    """`python -m schemas.table_schema` writes them anew."""
    assert (ROOT / "schemas" / f"{table}.json").read_text(encoding="utf-8") == to_json(table_schema(table))
