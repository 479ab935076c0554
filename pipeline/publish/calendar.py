"""Every deadline as a calendar event that stays itself when it moves: deadlines.ics (RFC 5545)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pipeline.files import write_new
from pipeline.publish import evidence, words
from pipeline.publish.dataset import Dataset

if TYPE_CHECKING:
    from icalendar import Component

Row = Mapping[str, Any]

TOKYO = ZoneInfo("Asia/Tokyo")
NOT_DEADLINES = {"announcement", "other"}
ALARMS = (timedelta(days=-7), timedelta(days=-1))
FILE = "deadlines.ics"


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of the last release: what it said, how often it had changed, when it last did."""

    content: bytes
    sequence: int
    stamp: datetime
    event: Component


def write_calendar(dataset: Dataset, previous: Dataset | None, folder: Path) -> None:
    """Write deadlines.ics: one event per period with an end, UID from its key, SEQUENCE raised when it changed.

    An event whose period vanished while its day is still ahead is sent once more as CANCELLED.
    """
    from icalendar import Calendar

    seen = _read(previous.folder / FILE) if previous is not None else {}
    stamp = datetime.combine(dataset.as_of, time(0), TOKYO).astimezone(UTC)
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
    events = {str(event["uid"]): event for event in _events(dataset)}
    for uid, old in seen.items():
        if uid not in events and _day(old.event) >= dataset.as_of:
            old.event["status"] = "CANCELLED"
            events[uid] = old.event
    calendar.add_component(_time_zone())
    for uid in sorted(events):
        event = events[uid]
        before = seen.get(uid)
        same = before is not None and before.content == _content(event)
        when = before.stamp if before is not None and same else stamp
        for name in ("sequence", "dtstamp", "last-modified"):
            event.pop(name, None)
        event.add("sequence", 0 if before is None else before.sequence + (not same))
        event.add("dtstamp", when)
        event.add("last-modified", when)
        calendar.add_component(event)
    write_new(folder / FILE, calendar.to_ical(sorted=True))


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


def _events(dataset: Dataset) -> list[Component]:
    programs = {row["program_id"]: row for row in dataset.rows("programs")}
    sources = {row["source_id"]: row for row in dataset.rows("sources")}
    return [
        _event(row, programs[row["program_id"]], sources.get(programs[row["program_id"]]["source_id"]))
        for row in dataset.rows("periods")
        if row["end_date"] is not None and row["kind"] not in NOT_DEADLINES and row["program_id"] in programs
    ]


def _event(row: Row, program: Row, source: Row | None) -> Component:
    from icalendar import Alarm, Event

    end: date = row["end_date"]
    shut = closed_day(end)
    title = f"{words.deadline(row)}: {program['name']}" + (f"（{shut}）" if shut else "")
    event = Event()
    event.add("uid", f"{row['period_id']}@hojokin-pipeline")
    event.add("summary", title)
    moment = datetime.combine(end, _clock(row["end_time"]), TOKYO) if row["end_time"] else None
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
    return event


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
        lines.append(f"年などを補っています（{row['inference'] or '推定'}）。")
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


def _read(path: Path) -> dict[str, Seen]:
    from icalendar import Calendar

    if not path.exists():
        return {}
    calendar = Calendar.from_ical(path.read_bytes())
    assert isinstance(calendar, Calendar)
    return {
        str(event["uid"]): Seen(_content(event), int(event.get("sequence", 0)), event.decoded("dtstamp"), event)
        for event in calendar.walk("VEVENT")
    }


def _content(event: Component) -> bytes:
    """What an event says, without what counts its changes."""
    lines = event.to_ical().split(b"\r\n")
    return b"\n".join(line for line in lines if not line.startswith((b"SEQUENCE", b"DTSTAMP", b"LAST-MODIFIED")))


def _day(event: Component) -> date:
    start = event.decoded("dtstart")
    return start.date() if isinstance(start, datetime) else start
