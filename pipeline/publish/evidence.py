"""Where a published value can be checked: the words in its source, a PDF's page and box, a page's address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pipeline.folding import single_spaced
from pipeline.records import Box

Row = Mapping[str, Any]

WORDS: Mapping[str, str] = {
    "programs": "name_text",
    "rates": "rate_text",
    "amounts": "amount_text",
    "periods": "period_text",
    "contacts": "phone_text",
    "links": "label",
    "facilities": "name",
    "relations": "target_text",
    "findings": "text",
    "quarantine": "value",
}
"""Table → the column that holds the source's own words."""

PAGE_BOX = re.compile(r"p\.(\d+)(?: (-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+))?")  # p.3 120.4,310.0,480.2,326.5
NUMBERS = re.compile(r"\d+")  # /html/body/div[29]/ol[1]/li[3] → 29 1 3, L12 → 12
FRAGMENT_LENGTH = 40
"""Longer words are quoted by their two ends: a browser matches `start,end` across line breaks and tags."""


def source_of(row: Row, programs: Mapping[str, Row]) -> str | None:
    """The source_id a row comes from: its own, else its programme's."""
    if row.get("source_id"):
        return str(row["source_id"])
    program = programs.get(row.get("program_id") or "")
    return str(program["source_id"]) if program else None


def page_box(locator: str | None) -> tuple[int, Box | None] | None:
    """`p.3 x0,top,x1,bottom` → (3, box in PDF points, top-left origin); None for a locator that is no PDF's."""
    found = PAGE_BOX.fullmatch(locator or "")
    if not found:
        return None
    page, *edges = found.groups()
    if edges[0] is None:
        return int(page), None
    x0, top, x1, bottom = (float(edge) for edge in edges)
    return int(page), (x0, top, x1, bottom)


def position(locator: str | None) -> tuple[float, ...]:
    """Where a locator stands in its source, to sort by: page, top, left of a PDF, else its numbers in order."""
    place = page_box(locator)
    if place is None:
        return tuple(float(number) for number in NUMBERS.findall(locator or ""))
    page, box = place
    return (page, box[1], box[0]) if box else (page,)


def address(source: Row | None, locator: str | None, words: str | None) -> str | None:
    """The web address of a value's evidence: a PDF's page (#page=3), a page's words (#:~:text=…), else the source.

    None where the source has no http address (a local file).
    """
    if source is None:
        return None
    place = page_box(locator)
    url = source["file_url"] or source["page_url"] if place else source["page_url"] or source["file_url"]
    if not url or not url.startswith(("https://", "http://")):
        return None
    bare = url.split("#")[0]
    if place:
        return f"{bare}#page={place[0]}"
    return f"{bare}#:~:text={_fragment(words)}" if words and (locator or "").startswith("/") else bare


def _fragment(words: str) -> str:
    flat = single_spaced(words)
    if len(flat) <= FRAGMENT_LENGTH:
        return _quoted(flat)
    half = FRAGMENT_LENGTH // 3
    return f"{_quoted(flat[:half])},{_quoted(flat[-half:])}"


def _quoted(text: str) -> str:
    # , and - are syntax in a text fragment: text=prefix-,start,end,-suffix
    return quote(text.strip(), safe="").replace("-", "%2D")
