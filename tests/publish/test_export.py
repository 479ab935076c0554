"""The other shapes, read back by the tools they are for, with what each cannot carry."""

from __future__ import annotations

import csv
import json
import sqlite3
from decimal import Decimal

import pytest

from pipeline.publish.export import FORMATS, export
from pipeline.publish.export.gif import gif_phone
from pipeline.publish.export.jgrants import in_utc, target_area
from pipeline.publish.overview import highest_cap, highest_rate
from pipeline.records import PipelineError
from pipeline.rows import RelationRow
from tests.publish.builder import amount, city, edited, program, rate, release


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    rows = [
        *edited(city(), "prg_later", name="あ" * 50, summary="い" * 120, provider="試験県"),
        RelationRow(
            relation_id="rel_2", program_id="prg_robot", kind="tops_up", target_program_id="prg_fair", target_text="見本市", locator="p.1"
        ),
    ]  # fmt: skip
    return release(tmp_path_factory.mktemp("export"), rows)


def gif_rows(dataset, folder):
    losses = {loss.what: loss.rows for loss in export(dataset, "gif", folder)}
    with (folder / "gif.csv").open(encoding="utf-8", newline="") as file:
        return {row["制度番号"].split("-")[1]: row for row in csv.DictReader(file)}, losses


def test_gif_has_the_highest_rate_and_sum_and_keeps_to_its_lengths(dataset, tmp_path):
    rows, losses = gif_rows(dataset, tmp_path)
    robot, fair, later = rows["prg_robot"], rows["prg_fair"], rows["prg_later"]
    assert (robot["最大補助率"], robot["給付上限額"]) == ("66.7", "500000")
    assert (fair["最大補助率"], fair["給付上限額"]) == ("50.0", "200000")
    assert (later["最大補助率"], later["給付上限額"]) == ("", "")
    assert robot["制度番号"] == "172014-prg_robot"
    assert (robot["元制度番号"], robot["制度変更区分"]) == ("170003-prg_fair", "1")
    assert (robot["公募開始日"], robot["公募終了日"]) == ("2025-04-01", "2025-12-05")
    assert later["公募備考"].startswith("募集期間は未定")
    assert robot["連絡先情報"] == "試験市産業課／(076)220-2205"
    assert (robot["制度集"], robot["ガイドブックページNo"]) == ("支援ガイド", "1")
    assert (len(later["タイトル（制度名）"]), len(later["概要"])) == (40, 100)
    assert losses["タイトル（制度名）の後ろ"] == losses["概要の後ろ"] == losses["上限なし"] == 1
    assert losses["補助率の内訳"] == 1
    assert "| 補助率の内訳 | 1 |" in (tmp_path / "gif.loss.md").read_text("utf-8")


RATES = [
    ([(1, 3), (1, 2)], "50.0"), ([(2, 3)], "66.7"), ([(1, 3)], "33.3"), ([(1, 8)], "12.5"), ([(1, 16)], "6.3"),
    ([(1, 200)], "0.5"), ([(1, 1), (3, 4)], "100.0"), ([(2999, 20000)], "15.0"), ([(1999, 20000)], "10.0"),
]  # fmt: skip


@pytest.mark.parametrize(("shares", "percent"), RATES)
def test_the_highest_rate_is_rounded_half_up_to_one_decimal(tmp_path, shares, percent):
    rows = [
        *city()[:2],
        program("x", "試験"),
        *(rate(str(i), "x", a, b, percent=Decimal(0)) for i, (a, b) in enumerate(shares)),
    ]
    found, _ = gif_rows(release(tmp_path / "data", rows), tmp_path)
    assert found["prg_x"]["最大補助率"] == percent  # fmt: skip


def fact_rows(*rows):
    from dataclasses import asdict

    return [asdict(row) for row in rows]


def test_what_counts_as_the_highest_rate_and_sum():
    other = fact_rows(rate("1", "x", 9, 10, basis="prior"), rate("2", "x", 1, 2))
    assert highest_rate(other)["numerator"] == 1
    assert highest_rate(fact_rows(rate("1", "x", 1, 2, basis="interest"))) is None
    budget = amount("1", "x", 1_500_000_000, condition_text="県全体枠")
    assert highest_cap(fact_rows(budget, amount("2", "x", 3_000_000)))["yen"] == 3_000_000
    both = fact_rows(
        amount("1", "x", 300_000, "min_cost"), amount("2", "x", 200_000, "grant"), amount("3", "x", 100_000)
    )
    assert highest_cap(both)["yen"] == 100_000
    assert highest_cap(fact_rows(amount("1", "x", 5, "cap"), amount("2", "x", 9, "total_cap")))["yen"] == 9


@pytest.mark.parametrize(
    ("phone", "written"),
    [
        ("+81762202205", "(076)220-2205"),
        ("+81120999999", "0120-999-999"),
        ("+819012345678", "090-1234-5678"),
        (None, "内線のみ"),
    ],
)
def test_phone_numbers_as_gif_writes_them(phone, written):
    assert gif_phone({"phone": phone, "phone_text": "内線のみ"}) == written  # fmt: skip


