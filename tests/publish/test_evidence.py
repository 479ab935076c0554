"""Evidence leads to the words: addresses, boxes that hold what they stand for, and pictures that stay small."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from pipeline.publish import evidence, pages
from pipeline.publish.dataset import load
from pipeline.publish.pages import LIMIT, write_pages
from pipeline.publish.tables import write_tables
from pipeline.reading import read
from pipeline.rows import TABLES
from pipeline.sources.profile import load_profile
from tests.publish.builder import city, release, sources

SOURCE = "kanazawa_guide"
GUIDES = sorted((Path(__file__).parents[2] / "raw" / SOURCE).glob("*.pdf"))
GUIDE = {"file_url": "https://a.jp/g.pdf#x", "page_url": "https://a.jp/"}

ADDRESSES = [
    (GUIDE, "p.3 1,2,3,4", "上限", "https://a.jp/g.pdf#page=3"),
    (GUIDE, "/html/p[1]", "上限 50万円", "https://a.jp/#:~:text=%E4%B8%8A%E9%99%90%2050%E4%B8%87%E5%86%86"),
    (GUIDE, "/html/p[1]", "1-2,3&4", "https://a.jp/#:~:text=1%2D2%2C3%264"),
    (GUIDE, "/html/p[1]", "あ" * 50, f"https://a.jp/#:~:text={'%E3%81%82' * 13},{'%E3%81%82' * 13}"),
    (GUIDE, "L12", "上限", "https://a.jp/"),
    ({"file_url": None, "page_url": None}, "p.3", "上限", None),
    ({"file_url": "javascript:alert(1)", "page_url": None}, "p.3", "上限", None),
    (None, "p.3", "上限", None),
]


@pytest.mark.parametrize(("source", "locator", "words", "expected"), ADDRESSES)
def test_addresses(source, locator, words, expected):
    assert evidence.address(source, locator, words) == expected


@pytest.mark.parametrize(
    ("locator", "place"),
    [
        ("p.3 120.4,310.0,480.2,326.5", (3, (120.4, 310.0, 480.2, 326.5))),
        ("p.12", (12, None)),
        ("/html/body/p[3]", None),
        ("L4", None),
        (None, None),
    ],
)
def test_places_in_a_pdf(locator, place):
    assert evidence.page_box(locator) == place


def test_locators_sort_as_the_document_reads():
    places = ["p.2 1.0,50.0,2.0,60.0", "p.10 1.0,2.0,3.0,4.0", "p.2 90.0,50.0,99.0,60.0", "p.2 1.0,9.0,2.0,10.0"]
    assert sorted(places, key=evidence.position) == [places[3], places[0], places[2], places[1]]
    assert evidence.position("/div[2]/p[10]") > evidence.position("/div[2]/p[9]")


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    if not GUIDES:
        pytest.skip("raw/ holds no guide")
    folder = tmp_path_factory.mktemp("guide")
    reading = read(
        GUIDES[0].read_bytes(),
        name="guide.pdf",
        profile=load_profile(SOURCE),
        source_id=SOURCE,
        as_of=date(2025, 11, 22),
    )
    rows = {table: list(reading.tables.get(table, ())) for table in TABLES}
    write_tables(rows | {"sources": sources()[:1]}, folder)
    return load(folder)


def _bare(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def test_a_box_holds_the_words_it_stands_for(guide):
    import pypdfium2

    document = pypdfium2.PdfDocument(GUIDES[0])
    right, wrong = 0, []
    for table, column in evidence.WORDS.items():
        for row in guide.rows(table):
            place = evidence.page_box(row["locator"])
            if place is None or place[1] is None or not row[column]:
                continue
            page = document[place[0] - 1]
            x0, top, x1, bottom = place[1]
            inside = page.get_textpage().get_text_bounded(
                x0 - 1, page.get_height() - bottom - 1, x1 + 1, page.get_height() - top + 1
            )
            letters = set(_bare(row[column]))
            if len(letters & set(_bare(inside))) >= 0.6 * len(letters):
                right += 1
            else:
                wrong.append((table, row[column], inside))
    assert right >= 0.95 * (right + len(wrong)), wrong  # fmt: skip


def test_pictures_are_drawn_once_and_stay_small(tmp_path):
    if not GUIDES:
        pytest.skip("raw/ holds no guide")
    old = release(tmp_path / "old", city())
    drawn = write_pages(old, None, {"guide": GUIDES[0]}, old.folder)
    files = sorted((old.folder / "report" / "pages").iterdir())
    assert [path.name for path in files] == ["guide-1.webp", "guide-2.webp"]
    assert max(path.stat().st_size for path in files) <= LIMIT
    assert drawn["guide"][1].width == pytest.approx(595, abs=1)
    files[0].write_bytes(b"kept")
    new = release(tmp_path / "new", city())
    assert write_pages(new, old, {"guide": GUIDES[0].read_bytes()}, new.folder) == drawn
    assert (new.folder / "report" / "pages" / "guide-1.webp").read_bytes() == b"kept"
    assert write_pages(new, None, {"guide": b"no pdf"}, tmp_path / "none") == {"guide": {}}


def test_a_page_that_many_values_name_is_drawn_once(tmp_path, monkeypatch):
    if not GUIDES:
        pytest.skip("raw/ holds no guide")
    asked = []

    def draw_here(function, jobs):
        asked.extend(number for _, numbers, _ in jobs for number in numbers)
        return reversed(list(enumerate(function(*job) for job in jobs)))  # workers finish in any order

    monkeypatch.setattr(pages, "map_documents", draw_here)
    monkeypatch.setattr(pages, "CHUNK", 1)
    new = release(tmp_path / "new", city())
    drawn = write_pages(new, None, {"guide": GUIDES[0]}, new.folder)
    assert asked == [1, 2]
    assert list(drawn["guide"]) == [1, 2]
