"""The calendar and the feed read back: events stay themselves, count their changes, and say what a day is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from lxml import etree

from pipeline.publish.calendar import closed_day, write_calendar
from pipeline.publish.changes import write_changes
from pipeline.publish.feed import write_feed
from tests.publish.builder import city, edited, period, release, without


def events(folder):
    calendar = Calendar.from_ical((folder / "deadlines.ics").read_bytes())
    return {str(event["uid"]).split("@")[0]: event for event in calendar.walk("VEVENT")}


def written(folder, rows, previous=None, **given):
    dataset = release(folder, rows, **given)
    write_calendar(dataset, previous, folder)
    return dataset


def test_each_deadline_is_one_event_in_japan_time_with_alarms(tmp_path):
    written(tmp_path, city())
    found = events(tmp_path)
    assert sorted(found) == ["per_fair_app", "per_robot_app"]
    start = found["per_robot_app"].decoded("dtstart")
    assert start == datetime.fromisoformat("2025-12-05T17:00:00+09:00")
    assert str(start.tzinfo) == "Asia/Tokyo"
    assert found["per_fair_app"].decoded("dtstart") == date(2025, 12, 13)
    assert [alarm.decoded("trigger") for alarm in found["per_fair_app"].walk("VALARM")] == [
        timedelta(-7),
        timedelta(-1),
    ]
    assert "期限の日は土曜日です" in found["per_fair_app"]["description"]
    assert found["per_robot_app"]["url"] == "https://example.jp/guide.pdf#page=1"


def test_a_supplied_year_is_told_in_japanese(tmp_path):
    written(tmp_path, edited(city(), "per_robot_app", is_inferred=True, inference="year from start"))
    said = events(tmp_path)["per_robot_app"]["description"]
    assert "資料にない年を補っています（年は始まりの日から）" in said


def test_sequence_counts_changes_and_a_vanished_deadline_is_cancelled(tmp_path):
    first = written(tmp_path / "1", city())
    second = written(tmp_path / "2", city(), first, as_of=date(2025, 11, 25))
    assert {str(e["sequence"]) for e in events(tmp_path / "2").values()} == {"0"}
    assert (tmp_path / "1/deadlines.ics").read_bytes() == (tmp_path / "2/deadlines.ics").read_bytes()
    moved = edited(city(), "per_robot_app", end_date=date(2025, 12, 19))
    third = written(tmp_path / "3", moved, second, as_of=date(2025, 11, 26))
    found = events(tmp_path / "3")
    assert (found["per_robot_app"]["sequence"], found["per_fair_app"]["sequence"]) == (1, 0)
    assert found["per_robot_app"].decoded("dtstamp").date() == date(2025, 11, 25)  # midnight in Japan
    fourth = written(tmp_path / "4", without(moved, "per_robot_app"), third)
    gone = events(tmp_path / "4")["per_robot_app"]
    assert (str(gone["status"]), gone["sequence"]) == ("CANCELLED", 2)
    written(tmp_path / "5", without(moved, "per_robot_app"), fourth)
    assert events(tmp_path / "5")["per_robot_app"]["sequence"] == 2
    written(tmp_path / "6", without(moved, "per_robot_app"), fourth, as_of=date(2026, 1, 1))
    assert "per_robot_app" not in events(tmp_path / "6")


def test_only_dated_ends_are_deadlines(tmp_path):
    rows = [
        *city(),
        period("x1", "robot", date(2025, 4, 1), None),
        period("x2", "robot", None, date(2025, 4, 1), kind="other"),
    ]
    written(tmp_path, rows)
    assert len(events(tmp_path)) == 2  # fmt: skip


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2025, 12, 13), "土曜日"),
        (date(2025, 11, 23), "祝日（勤労感謝の日）"),
        (date(2026, 5, 6), "振替"),
        (date(2025, 12, 29), "年末年始の閉庁日"),
        (date(2025, 12, 5), None),
    ],
)
def test_closed_days(day, words):
    said = closed_day(day)
    assert said is None if words is None else words in said


RFC_4287 = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
NS = {"a": "http://www.w3.org/2005/Atom"}


def test_the_feed_has_what_rfc_4287_asks_and_keeps_old_entries(tmp_path):
    first = release(tmp_path / "1", city())
    write_feed(first, None, [], "1.0.0", first.folder)
    second = release(tmp_path / "2", edited(city(), "amt_robot_cap", yen=1_000_000), as_of=date(2025, 11, 25))
    write_feed(second, first, write_changes(first, second, second.folder), "1.1.0", second.folder)
    third = release(tmp_path / "3", edited(city(), "amt_robot_cap", yen=1_000_000), as_of=date(2025, 11, 26))
    write_feed(third, second, write_changes(second, third, third.folder), "1.1.0", third.folder)
    assert (tmp_path / "3/changes.atom").read_bytes() == (tmp_path / "2/changes.atom").read_bytes()
    feed = etree.fromstring((tmp_path / "2/changes.atom").read_bytes())
    assert feed.findtext("a:updated", namespaces=NS) == "2025-11-25T00:00:00+09:00"
    titles = feed.xpath("a:entry/a:title/text()", namespaces=NS)
    assert titles == [
        "データ 1.1.0: 重要 1 件（金額 1）、軽微 0 件",
        "ロボット導入支援補助金: 上限額 50万円→100万円",
        "データ 1.0.0",
    ]
    ids = feed.xpath("a:id/text() | a:entry/a:id/text()", namespaces=NS)
    assert len(ids) == len(set(ids)) == 4
    assert RFC_4287.validate(feed), RFC_4287.error_log
    assert all(entry.findtext("a:content", namespaces=NS) for entry in feed.findall("a:entry", NS))


@pytest.mark.parametrize("missing", ["id", "title", "updated", "author"])
def test_the_feed_grammar_sees_what_is_missing(tmp_path, missing):
    only = release(tmp_path, city())
    write_feed(only, None, [], "1.0.0", only.folder)
    feed = etree.fromstring((tmp_path / "changes.atom").read_bytes())
    assert RFC_4287.validate(feed)
    feed.remove(feed.find(f"a:{missing}", NS))
    assert not RFC_4287.validate(feed)
