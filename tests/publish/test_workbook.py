"""The workbook read back by another library, and the CSV that Excel opens: nothing changed, nothing computed."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.publish import words
from pipeline.publish.changes import write_changes
from pipeline.publish.workbook import write_workbook
from tests.publish.builder import amount, city, edited, program, release

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    old = release(folder / "old", city())
    rows = edited(city(), "prg_robot", summary='=HYPERLINK("http://evil.example","x")', eligibility="あ" * 40_000)
    rows += [program("long", "@SUM(1+1)"), amount("long", "long", 170_000, amount_text="1/2", condition_text="00123")]
    new = release(folder / "new", rows)
    write_workbook(new, folder, write_changes(old, new, folder))
    return folder, openpyxl.load_workbook(folder / "hojokin.xlsx")  # fmt: skip


def table(sheet):
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=2)]


def test_codes_rates_and_dates_come_back_unchanged(book):
    _, read = book
    robot = next(row for row in table(read["制度"]) if row["制度名"] == "ロボット導入支援補助金")
    assert "172014" in robot.values()
    assert (robot["最大補助率"], robot["最大の上限額（円）"]) == ("2/3以内", 500_000)
    assert robot["次の締切"] == datetime(2025, 12, 5)
    assert {row["率"] for row in table(read["補助率"])} == {"1/2", "2/3"}
    assert {type(value) for row in table(read["補助率"]) for value in row.values()} <= {
        str,
        int,
        float,
        type(None),
        bool,
    }
    ends = [row for row in table(read["期間・締切"]) if row["制度名"] == "ロボット導入支援補助金"]
    assert datetime.combine(date(2025, 12, 5), datetime.min.time()) in ends[0].values()


def test_no_formula_comes_from_data(book):
    _, read = book
    kinds = {cell.data_type for sheet in read for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    texts = [cell.value for row in read["制度"].iter_rows() for cell in row]
    assert '=HYPERLINK("http://evil.example","x")' in texts
    assert "@SUM(1+1)" in texts
    assert any(isinstance(text, str) and text.endswith("…（全文は CSV）") and len(text) == 32_767 for text in texts)


def test_every_sheet_is_frozen_filtered_and_explained(book):
    _, read = book
    assert read.sheetnames[0] == "はじめに"
    for sheet in read.worksheets[1:]:
        assert sheet.freeze_panes == "B2", sheet.title
        assert sheet.auto_filter.ref, sheet.title
        assert all(cell.comment for cell in sheet[1]), sheet.title
    assert len(read.sheetnames) == 13


def test_evidence_links_point_into_the_source(book):
    _, read = book
    targets = {
        cell.hyperlink.target + "#" + (cell.hyperlink.location or "")
        for row in read["補助率"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert "https://example.jp/guide.pdf#page=1" in targets
    assert any(target.startswith("https://example.com/hojokin#:~:text=%3D1%2F2") for target in targets)  # fmt: skip


@pytest.mark.parametrize("name", ["programs", "amounts", "contacts"])
def test_excel_csv_has_bom_crlf_and_no_cell_that_excel_changes(book, name):
    folder, _ = book
    data = (folder / "excel" / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]
    expected = {"programs": "'@SUM(1+1)", "amounts": "'1/2", "contacts": "'+81762202205"}[name]
    assert expected in cells
    assert "'00123" in cells or name != "amounts"


def test_libreoffice_shows_rates_and_dates_as_they_are(book, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-calc)")
    folder, _ = book
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    command = [office, "--headless", home, "--convert-to", every_sheet, "--outdir", tmp_path, folder / "hojokin.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    rates = list(csv.DictReader(io.StringIO((tmp_path / "hojokin-補助率.csv").read_text("utf-8"))))
    assert {row["率"] for row in rates} == {"1/2", "2/3"}
    programs = (tmp_path / "hojokin-制度.csv").read_text("utf-8")
    assert "2025-12-05" in programs
    assert '"=HYPERLINK(""http://evil.example"",""x"")"' in programs


def test_the_same_release_gives_the_same_bytes(book, tmp_path):
    folder, _ = book
    from pipeline.publish.dataset import load

    (tmp_path / "again").mkdir()
    write_workbook(load(folder / "new"), tmp_path / "again")
    write_workbook(load(folder / "new"), tmp_path / "once")
    assert (tmp_path / "once" / "hojokin.xlsx").read_bytes() == (tmp_path / "again" / "hojokin.xlsx").read_bytes()


def test_every_code_of_the_tables_is_told_in_japanese_on_the_first_sheet(book):
    _, read = book
    told = {(row[0].value, row[1].value) for row in read["はじめに"].iter_rows(min_col=1, max_col=2)}
    codes = [
        (path.stem, field["name"], code)
        for path in (ROOT / "schemas").glob("*.json")
        for field in json.loads(path.read_text("utf-8"))["fields"]
        for code in field.get("constraints", {}).get("enum", [])
    ]
    assert ("rates", "qualifier", "up_to") in codes
    assert [(t, c, code) for t, c, code in codes if not {(c, code), (f"{t}.{c}", code)} & told] == []


def test_every_way_to_supply_a_year_has_words():
    said = {
        code
        for path in (ROOT / "pipeline").rglob("*.py")
        for code in re.findall(r'"(year from [a-z ]+)"', path.read_text("utf-8"))
    }
    assert said == set(words.INFERENCE)
