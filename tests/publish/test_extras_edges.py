"""Releases at the edges: empty, without addresses, with hostile words; every file still reads back."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from datetime import date

import openpyxl
import pytest
from icalendar import Calendar
from lxml import etree

from pipeline.publish.export import FORMATS, export
from pipeline.publish.extras import write_extras
from tests.publish.builder import city, release, sources

NASTY = [
    "<script>alert('x')</script><img src=x onerror=alert(1)>",
    "</script><!-- ]]> --> {{ 7*7 }} {% raw %}",
    "=cmd|' /C calc'!A0",
    "a\x00b\x0bc\x1fd",
    "\u202eevil\u202c \u2028 \u2029 \ufeff",
    "𠮷野家 👨‍👩‍👧 ﷽",
    "BEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT",
    "x" * 5000,
    "'; DROP TABLE programs; --",
    "| a | b |\n# head\n[link](javascript:alert(1)) @someone",
]
TEXTS = ("name", "name_text", "summary", "eligibility", "title", "message", "text", "rate_text", "amount_text", "period_text", "label", "organisation", "course", "condition_text", "attribution", "reason")  # fmt: skip


def nasty_city(words):
    return [
        replace(row, **{f.name: words for f in fields(row) if f.name in TEXTS and getattr(row, f.name) is not None})
        for row in city()
    ]


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_hostile_words_change_no_file_s_meaning(tmp_path, words):
    old = release(tmp_path / "old", city())
    write_extras(old.folder, None, old.as_of, {})
    new = release(tmp_path / "new", nasty_city(words))
    write_extras(new.folder, old.folder, new.as_of, {})
    page = (new.folder / "report" / "index.html").read_text("utf-8")
    assert page.count("<script") == page.count("</script>")
    assert "onerror=alert" not in re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data[1])["programs"][0]["n"] == new.rows("programs")[0]["name"]
    events = Calendar.from_ical((new.folder / "deadlines.ics").read_bytes()).walk("VEVENT")
    assert len(events) == 2
    etree.fromstring((new.folder / "changes.atom").read_bytes())
    openpyxl.load_workbook(new.folder / "hojokin.xlsx")
    assert "<script" not in (new.folder / "changes.md").read_text("utf-8")
    for form in FORMATS:
        export(new, form, tmp_path / form)


def test_an_empty_release_and_one_without_addresses(tmp_path):
    empty = release(tmp_path / "empty", [])
    assert write_extras(empty.folder, None, date(2025, 11, 22), {}) == "1.0.0"
    local = [replace(row, file_url=None, page_url=None) if row in sources() else row for row in city()]
    filled = release(tmp_path / "filled", local)
    assert write_extras(filled.folder, empty.folder, date(2025, 11, 23), {}) == "1.1.0"
    assert "新規: ロボット導入支援補助金" in (filled.folder / "changes.md").read_text("utf-8")
    for form in FORMATS:
        export(filled, form, tmp_path / form)
        export(empty, form, tmp_path / f"empty-{form}")
