"""HTML of any theme and charset → located, verbatim blocks of its content; site furniture and unseen text stay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.parse.charset import decode
from pipeline.parse.html_furniture import furniture, unseen
from pipeline.parse.html_toggles import find_titles, generic_captions, text_of
from pipeline.parse.html_walk import Walker
from pipeline.parse.lines import fold
from pipeline.records import Document, DocumentRefused

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGEST = 32 * 1024 * 1024
"""Bytes of HTML beyond which a document is refused."""


def parse_html(data: bytes, *, name: str, declared_charset: str | None = None) -> Document:
    """Bytes of an HTML page → its content as blocks in reading order, with XPath locators that lxml.html resolves.

    `declared_charset` is what the HTTP header said. Raises DocumentRefused, naming the file, for a page that is too large,
    in no known encoding, or without any words.
    """
    if len(data) > LARGEST:
        raise DocumentRefused(f"{name}: HTML が大きすぎます({len(data) // 2**20} MB、上限 {LARGEST // 2**20} MB)")
    text, notices = decode(data, name=name, declared=declared_charset)
    root = _tree(text)
    if root is None:
        raise DocumentRefused(f"{name}: 空のファイルです")
    titles = find_titles(root)
    captions = [text_of(title) for title in (*titles, *root.iter("summary"), *root.xpath("//dt[@class]"))]
    dropped = furniture(root) | unseen(root, set(titles.values()))
    walker = Walker(_base(root), dropped, titles, generic_captions(captions))
    place, path = _content(root, dropped)
    walker.flow(place, path)
    blocks = tuple(walker.blocks)
    if not blocks:
        raise DocumentRefused(f"{name}: 本文がありません(空のページ、または読み取れる文字のない HTML です)")
    title = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), "")
    return Document(blocks, "text/html", title=title or fold(root.findtext(".//title") or ""), notices=notices)


def _tree(text: str) -> Element | None:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    data = text.replace("\0", "").encode("utf-8")
    if not data.strip():
        return None
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


def _base(root: Element) -> str:
    """The address that relative links start from: base href, canonical link or og:url; "" where none is known."""
    for path in ("//base/@href", "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        if found := root.xpath(path):
            return str(found[0])
    return ""


def _content(root: Element, dropped: set[Element]) -> tuple[Element, str]:
    """The element that holds the content and its locator: the one `main` where it holds most of the page's own words."""
    mains = root.xpath("//main|//*[@role='main']")
    body = next((child for child in root if child.tag == "body"), root)
    if len(mains) == 1:
        outside = sum(len(text_of(element)) for element in dropped)
        if len(text_of(mains[0])) * 2 >= len(text_of(body)) - outside:
            return mains[0], root.getroottree().getpath(mains[0])
    return body, root.getroottree().getpath(body)
