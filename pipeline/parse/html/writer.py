"""Inline source of a page → its paragraphs and fields, each with the links that stand in it."""

from __future__ import annotations

from html import unescape
from urllib.parse import urljoin

from pipeline.parse.html.words import (
    AFTER_LABEL,
    BOLD,
    THIN,
    Anchor,
    groups_of,
    lines_of,
    lone_label,
    marked,
    read_tags,
)
from pipeline.parse.quick import new_block, new_line
from pipeline.records import Block


class Writer:
    """Writes the blocks of a page in order; links wait for the end of the block that they stand in."""

    def __init__(self, base: str, hidden: frozenset[str]) -> None:
        self.blocks: list[Block] = []
        self._base = base
        self._hidden = hidden
        self._links: list[tuple[Anchor, str, int]] = []

    def words(self, source: str, path: str, earlier: int = 0, *, controls: bool = False) -> str:
        """The words of inline source (those of buttons with `controls`); its links wait for the end of their block.

        `earlier` links of the element at `path` stand before the source.
        """
        if "<" in source:
            source = marked(source)
        if "<" not in source:
            return unescape(source) if "&" in source else source
        words, anchors = read_tags(source, self._hidden, controls)
        for anchor in anchors:
            self._links.append((anchor, path, earlier))
        return words

    def paragraph(self, source: str, path: str, earlier: int = 0) -> None:
        """Write inline source as a paragraph, or as the fields whose labels stand in bold in it, and its links."""
        label, words = lone_label(source)
        if "<" in words or "&" in words:
            words = self.words(words, path, earlier)
        is_bold = BOLD in words or THIN in words
        if label and not is_bold and words[:1] in AFTER_LABEL:
            self.blocks.append(new_block("field", path, lines_of(words[1:], path) if words else (), label))
        elif label or is_bold:
            for name, lines in groups_of(f"{BOLD}{label}{THIN}{words}" if label else words, path):
                self.blocks.append(new_block("field" if name else "paragraph", path, tuple(lines), name))
        elif found := lines_of(words, path):
            self.blocks.append(new_block("paragraph", path, found))
        if self._links:
            self.end_links()

    def end_links(self) -> None:
        """Write the links that waited for the end of their block."""
        for (words, href, number), path, earlier in self._links:
            self.link(words, href, f"({path}//a)[{earlier + number}]")
        self._links.clear()

    def link(self, words: str, href: str, place: str) -> None:
        """Write a link with its words, where it leads to another place than this page."""
        if url := self._address(href.strip()):
            lines = (new_line(words, place),) if words else ()
            self.blocks.append(new_block("link", place, lines, "", 0, url))

    def _address(self, href: str) -> str:
        """Where a link leads, absolute if the page's address is known; "" for places in the page and scripts."""
        if href.startswith(("https://", "http://")):
            return href
        if href.startswith("#") or href.lower().startswith(("javascript:", "data:", "vbscript:")):
            return ""
        try:
            return urljoin(self._base, href)
        except ValueError:
            return href
