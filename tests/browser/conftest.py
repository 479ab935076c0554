"""Debian's Chromium through playwright, and review pages made from invented releases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.publish.changes.diff import diff
from pipeline.publish.pages import write_pages
from pipeline.publish.report import write_report
from tests.publish import builder
from tests.publish.builder import amount, city, edited, period, program, rate, release, without

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}


def small_pdf() -> bytes:
    """Two pages of A4 with a few letters, made by hand."""
    import pikepdf

    document = pikepdf.new()
    for _ in range(2):
        page = document.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))
        )  # fmt: skip
        page.Contents = document.make_stream(b"BT /F1 12 Tf 60 732 Td (Rate: 1/2, small 2/3) Tj ET")
    import io

    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="session")
def chromium():
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def little(tmp_path_factory) -> Path:
    """The little city, one release after another in which three things changed."""
    folder = tmp_path_factory.mktemp("report")
    before = edited(without(city(), "prg_later", "amt_later_cap"), "amt_robot_cap", yen=100_000)
    old = release(folder / "old", edited(before, "prg_fair", summary="前の概要"))
    new = release(folder / "new", city())
    pages = write_pages(new, old, {"guide": small_pdf()}, new.folder)
    write_report(new, old, diff(old, new), new.folder, pages)
    return new.folder / "report" / "index.html"


@pytest.fixture(scope="session")
def large(tmp_path_factory) -> Path:
    """Ten thousand programmes."""
    folder = tmp_path_factory.mktemp("large")
    rows = [*builder.sources()]
    for i in range(10_000):
        key = f"{i:05}"
        day = builder.AS_OF.replace(year=2026, month=1 + i % 12, day=1 + i % 28)
        rows += [
            program(
                key, f"試験制度その{i}", area_names=(("金沢市", "七尾市", "小松市")[i % 3],), summary="あいうえお" * 40
            ),
            rate(key, key, 1 + i % 3, 4),
            amount(key, key, 10_000 * (1 + i % 50)),
            period(key, key, None, day),
        ]
    new = release(folder, rows)
    write_report(new, None, [], folder, {})
    return folder / "report" / "index.html"


@pytest.fixture
def visit(chromium):
    """`with visit(page, size) as tab`: fails when the tab logged an error or asked for anything but its own files."""

    @contextmanager
    def opened(path: Path, size: dict[str, int] = DESKTOP) -> Iterator[object]:
        tab = chromium.new_page(viewport=size)
        trouble: list[str] = []
        tab.on("console", lambda said: trouble.append(said.text) if said.type in {"error", "warning"} else None)
        tab.on("pageerror", lambda error: trouble.append(str(error)))
        tab.on("dialog", lambda box: (trouble.append(f"dialog {box.message}"), box.dismiss()))
        home = path.parent.as_uri()
        tab.on("request", lambda asked: None if asked.url.startswith(home) else trouble.append(f"request {asked.url}"))
        tab.goto(path.as_uri())
        yield tab
        tab.close()
        assert trouble == []

    return opened
