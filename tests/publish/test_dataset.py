"""A release read back from Python: types, documentation, and folders that are none."""

from __future__ import annotations

import inspect
from datetime import date
from decimal import Decimal

import pytest

import pipeline
from pipeline.publish.dataset import Dataset, column_words
from pipeline.publish.words import amount, day, days, rate, yen
from pipeline.records import PipelineError
from pipeline.rows import TABLES
from tests.publish.builder import city, release


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return release(tmp_path_factory.mktemp("dataset"), city()).folder


def test_frames_have_the_contract_s_types_and_a_docstring_each(folder):
    read = pipeline.load(folder)
    assert str(read.amounts["yen"].dtype) == "int64[pyarrow]"
    assert str(read.periods["end_date"].dtype) == "date32[day][pyarrow]"
    assert str(read.programs["area_codes"].dtype).startswith("list<")
    assert str(read.programs["is_rolling"].dtype) == "bool[pyarrow]"
    for table in TABLES:
        assert getattr(read, table) is read.tables[table]
        assert len(inspect.getdoc(getattr(Dataset, table))) > 20


def test_rows_are_plain_values(folder):
    (robot,) = [row for row in pipeline.load(folder).rows("programs") if row["program_id"] == "prg_robot"]
    assert (robot["area_codes"], robot["call_round"], robot["status_as_of"]) == (["172014"], None, date(2025, 11, 22))
    assert pipeline.load(folder).rows("rates")[0]["percent"] == Decimal("50.00")


def test_columns_say_what_they_are(folder):
    words = column_words(pipeline.load(folder), "amounts")
    assert all(title and text for title, text in words.values())


@pytest.mark.parametrize("broken", ["missing folder", "missing table", "damaged table", "damaged run"])
def test_a_folder_that_is_none_is_one_clear_line(tmp_path, broken):
    folder = release(tmp_path / "data", city()).folder
    if broken == "missing folder":
        folder = tmp_path / "nothing"
    elif broken == "missing table":
        (folder / "rates.parquet").unlink()
    elif broken == "damaged table":
        (folder / "rates.parquet").write_bytes(b"PAR1 nonsense")
    else:
        (folder / "run.json").write_bytes(b"{")
    with pytest.raises(PipelineError) as raised:
        pipeline.load(folder)
    assert str(folder) in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (500_000, "50万円"),
        (120_000_000, "1億2,000万円"),
        (1_500_000_000, "15億円"),
        (10_000_000, "1,000万円"),
        (1_234, "1,234円"),
        (0, "0円"),
        (None, "未記載"),
    ],
)
def test_sums_in_words(value, words):
    assert yen(value) == words


def test_values_in_words():
    row = {"is_unlimited": False, "yen": 100_000, "per": "vehicle"}
    assert amount(row) == "10万円/台"
    assert amount({"is_unlimited": True, "yen": None, "per": None}) == "上限なし"
    share = {"numerator": 1, "denominator": 200, "percent": Decimal("0.50"), "rate_text": "0.5%", "qualifier": "exact"}
    assert rate(share) == "0.5%"
    assert rate({**share, "numerator": None}) == "定額"
    assert rate({**share, "numerator": 1, "denominator": 1, "qualifier": "full", "rate_text": "10/10"}) == "全額"
    assert days(date(2025, 12, 1), date(2026, 1, 9)) == "2025年12月1日～2026年1月9日"
    assert days(None, date(2025, 12, 5)) == "～2025年12月5日"
    assert days(date(2025, 12, 5), date(2025, 12, 5)) == "2025年12月5日"
    assert day(None) == "未定"
