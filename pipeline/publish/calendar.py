"""Every deadline as a calendar event that stays itself when it moves: deadlines.ics (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from pipeline.files import write_new
from pipeline.publish import evidence, words
from pipeline.publish.dataset import Dataset
from pipeline.records import JAPAN

Row = Mapping[str, Any]

NOT_DEADLINES = {"announcement", "other"}
ALARMS = (timedelta(days=-7), timedelta(days=-1))
FILE = "deadlines.ics"


# Our own events, as the last release wrote them; none of these lines is long enough to be folded
EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
COUNTERS = re.compile(
    rb"^(?:SEQUENCE|DTSTAMP|LAST-MODIFIED):([^\r]*)\r\n", re.MULTILINE
)  # SEQUENCE:2 · DTSTAMP:20251121T150000Z
UID = re.compile(rb"^UID:([^\r]*)", re.MULTILINE)
START = re.compile(rb"^DTSTART[^:]*:(\d{8})", re.MULTILINE)  # DTSTART;TZID=Asia/Tokyo:20251205T170000


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of the last release: what it said, how often it had changed, when it last did."""

    content: bytes
    sequence: int
    stamp: bytes


def write_calendar(dataset: Dataset, previous: Dataset | None, folder: Path) -> None:
    """Write deadlines.ics: one event per period with an end, UID from its key, SEQUENCE raised when it changed.

    An event whose period vanished while its day is still ahead is sent once more as CANCELLED.
    """
    seen = _read(previous.folder / FILE) if previous is not None else {}
    now = datetime.combine(dataset.as_of, time(0), JAPAN).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ").encode()
    events = {_uid(event): event for event in _events(dataset)}
    for uid, old in seen.items():
        if uid not in events and _day(old.content) >= dataset.as_of:
            events[uid] = old.content.replace(b"\r\nSTATUS:CONFIRMED\r\n", b"\r\nSTATUS:CANCELLED\r\n")
    head, end = _frame()
    numbered = [_numbered(events[uid], seen.get(uid), now) for uid in sorted(events)]
    write_new(folder / FILE, b"".join([head, *numbered, end]))


def _numbered(content: bytes, before: Seen | None, now: bytes) -> bytes:
    """An event with its counters: those of the last release where it says the same, else raised and stamped."""
    same = before is not None and before.content == content
    sequence = 0 if before is None else before.sequence + (not same)
    stamp = before.stamp if before is not None and same else now
    begin = b"BEGIN:VEVENT\r\n"
    counters = b"SEQUENCE:%d\r\nDTSTAMP:%b\r\nLAST-MODIFIED:%b\r\n" % (sequence, stamp, stamp)
    return begin + counters + content.removeprefix(begin)


def closed_day(day: date) -> str | None:
    """Why offices are shut on a day: 土曜日, 日曜日, the name of a public holiday, 年末年始; None on a working day."""
    import jpholiday

    holiday = jpholiday.is_holiday_name(day)
    if holiday:
        return f"祝日（{holiday}）"
    if day.weekday() >= 5:
        return f"{words.WEEKDAYS[day.weekday()]}曜日"
    # 行政機関の休日に関する法律 第1条: 12月29日から翌年1月3日まで
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return "年末年始の閉庁日"
    return None


def _events(dataset: Dataset) -> list[bytes]:
    programs = {row["program_id"]: row for row in dataset.rows("programs")}
    sources = {row["source_id"]: row for row in dataset.rows("sources")}
    return [
        _event(row, programs[row["program_id"]], sources.get(programs[row["program_id"]]["source_id"]))
        for row in dataset.rows("periods")
        if row["end_date"] is not None and row["kind"] not in NOT_DEADLINES and row["program_id"] in programs
    ]


def _event(row: Row, program: Row, source: Row | None) -> bytes:
    from icalendar import Alarm, Event

    end: date = row["end_date"]
    shut = closed_day(end)
    title = f"{words.deadline(row)}: {program['name']}" + (f"（{shut}）" if shut else "")
    event = Event()
    event.add("uid", f"{row['period_id']}@hojokin-pipeline")
    event.add("summary", title)
    moment = datetime.combine(end, _clock(row["end_time"]), JAPAN) if row["end_time"] else None
    if moment is not None and row["end_time"] != "24:00":
        event.add("dtstart", moment)  # no DTEND: an event that has one must last, RFC 5545 3.8.2.2
    else:
        event.add("dtstart", end)
        event.add("dtend", end + timedelta(days=1))
    event.add("description", "\n".join(_description(row, program, shut)))
    address = evidence.address(source, row["locator"], row["period_text"])
    if address:
        event.add("url", address)
    event.add("categories", [words.named(words.PERIOD, row["kind"]), *(program["area_names"] or ())])
    event.add("status", "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    for before in ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"あと{-before.days}日 {title}")
        alarm.add("trigger", before)
        event.add_component(alarm)
    content: bytes = event.to_ical()
    return content


def _description(row: Row, program: Row, shut: str | None) -> list[str]:
    lines = [program["name"], f"資料の記載: {row['period_text']}"]
    if row["label"]:
        lines.append(f"区分: {row['label']}")
    if row["end_time"] or row["deadline_rule"]:
        lines.append(f"{row['end_time'] or ''} {words.DEADLINE_RULE.get(row['deadline_rule'] or '', '')}".strip())
    if shut:
        lines.append(f"期限の日は{shut}です。窓口や郵便の受付を確かめてください。")
    if row["precision"] != "day":
        lines.append("資料に日の記載がなく、その月（年度）の末日としています。")
    if row["is_inferred"]:
        lines.append(f"資料にない年を補っています（{words.inference(row)}）。")
    if program["is_budget_limited"]:
        lines.append("予算に達し次第、早く終わることがあります。")
    return lines


def _clock(text: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    return time(hour % 24, minute)


def _time_zone() -> Any:
    """VTIMEZONE for Japan: no summer time since 1951."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=9))
    standard.add("tzname", "JST")
    zone = Timezone()
    zone.add("tzid", "Asia/Tokyo")
    zone.add_component(standard)
    return zone


def _frame() -> tuple[bytes, bytes]:
    """The calendar around the events: its first lines and its last."""
    from icalendar import Calendar

    calendar = Calendar()
    for name, value in {
        "prodid": "-//hojokin-pipeline//deadlines//JA",
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "x-wr-calname": "補助金の締切",
        "x-wr-timezone": "Asia/Tokyo",
    }.items():
        calendar.add(name, value)
    calendar.add_component(_time_zone())
    end = b"END:VCALENDAR\r\n"
    return calendar.to_ical().removesuffix(end), end


def _read(path: Path) -> dict[bytes, Seen]:
    if not path.exists():
        return {}
    found = {}
    for event in EVENT.findall(path.read_bytes()):
        sequence, stamp, _ = COUNTERS.findall(event)
        found[_uid(event)] = Seen(COUNTERS.sub(b"", event), int(sequence), stamp)
    return found


def _uid(event: bytes) -> bytes:
    match = UID.search(event)
    assert match
    return match[1]


def _day(event: bytes) -> date:
    match = START.search(event)
    assert match
    return datetime.strptime(match[1].decode(), "%Y%m%d").date()
