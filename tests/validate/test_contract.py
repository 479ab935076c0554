"""The contract: what it publishes, what it quarantines and why, and that nothing is lost in between."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.rows import TABLES, QuarantineRow
from pipeline.validate.contract import judge, judge_table
from schemas import arrow_schema, pandera_schema
from schemas.programs import is_area_code
from tests.validate.rows_kit import GOOD, good_rows

BROKEN: list[tuple[str, dict[str, Any], str, str]] = [
    # table, what is wrong, the column and the rule it is filed under
    ("sources", {"sha256": "abc"}, "sha256", "str-matches"),
    ("sources", {"kind": "rumour"}, "kind", "isin"),
    ("sources", {"byte_size": 0}, "byte_size", "greater-than-or-equal-to"),
    ("programs", {"name": " 余白"}, "name", "str-matches"),
    ("programs", {"name": None}, "name", "not-nullable"),
    ("programs", {"fiscal_year": 20250}, "fiscal_year", "less-than-or-equal-to"),
    ("programs", {"fiscal_year": "2025"}, "fiscal_year", "type"),
    ("programs", {"call_round": 0}, "call_round", "greater-than-or-equal-to"),
    ("programs", {"area_codes": ("172015",)}, "area_codes", "area-code"),
    ("programs", {"area_codes": ("17201",)}, "area_codes", "area-code"),
    ("programs", {"listed_end_month": "2026-13"}, "listed_end_month", "str-matches"),
    ("programs", {"status": "maybe"}, "status", "isin"),
    ("programs", {"status_as_of": datetime(2025, 12, 1, 9)}, "status_as_of", "type"),
    ("programs", {"is_new": "true"}, "is_new", "type"),
    ("programs", {"locator": "page three"}, "locator", "str-matches"),
    ("programs", {"source_id": "elsewhere"}, "source_id", "foreign-key"),
    ("rates", {"numerator": 3, "denominator": 2, "percent": Decimal("150.00")}, "numerator", "share-in-lowest-terms"),
    ("rates", {"numerator": 4, "denominator": 6}, "numerator", "share-in-lowest-terms"),
    ("rates", {"numerator": 0, "percent": None}, "numerator", "greater-than-or-equal-to"),
    ("rates", {"numerator": None, "denominator": None, "percent": None}, "numerator", "share-in-lowest-terms"),
    ("rates", {"denominator": None, "percent": None}, "numerator", "share-in-lowest-terms"),
    ("rates", {"percent": Decimal("66.66")}, "percent", "equals-share"),
    ("rates", {"percent": None}, "percent", "equals-share"),
    ("rates", {"percent": 66.67}, "percent", "type"),
    ("rates", {"basis": "love"}, "basis", "isin"),
    ("rates", {"applicant_class": "giant"}, "applicant_class", "isin"),
    ("rates", {"rate_text": ""}, "rate_text", "not-nullable"),
    ("rates", {"program_id": "p9"}, "program_id", "foreign-key"),
    ("amounts", {"yen": 0}, "yen", "greater-than-or-equal-to"),
    ("amounts", {"yen": None}, "yen", "given-or-unlimited"),
    ("amounts", {"is_unlimited": True}, "yen", "given-or-unlimited"),
    ("amounts", {"is_unlimited": None}, "is_unlimited", "not-nullable"),
    ("periods", {"is_inferred": None}, "is_inferred", "not-nullable"),
    ("amounts", {"yen": 1.5}, "yen", "type"),
    ("amounts", {"yen": 2**70}, "yen", "type"),
    ("amounts", {"kind": "gift"}, "kind", "isin"),
    ("amounts", {"per": "dog"}, "per", "isin"),
    ("periods", {"end_date": date(2025, 6, 1)}, "end_date", "not-before-start"),
    ("periods", {"start_date": date(202, 6, 1)}, "start_date", "greater-than-or-equal-to"),
    ("periods", {"end_time": "5時"}, "end_time", "str-matches"),
    ("periods", {"end_time": "25:00"}, "end_time", "str-matches"),
    ("periods", {"inference": None}, "inference", "says-what-was-inferred"),
    ("periods", {"kind": "party"}, "kind", "isin"),
    ("contacts", {"phone": "076-220-2205"}, "phone", "str-matches"),
    ("contacts", {"email": "a at b"}, "email", "str-matches"),
    ("contacts", {"postal_code": "9208577"}, "postal_code", "str-matches"),
    ("links", {"url": "javascript:alert(1)"}, "url", "str-matches"),
    ("links", {"url": "JAVASCRIPT:alert(1)"}, "url", "str-matches"),
    ("links", {"url": "data:text/html,x"}, "url", "str-matches"),
    ("links", {"url": "file:///etc/passwd"}, "url", "str-matches"),
    ("links", {"url": "https://example.jp/a b"}, "url", "str-matches"),
    ("facilities", {"opens": "9時"}, "opens", "str-matches"),
    ("facilities", {"capacity_people": 0}, "capacity_people", "greater-than-or-equal-to"),
    ("relations", {"kind": "cousin"}, "kind", "isin"),
    ("relations", {"target_program_id": "p9"}, "target_program_id", "foreign-key"),
    ("findings", {"check": "Not A Slug"}, "check", "str-matches"),
    ("findings", {"severity": "fatal"}, "severity", "isin"),
]


def test_good_rows_are_published_as_they_are() -> None:
    judged = judge(good_rows())
    assert judged.tables["quarantine"] == ()
    assert {table: rows for table, rows in judged.tables.items() if rows} == good_rows()


@pytest.mark.parametrize(("table", "change", "column", "check"), BROKEN)
def test_each_broken_rule_is_named(table: str, change: dict[str, Any], column: str, check: str) -> None:
    row = replace(GOOD[table], **change)
    judged = judge(good_rows(**{table: (row,)}))
    reasons = [(each.column, each.check) for each in judged.tables["quarantine"] if each.table == table]  # type: ignore[union-attr]
    assert (column, check) in reasons
    assert judged.tables[table] == ()
    assert judged.counts[table].quarantined == 1


def test_edges_that_are_right() -> None:
    full = replace(GOOD["rates"], rate_id="r2", numerator=None, denominator=None, percent=None, qualifier="full")
    whole = replace(
        GOOD["rates"], rate_id="r3", numerator=1, denominator=1, percent=Decimal("100.00"), qualifier="full"
    )
    small = replace(GOOD["rates"], rate_id="r4", numerator=1, denominator=200, percent=Decimal("0.50"))
    half_up = replace(GOOD["rates"], rate_id="r5", numerator=1, denominator=800, percent=Decimal("0.13"))
    unlimited = replace(GOOD["amounts"], yen=None, is_unlimited=True)
    one_day = replace(GOOD["periods"], start_date=date(2025, 6, 2), end_date=date(2025, 6, 2), end_time="24:00")
    undated = replace(
        GOOD["periods"], period_id="t2", start_date=None, end_date=None, is_inferred=False, inference=None
    )
    urls = (
        "http://example.jp",
        "mailto:a@example.jp",
        "tel:076-220-2205",
        "/a/b.html#c",
        "youkou.pdf",
        "./d?e=f:g",
        "?id=1",
    )
    links = tuple(replace(GOOD["links"], link_id=f"l{number}", url=url) for number, url in enumerate(urls))
    judged = judge(
        good_rows(links=links, rates=(full, whole, small, half_up), amounts=(unlimited,), periods=(one_day, undated))
    )
    assert judged.tables["quarantine"] == ()


def test_several_broken_rules_of_a_row_are_several_lines() -> None:
    row = replace(GOOD["periods"], kind="party", end_time="5時", end_date=date(2025, 6, 1))
    quarantine = judge(good_rows(periods=(row,))).tables["quarantine"]
    assert {(each.column, each.value) for each in quarantine} == {  # type: ignore[union-attr]
        ("kind", "party"), ("end_time", "5時"), ("end_date", "2025-06-01"),
    }  # fmt: skip
    assert {each.row_id for each in quarantine} == {"t1"}  # type: ignore[union-attr]


def test_a_quarantined_programme_takes_its_rows_along() -> None:
    broken = replace(GOOD["programs"], status="maybe")
    judged = judge(good_rows(programs=(broken,)))
    reasons = {(each.table, each.check) for each in judged.tables["quarantine"]}  # type: ignore[union-attr]
    children = ("rates", "amounts", "periods", "links", "relations")
    assert reasons == {("programs", "isin"), *((table, "parent-quarantined") for table in children)}
    assert judged.tables["findings"] == (GOOD["findings"],)  # a finding about a programme outlives it


def test_a_quarantined_source_takes_everything_along() -> None:
    judged = judge(good_rows(sources=(replace(GOOD["sources"], sha256="?"),)))
    assert [table for table, rows in judged.tables.items() if rows] == ["contacts", "quarantine"]


def test_the_first_row_keeps_a_key() -> None:
    other = replace(GOOD["amounts"], yen=7)
    judged = judge(good_rows(amounts=(GOOD["amounts"], other, other)))
    assert judged.tables["amounts"] == (GOOD["amounts"],)
    assert [each.check for each in judged.tables["quarantine"]] == ["field-uniqueness"] * 2  # type: ignore[union-attr]


def test_rows_of_no_table_are_a_fault() -> None:
    with pytest.raises(AssertionError):
        judge({"gossip": ()})
    with pytest.raises(AssertionError):
        judge({"quarantine": (QuarantineRow(table="rates", row_id="r", column="c", check="d"),)})


VALUES = st.one_of(st.none(), st.text(max_size=5), st.integers(-3, 10**20), st.booleans(), st.dates(), st.just(1.5))


EDITS = st.lists(st.tuples(st.sampled_from(sorted(GOOD)), st.integers(0, 40), VALUES), max_size=6)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(EDITS)
def test_whatever_comes_is_published_or_quarantined(edits: list[tuple[str, int, Any]]) -> None:
    publish_or_quarantine(edits)


@pytest.mark.soak
@settings(max_examples=500, deadline=None)
@given(EDITS)
def test_whatever_else_comes_is_published_or_quarantined(edits: list[tuple[str, int, Any]]) -> None:
    publish_or_quarantine(edits)


def publish_or_quarantine(edits: list[tuple[str, int, Any]]) -> None:
    rows = good_rows()
    for table, number, value in edits:
        columns = [each.name for each in fields(TABLES[table])]
        row = replace(GOOD[table], **{columns[number % len(columns)]: value})
        rows[table] = (*rows[table], row)
    judged = judge(rows)
    for table, given_rows in rows.items():
        lost = judged.counts[table]
        assert (lost.parsed, lost.published + lost.quarantined) == (len(given_rows), len(given_rows))


def test_columns_are_the_contracts_in_order() -> None:
    for table, record in TABLES.items():
        assert [each.name for each in fields(record)] == arrow_schema(table).names


def test_every_column_has_a_title_and_an_explanation() -> None:
    for table in TABLES:
        for name, column in pandera_schema(table).columns.items():
            assert column.title, name
            assert column.description, name


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("172014", True),
        ("170003", True),
        ("131016", True),
        ("172015", False),
        ("１７２０１４", False),
        ("17201", False),
    ],
)
def test_check_digits(code: str, right: bool) -> None:
    assert is_area_code(code) is right


def test_no_rows_no_failures() -> None:
    assert judge_table("rates", ()) == {}
