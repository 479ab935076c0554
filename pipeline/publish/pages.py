"""Small pictures of the PDF pages that published values point to, so that evidence opens without the PDF."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.engine import Failure, map_documents
from pipeline.files import write_new
from pipeline.publish import evidence
from pipeline.publish.dataset import Dataset

Snapshots = Mapping[str, bytes | Path]

LIMIT = 100_000
"""Bytes per picture."""
TRIES = ((100, 40), (90, 30), (72, 25), (60, 15))
"""Dots per inch and WebP quality, from what reads well to what always fits."""
CHUNK = 4
"""Pages that a worker draws at a time."""
MAX_PAGES = 500
UNSAFE = re.compile(r"[^\w.-]")  # a source_id is part of a file name: guide/../x → guide_.._x


@dataclass(frozen=True, slots=True)
class Page:
    """A page's size in PDF points and its picture's address relative to the report."""

    width: float
    height: float
    file: str


Drawn = dict[str, dict[int, Page]]
"""source_id → page number → `Page`."""


def write_pages(dataset: Dataset, previous: Dataset | None, snapshots: Snapshots, folder: Path) -> Drawn:
    """Draw each page that a row's locator names, once, into `folder`/report/pages.

    Pictures of an unchanged source are copied from the last release. A source without snapshot, or whose file cannot
    be opened, has no pictures: the report then shows the words alone.
    """
    drawn: Drawn = {}
    before = {row["source_id"]: row["sha256"] for row in previous.rows("sources")} if previous else {}
    for source in dataset.rows("sources"):
        source_id = source["source_id"]
        wanted = sorted(set(_pages_of(dataset, source_id)))[:MAX_PAGES]
        if not wanted or source_id not in snapshots:
            continue
        old = None
        if previous is not None and before.get(source_id) == source["sha256"]:
            old = previous.folder / "report"
        drawn[source_id] = _draw(source_id, snapshots[source_id], wanted, old, folder / "report")
    return drawn


def _pages_of(dataset: Dataset, source_id: str) -> Iterator[int]:
    programs = {row["program_id"]: row for row in dataset.rows("programs")}
    for table in evidence.WORDS:
        for row in dataset.rows(table):
            place = evidence.page_box(row["locator"])
            if place and evidence.source_of(row, programs) == source_id:
                yield place[0]


def _draw(
    source_id: str, snapshot: bytes | Path, numbers: list[int], old: Path | None, report: Path
) -> dict[int, Page]:
    names = {number: f"pages/{UNSAFE.sub('_', source_id)}-{number}.webp" for number in numbers}
    kept = frozenset(number for number in numbers if old is not None and (old / names[number]).exists())
    chunks = [numbers[at : at + CHUNK] for at in range(0, len(numbers), CHUNK)]
    pages: dict[int, Page] = {}
    for _, drawn in map_documents(draw_pages, [(snapshot, chunk, kept) for chunk in chunks]):
        for number, width, height, picture in [] if isinstance(drawn, Failure) else drawn:
            pages[number] = Page(width, height, names[number])
            target = report / names[number]
            if old is not None and number in kept:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(old / names[number], target)
            else:
                write_new(target, picture)
    return dict(sorted(pages.items()))  # chunks are done in any order


def draw_pages(
    snapshot: bytes | Path, numbers: list[int], kept: frozenset[int]
) -> list[tuple[int, float, float, bytes]]:
    """Page number, width and height in points, and the picture (WebP; empty for a page in `kept`) of each page there is.

    Runs in a worker: a page that pdfium cannot bear costs its chunk only. A file that cannot be opened has no pages.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(snapshot)
    except pypdfium2.PdfiumError:
        return []
    pages = []
    try:
        for number in numbers:
            if number <= len(document):
                page = document[number - 1]
                width, height = page.get_size()
                pages.append((number, width, height, b"" if number in kept else _picture(page)))
                page.close()
    finally:
        document.close()
    return pages


def _picture(page: Any) -> bytes:
    data = b""
    for dots, quality in TRIES:
        bitmap = page.render(scale=dots / 72, grayscale=True)
        buffer = io.BytesIO()
        bitmap.to_pil().save(buffer, "WEBP", quality=quality, method=2)
        bitmap.close()
        data = buffer.getvalue()
        if len(data) <= LIMIT:
            break
    return data
