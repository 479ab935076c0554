"""What a maintainer is told of a date: what its source gets wrong, and why it stands in no period."""

from __future__ import annotations

from pipeline.extract.schedule.years import is_yearless
from pipeline.extract.statements import Statement
from pipeline.normalize.wareki import true_era
from pipeline.records import Notice, Period


def unread(period: Period, statement: Statement, *, message: str = "") -> Notice:
    """A date of the call that is not published → why; without a message what its reading lacks."""
    lacking = "年の分からない日付です" if is_yearless(period) else "日付を読み取れませんでした"
    return Notice("warning", "unread-date", message or lacking, period.text, statement.locator)


def misread(period: Period, statement: Statement) -> list[Notice]:
    """A period → what the calendar says against it: a wrong weekday, a day that is none."""
    found = []
    for slug in period.warnings:
        if slug == "weekday-mismatch":
            found.append(Notice("warning", slug, "曜日が日付と合いません", period.text, statement.locator))
        elif slug in ("no-such-day", "out-of-era", "calendar-mismatch"):
            found.append(unread(period, statement, message=_why_unread(slug, period.text)))
    return found


def _why_unread(slug: str, text: str) -> str:
    if slug == "out-of-era" and (day := true_era(text)):
        return f"その元号にない日付です(正しくは{day})"
    return "和暦と西暦が合いません" if slug == "calendar-mismatch" else "暦にない日付です"
