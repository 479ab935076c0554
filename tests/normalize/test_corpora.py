"""The shared corpora of real expressions: what is right stays right. Skipped where they are not at hand."""

import json
from pathlib import Path

import pytest

from pipeline.normalize import Unreadable, parse_amounts, parse_number, parse_periods, parse_rates

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "samples"
pytestmark = pytest.mark.skipif(not (SAMPLES / "dates.jsonl").exists(), reason="shared/samples is not here")


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


def read_date(text: str) -> list[tuple]:
    return [
        (period.start and period.start.isoformat(), period.end and period.end.isoformat(), period.precision)
        for period in parse_periods(text)
        if period.start or period.end
    ]


def expected_date(expect: dict) -> list[tuple]:
    if not expect["ok"] or expect["kind"] == "none" or "year_missing" in expect.get("flags", []):
        return []
    if expect["precision"] == "year":
        return [(f"{expect['year']}-01-01", f"{expect['year']}-12-31", "year")]
    return [(expect["start"], expect["end"], expect["precision"])]


def test_dates() -> None:
    wrong = [row["text"] for row in rows("dates.jsonl") if read_date(row["text"]) != expected_date(row["expect"])]
    assert wrong == []


def test_dates_carry_their_times_rules_and_warnings() -> None:
    for row in rows("dates.jsonl"):
        expect, periods = row["expect"], parse_periods(row["text"])
        flags = expect.get("flags", [])
        slugs = {slug for period in periods for slug in period.warnings}
        assert ("weekday_mismatch" in flags) == ("weekday-mismatch" in slugs), row
        assert ("year_missing" in flags) <= ("year-missing" in slugs), row
        assert (expect["kind"] == "flag") == ("out-of-era" in slugs), row
        if len(periods) == 1:
            (period,) = periods
            assert ("hitchaku" in flags) == (period.deadline_rule == "arrive"), row
            assert ("keshiin" in flags) == (period.deadline_rule == "postmark"), row
            assert ("year_inherited" in flags) == period.is_inferred, row
            assert expect.get("time_end") in (None, period.end_time), row
            assert expect.get("time_start") in (None, period.start_time), row


def read_number(text: str, expect: dict) -> dict:
    if "ints" in expect:
        try:
            return {"ints": [str(parse_number(text))]}
        except Unreadable:
            return {"ints": []}
    rates, amounts = parse_rates(text), parse_amounts(text)
    return {
        "yen": [str(amount.yen) for amount in amounts if not amount.is_unlimited],
        "rates": [str(rate.share) for rate in rates if rate.share is not None],
        "uncapped": any(amount.is_unlimited for amount in amounts),
        "flat": any(rate.share is None for rate in rates),
        "bound": next((value.bound for value in (*amounts, *rates)), None) if "bound" in expect else None,
    }


def test_numbers() -> None:
    wrong = []
    for row in rows("numbers.jsonl"):
        expect = row["expect"]
        found = read_number(row["text"], expect)
        if any(
            found[key] != expect.get(key, type(found[key])())
            for key in ("ints", "yen", "rates", "uncapped", "flat")
            if key in found
        ) or found.get("bound") != expect.get("bound"):
            wrong.append((row["text"], found))
    assert wrong == []


def test_deadlines_of_real_calls() -> None:
    windows = [
        window for row in rows("texts.jsonl") for window in row["facts"].get("windows") or [] if window.get("quote")
    ]
    found = 0
    for window in windows:
        ends = {period.end.isoformat() for period in parse_periods(window["quote"]) if period.end}
        found += window["end"] in ends or window["end"] is None
    assert found / len(windows) >= 0.97