def test_jgrants_has_calls_in_utc_and_prefectures(dataset, tmp_path):
    export(dataset, "jgrants", tmp_path)
    content = json.loads((tmp_path / "jgrants.json").read_text("utf-8"))
    assert content["metadata"]["resultset"]["count"] == 3
    robot = next(row for row in content["result"] if row["id"] == "prg_robot")
    assert robot["subsidy_max_limit"] == 500_000
    assert robot["target_area_search"] == "石川県"
    (call,) = robot["workflow"]
    assert call["acceptance_start_datetime"] == "2025-03-31T15:00:00Z"
    assert call["acceptance_end_datetime"] == "2025-12-05T08:00:00Z"
    assert in_utc(None, None, None) is None
    assert target_area({"area_level": "national", "area_codes": []}) == "全国"


def test_schema_org_services_have_grants(dataset, tmp_path):
    export(dataset, "schemaorg", tmp_path)
    graph = json.loads((tmp_path / "schemaorg.jsonld").read_text("utf-8"))["@graph"]
    robot = next(row for row in graph if row["identifier"] == "prg_robot")
    assert robot["serviceOutput"]["amount"] == {"@type": "MonetaryAmount", "currency": "JPY", "maxValue": 500_000}
    assert robot["serviceOutput"]["validThrough"] == "2025-12-05"
    assert robot["areaServed"] == [{"@type": "City", "name": "金沢市", "identifier": "172014"}]


def test_mlcroissant_validates_and_reads_the_tables(dataset, tmp_path):
    mlcroissant = pytest.importorskip("mlcroissant")
    export(dataset, "croissant", tmp_path)
    read = mlcroissant.Dataset(jsonld=str(tmp_path / "croissant.json"))
    assert not read.metadata.issues.errors
    rows = list(read.records("amounts"))
    assert {row["amounts/yen"] for row in rows if row["amounts/amount_id"] == b"amt_robot_cap"} == {500_000}


def test_csvw_describes_every_column(dataset, tmp_path):
    assert export(dataset, "csvw", tmp_path) == []
    content = json.loads((tmp_path / "csv-metadata.json").read_text("utf-8"))
    assert content["@context"][0] == "http://www.w3.org/ns/csvw"
    for table in content["tables"]:
        with (tmp_path / table["url"]).open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == [column["name"] for column in table["tableSchema"]["columns"]]


def test_sqlite_keeps_keys_and_values(dataset, tmp_path):
    export(dataset, "sqlite", tmp_path)
    with sqlite3.connect(tmp_path / "hojokin.sqlite") as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute(
            "SELECT area_codes, status_as_of FROM programs WHERE program_id='prg_robot'"
        ).fetchone() == ("172014", "2025-11-22")
        assert base.execute("SELECT yen, is_unlimited FROM amounts WHERE amount_id='amt_later_cap'").fetchone() == (None, 1)  # fmt: skip


def test_every_reader_gives_the_same_values(dataset, tmp_path):
    """Parquet and CSV in pandas, polars and DuckDB, and the DuckDB export."""
    import duckdb
    import pandas as pd
    import polars as pl

    export(dataset, "duckdb", tmp_path)
    with duckdb.connect(str(tmp_path / "hojokin.duckdb")) as base:
        for table in dataset.tables:
            parquet, text = (str(dataset.folder / f"{table}.{kind}") for kind in ("parquet", "csv"))
            expected = dataset.rows(table)
            read = pl.read_parquet(parquet).to_dicts()
            assert [list(map(_plain, row.values())) for row in read] == [
                list(map(_plain, row.values())) for row in expected
            ]
            stored = base.execute(f'SELECT * FROM "{table}"').fetchall()
            direct = duckdb.sql(f"SELECT * FROM read_parquet('{parquet}')").fetchall()
            for rows in (stored, direct):
                assert [list(map(_plain, row)) for row in rows] == [list(map(_plain, row.values())) for row in expected]
            cells = [["" if value is None else _cell(value) for value in row.values()] for row in expected]
            as_text = pd.read_csv(text, dtype=str, keep_default_na=False)
            assert as_text.to_numpy().tolist() == cells  # R's read.csv(colClasses = "character") splits alike
            assert pl.read_csv(text, infer_schema=False).fill_null("").rows() == [tuple(row) for row in cells]


def _plain(value):
    return value.timestamp() if hasattr(value, "timestamp") else value


def _cell(value):
    from pipeline.publish.tables import to_cell

    return to_cell(value)


def test_an_unknown_format_is_one_clear_line(dataset, tmp_path):
    with pytest.raises(PipelineError, match="形式がありません: xml（gif、jgrants"):
        export(dataset, "xml", tmp_path)
    assert set(FORMATS) == {"gif", "jgrants", "schemaorg", "croissant", "csvw", "sqlite", "duckdb"}
