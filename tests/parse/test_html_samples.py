"""Real pages, where the samples are present: both ways agree, locators resolve, hardly a word is lost, the rest is furniture."""

import warnings
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.element import Comment, Doctype, NavigableString

from pipeline.folding import clean
from pipeline.parse.html import parse_html
from pipeline.publish.blocks import to_jsonl, to_markdown
from tests.parse.html_helpers import every_line, packed, words_at

SHARED = Path(__file__).parents[2] / ".." / "shared"
PAGES = sorted(
    [
        *SHARED.glob("samples/html/*.html"),
        *SHARED.glob("samples/texts/*.html"),
        *SHARED.glob("facsimile/*.html"),
        *SHARED.glob("sources/*.html"),
    ]
)
pytestmark = pytest.mark.skipif(not PAGES, reason="../shared with its sample pages is not here")
UNREAD = (
    "script",
    "style",
    "noscript",
    "template",
    "select",
    "textarea",
    "button",
    "iframe",
    "nav",
    "header",
    "footer",
    "form",
    "aside",
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_both_ways_agree_and_locators_lead_to_the_words(path: Path) -> None:
    data = path.read_bytes()
    document = parse_html(data, name=path.name)
    assert parse_html(data, name=path.name, repair=True).blocks == document.blocks
    assert to_markdown(document)
    assert len(list(to_jsonl(document))) == len(document.blocks)
    for line in every_line(document)[::7]:
        found = words_at(data, line.locator)
        assert len(found) == 1


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_sentences_outside_furniture_are_all_there(path: Path) -> None:
    document = parse_html(path.read_bytes(), name=path.name)
    said = packed(
        "".join(line.text for line in every_line(document)) + "".join(block.label for block in document.blocks)
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(path.read_bytes().decode(), "lxml")
    for tag in soup([*UNREAD, "title"]):
        tag.decompose()
    for tag in soup.select('[style*="display:none"], [style*="display: none"], [role], .pum, [id^="popup"]'):
        tag.decompose()
    sentences = [
        clean(packed(str(text)).lstrip(":："))
        for text in soup.find_all(string=True)
        if isinstance(text, NavigableString)
        and not isinstance(text, Comment | Doctype)
        and "。" in text
        and not text.find_parent("a")
        and not any(sign in text for sign in ("本文です。", "先頭です。"))
    ]
    lost = [sentence for sentence in sentences if sentence not in said]
    assert len(lost) <= len(sentences) // 50, lost


def test_the_aggregator_page_has_its_programmes() -> None:
    document = parse_html((SHARED / "facsimile" / "ishikawa_subsidy.html").read_bytes(), name="facsimile")
    assert sum(1 for block in document.blocks if block.kind == "heading" and block.level == 4) == 44
    assert sum(1 for block in document.blocks if block.kind == "field" and block.label == "概要") >= 40
    assert not [block for block in document.blocks if "目次" in block.text or "コメントを見る" in block.text]
