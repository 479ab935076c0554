"""A long PDF read in chunks by several workers is the document that one reading gives, or one failure."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest

from pipeline import engine
from pipeline.chunks import CHUNK, LONG, File, read_file, read_files
from pipeline.engine import Crew, Failure, Limits
from pipeline.parse import parse_document
from pipeline.records import Document
from tests.parse.pdf_making import Page, pdf

SAMPLE = Path(__file__).parents[1] / ".." / "shared" / "samples" / "pdfs" / "fuji_city_budget_r6.pdf"
MANY = LONG + 5


def page(number: int, top: float = 60) -> Page:
    """A page that is all one table of two columns, which goes on over the page's end: no heading, equal borders."""
    sheet = Page().line(60, top, 530, top).line(60, 800, 530, 800).down((60.0, 150.0, 530.0), top=top, bottom=800)
    return sheet.text(66, top + 18, f"第{number}号").text(156, top + 18, f"設備投資を支援します。{number}万円")


def long_pdf(*, change: Callable[[pikepdf.Pdf], None] | None = None) -> bytes:
    """Every third page begins a table of its own, so that tables go on over the ends of chunks."""
    return pdf(*(page(n, 60 if n % 3 else 120) for n in range(MANY)), change=change)


def as_it_is(document: Document) -> Document:
    return document


def read_in_one(data: bytes, name: str) -> Document:
    return parse_document(data, name=name)


def lying_page(document: pikepdf.Pdf) -> None:
    """A page in the second chunk that is none: the file has to be mended."""
    document.Root.Pages.Kids[CHUNK + 2] = pikepdf.Dictionary(Type=pikepdf.Name.Font)


def busy_page(document: pikepdf.Pdf) -> None:
    document.pages[2 * CHUNK + 3].Contents = document.make_stream(b"1 1 2 2 re f " * 300_000)


@pytest.mark.parametrize("change", [None, lying_page], ids=["sound", "mended"])
def test_chunks_give_what_one_reading_gives(change: Callable[[pikepdf.Pdf], None] | None) -> None:
    data = long_pdf(change=change)
    document = read_file(as_it_is, File(data, "t.pdf"))
    assert document == read_in_one(data, "t.pdf")
    tables = [block for block in document.blocks if block.kind == "table"]
    assert any(number % CHUNK == 0 and number + 1 in table.pages for table in tables for number in table.pages)


@pytest.mark.soak
def test_a_real_budget_book_in_chunks() -> None:
    if not SAMPLE.exists():
        pytest.skip("no samples")
    data = SAMPLE.read_bytes()
    assert read_file(as_it_is, File(data, "t.pdf")) == read_in_one(data, "t.pdf")


def test_one_bad_chunk_is_one_failure() -> None:
    busy, good = File(long_pdf(change=busy_page), "忙しい.pdf"), File(pdf(page(1)), "短い.pdf")
    results = dict(read_files(as_it_is, [(busy,), (good,)]))
    assert isinstance(results[1], Document)
    assert isinstance(results[0], Failure)
    assert results[0].about("忙しい.pdf").startswith(f"忙しい.pdf: p.{2 * CHUNK + 4} 描画要素が多すぎます")


def test_a_chunk_beyond_a_limit_is_named_by_its_pages() -> None:
    job = (File(long_pdf(), "t.pdf"),)
    ((_, failure),) = read_files(as_it_is, [job], limits=Limits(answer=10_000))
    assert isinstance(failure, Failure)
    assert failure.about("t.pdf").startswith("t.pdf: p.")
    assert "大きすぎます" in failure.message


def test_all_chunks_together_have_the_time_of_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 100_000, 100))
    monkeypatch.setattr("pipeline.chunks.time", SimpleNamespace(monotonic=lambda: next(clock)))
    failure = read_file(as_it_is, File(long_pdf(), "t.pdf"))
    assert isinstance(failure, Failure)
    assert failure.kind == "time"


@pytest.mark.parametrize(("pages", "most"), [(LONG - 1, 1), (LONG, 2)])
def test_only_a_long_document_takes_more_than_one_process(
    pages: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    start = engine._start
    monkeypatch.setattr(engine, "_start", lambda limits: started.append(start(limits)) or started[-1])
    monkeypatch.setattr(engine.os, "cpu_count", lambda: 2)
    read_file(as_it_is, File(pdf(*(Page() if n else page(1) for n in range(pages))), "t.pdf"))
    assert len(started) == most


def who(_: int) -> int:
    return os.getpid()


def fail(_: int) -> int:
    os._exit(1)


def test_workers_stay_from_one_map_to_the_next() -> None:
    with Crew(workers=1) as crew:
        first, again = dict(crew.map(who, [(1,), (2,)])), dict(crew.map(who, [(3,)]))
        assert {*first.values()} == {*again.values()}
        ((_, failure),) = crew.map(fail, [(1,)])
        assert isinstance(failure, Failure)
        assert dict(crew.map(who, [(1,)])) != again
