"""An HTML tree → blocks in reading order, each with the XPath of the element its words stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pipeline.parse.html_tables import grid_of
from pipeline.parse.html_words import (
    BLOCK_TAGS,
    BLOCKS,
    BOLD,
    CUT,
    HEADINGS,
    THIN,
    UNSEEN,
    gather,
    gather_link,
    groups_of,
    is_bold,
    lines_of,
    plain,
)
from pipeline.parse.lines import fold
from pipeline.records import Block, Cell, Line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_COMPLEX = ("table", "dl", "details", "article", "section", *HEADINGS)
_LISTS = ("ul", "ol", "menu", "dir")


class Walker:
    """Walks a tree once and keeps what is open: the heading level, and the links to come after their block."""

    def __init__(
        self, base: str, dropped: set[Element], titles: Mapping[Element, Element | None], generic: frozenset[str]
    ) -> None:
        self.blocks: list[Block] = []
        self._base = base
        self._dropped = dropped
        self._titles = titles
        self._generic = generic
        self._level = 0
        self._floor = 1
        self._panels: dict[Element, int] = {}
        self._links: list[tuple[Element, str]] = []
        self._paths: dict[Element, str] = {}

    def flow(self, parent: Element, path: str) -> None:
        """Read the children of a container: blocks one by one, the inline words between them as paragraphs."""
        words: list[str] = []
        if parent.text:
            words.append(parent.text)
        counts: dict[str, int] = {}
        for child in parent:
            tag = child.tag
            if isinstance(tag, str):
                count = counts[tag] = counts.get(tag, 0) + 1
                if child in self._dropped:
                    pass
                elif child in self._titles:
                    self._end(words, path)
                    self._title(child, _step(path, tag, count), self._titles[child])
                elif tag in BLOCKS or (tag not in UNSEEN and len(child) and _holds_block(child)):
                    self._end(words, path)
                    self._block(child, tag, _step(path, tag, count))
                else:
                    self._inline(child, tag, words)
            tail = child.tail
            if tail:
                words.append(tail)
        self._end(words, path)

    def _inline(self, child: Element, tag: str, words: list[str]) -> None:
        if tag == "br":
            words.append(CUT)
        elif tag == "a":
            gather_link(child, words, self._links, self._dropped)
        elif tag not in UNSEEN:
            bold = tag in ("strong", "b") or is_bold(child)
            words.append(BOLD if bold else "")
            gather(child, words, self._links, self._dropped)
            words.append(THIN if bold else "")

    def _block(self, element: Element, tag: str, path: str) -> None:
        if tag == "p":
            words: list[str] = []
            gather(element, words, self._links, self._dropped)
            self._end(words, path)
        elif tag in HEADINGS:
            self._heading(element, HEADINGS[tag], path)
        elif tag in _LISTS:
            self._items(element, path, 1)
        elif tag == "table":
            self._table(element, path)
        elif tag == "dl":
            self._definitions(element, path)
        elif tag == "details":
            self._details(element, path)
        elif tag in ("pre", "xmp"):
            self._end([element.xpath("string()").replace("\n", CUT)], path)
        elif tag != "hr":
            floor, level = self._floor, self._level
            if element in self._panels:
                self._floor = self._panels[element] + 1
            self.flow(element, path)
            if element in self._panels:
                self._floor, self._level = floor, level

    # ---- one kind of block each

    def _end(self, words: list[str], path: str) -> None:
        """Close the open paragraph: a block per labelled stretch, then its links."""
        if words:
            raw = "".join(words)
            words.clear()
            if BOLD in raw:
                for label, lines in groups_of(raw, path):
                    self._add_paragraph(label, lines, path)
            elif lines := lines_of(raw, path):
                self.blocks.append(Block("paragraph", path, tuple(lines)))
        self._end_links()

    def _add_paragraph(self, label: str, lines: list[Line], path: str) -> None:
        if label:
            self.blocks.append(Block("field", path, tuple(lines), label=label))
        else:
            self.blocks.append(Block("paragraph", path, tuple(lines)))

    def _end_links(self) -> None:
        if not self._links:
            return
        for anchor, label in self._links:
            href = (anchor.get("href") or "").strip()
            if not href or href.startswith("#") or href.lower().startswith(("javascript:", "data:", "vbscript:")):
                continue
            try:
                url = urljoin(self._base, href)
            except ValueError:
                url = href
            path = anchor.getroottree().getpath(anchor)
            words = label or _alternatives(anchor)
            self.blocks.append(Block("link", path, (Line(words, path),) if words else (), url=url))
        self._links = []

    def _heading(self, element: Element, level: int, path: str) -> None:
        words: list[str] = []
        gather(element, words, self._links, self._dropped)
        for button in element.iter("button"):
            words.append(button.xpath("string()"))
        text = plain("".join(words)) or _alternatives(element)
        if text:
            level = min(6, max(level, self._floor))
            self._level = level
            self.blocks.append(Block("heading", path, (Line(text, path),), level=level))
        self._end_links()

    def _title(self, element: Element, path: str, panel: Element | None) -> None:
        """The title of an accordion: a heading below the one it stands under, nothing where it only asks for a click."""
        words: list[str] = []
        gather(element, words, self._links, self._dropped)
        text = plain("".join(words))
        if text and text not in self._generic:
            level = min(6, max(2, self._level + 1, self._floor))
            self.blocks.append(Block("heading", path, (Line(text, path),), level=level))
            if panel is not None:
                self._panels[panel] = level
        self._end_links()

    def _details(self, element: Element, path: str) -> None:
        floor, level = self._floor, self._level
        summary = next((child for child in element if child.tag == "summary"), None)
        if summary is not None:
            self._dropped.add(summary)
            if next(summary.iter(*HEADINGS), None) is not None:
                self.flow(summary, f"{path}/summary[1]")
                self._floor = min(6, self._level + 1)
            else:
                before = len(self.blocks)
                self._title(summary, f"{path}/summary[1]", None)
                heading = next((block for block in self.blocks[before:] if block.kind == "heading"), None)
                if heading is not None:
                    self._floor = self._level = heading.level
                    self._floor += 1
        self.flow(element, path)
        self._floor, self._level = floor, level

    def _items(self, listing: Element, path: str, depth: int) -> None:
        counts: dict[str, int] = {}
        for child in listing:
            tag = child.tag
            if not isinstance(tag, str) or child in self._dropped:
                continue
            count = counts[tag] = counts.get(tag, 0) + 1
            place = f"{path}/{tag}[{count}]"
            if tag == "li":
                self._item(child, place, depth)
            elif tag in _LISTS:
                self._items(child, place, depth + 1)
            elif tag not in UNSEEN:
                self._block(child, tag if tag in BLOCKS else "div", place)

    def _item(self, item: Element, path: str, depth: int) -> None:
        if len(item) and next(item.iterdescendants(*_COMPLEX), None) is not None:
            self.flow(item, path)
            return
        words: list[str] = [item.text or ""]
        self._item_parts(item, path, depth, words)
        self._end_item(words, path, depth)

    def _item_parts(self, parent: Element, path: str, depth: int, words: list[str]) -> None:
        counts: dict[str, int] = {}
        for child in parent:
            tag = child.tag
            if isinstance(tag, str):
                count = counts[tag] = counts.get(tag, 0) + 1
                if child in self._dropped:
                    pass
                elif tag in _LISTS:
                    self._end_item(words, path, depth)
                    self._items(child, f"{path}/{tag}[{count}]", depth + 1)
                elif tag in BLOCKS or (tag not in UNSEEN and len(child) and _holds_block(child)):
                    words.extend((CUT, child.text or ""))
                    self._item_parts(child, _step(path, tag, count), depth, words)
                    words.append(CUT)
                else:
                    self._inline(child, tag, words)
            if child.tail:
                words.append(child.tail)

    def _end_item(self, words: list[str], path: str, depth: int) -> None:
        if lines := lines_of("".join(words), path, depth):
            self.blocks.append(Block("list_item", path, tuple(lines)))
        words.clear()
        self._end_links()

    # ---- tables and definition lists

    def _lines(self, element: Element, path: str, depth: int, tables: list[tuple[Element, str]]) -> list[Line]:
        """The lines of a cell or definition; lists in it deepen, tables in it are put aside."""
        lines: list[Line] = []
        words: list[str] = [element.text or ""]
        counts: dict[str, int] = {}
        for child in element:
            tag = child.tag
            if isinstance(tag, str):
                count = counts[tag] = counts.get(tag, 0) + 1
                if child in self._dropped:
                    pass
                elif tag in BLOCKS or (tag not in UNSEEN and len(child) and _holds_block(child)):
                    lines.extend(lines_of("".join(words), path, depth))
                    words.clear()
                    place = _step(path, tag, count)
                    if tag == "table":
                        tables.append((child, place))
                    else:
                        lines.extend(self._lines(child, place, depth + (tag in _LISTS), tables))
                else:
                    self._inline(child, tag, words)
            if child.tail:
                words.append(child.tail)
        lines.extend(lines_of("".join(words), path, depth))
        return lines

    def _table(self, table: Element, path: str) -> None:
        rows, cols, slots = grid_of(table, path)
        caption = next((child for child in table if child.tag == "caption"), None)
        if caption is not None:
            self.flow(caption, f"{path}/caption[1]")
        if not slots:
            self.flow(table, path)
            return
        if _is_layout(table, rows, cols):
            for slot in slots:
                if slot.element is not None:
                    self.flow(slot.element, slot.path)
            return
        nested: list[tuple[Element, str]] = []
        cells = tuple(
            Cell(
                slot.row,
                slot.col,
                slot.rowspan,
                slot.colspan,
                tuple(self._lines(slot.element, slot.path, 0, nested)) if slot.element is not None else (),
                slot.path,
                slot.element is not None and slot.element.tag == "th",
            )
            for slot in slots
        )
        if any(cell.lines for cell in cells):
            self.blocks.append(Block("table", path, rows=rows, cols=cols, cells=cells))
        self._end_links()
        for inner, place in nested:
            self._table(inner, place)

    def _definitions(self, dl: Element, path: str) -> None:
        terms: list[tuple[Element, str]] = []
        described = False
        for child, place in _entries(dl, path):
            if child in self._dropped:
                continue
            if child.tag == "dt":
                if not described:
                    self._lone_terms(terms)
                terms, described = [(child, place)], False
            elif child.tag == "dd":
                self._definition([] if described else terms, child, place)
                described = True
            else:
                self._block(child, child.tag if child.tag in BLOCKS else "div", place)
        if not described:
            self._lone_terms(terms)

    def _lone_terms(self, terms: list[tuple[Element, str]]) -> None:
        for term, place in terms:
            self._title(term, place, None)

    def _definition(self, terms: list[tuple[Element, str]], body: Element, path: str) -> None:
        if terms and not _is_complex(body):
            term, place = terms[0]
            label = fold(" ".join(line.text for line in self._lines(term, place, 0, [])))
            lines = self._lines(body, path, 0, [])
            if label or lines:
                self._add_paragraph(label, lines, place if label else path)
            self._end_links()
            return
        for term, place in terms:
            self._panels.pop(body, None)
            self._title(term, place, body)
        self._block(body, "div", path)


def _step(path: str, tag: str, count: int) -> str:
    return f"{path}/{tag}[{count}]"


def _holds_block(element: Element) -> bool:
    return next(element.iterdescendants(*BLOCK_TAGS), None) is not None


def _alternatives(element: Element) -> str:
    return fold(" ".join(image.get("alt") or "" for image in element.iter("img")))


def _entries(dl: Element, path: str) -> Iterator[tuple[Element, str]]:
    """The children of a definition list, through the `div` groups HTML allows."""
    counts: dict[str, int] = {}
    for child in dl:
        if not isinstance(child.tag, str):
            continue
        count = counts[child.tag] = counts.get(child.tag, 0) + 1
        place = _step(path, child.tag, count)
        if child.tag == "div":
            yield from _entries(child, place)
        else:
            yield child, place


def _is_complex(body: Element) -> bool:
    """True for a definition that is a whole section: it holds headings, tables, or labelled paragraphs of its own."""
    if next(body.iterdescendants(*_COMPLEX), None) is not None:
        return True
    labelled = 0
    for paragraph in body.iter("p"):
        words: list[str] = []
        gather(paragraph, words, [], ())
        raw = "".join(words)
        labelled += (
            sum(1 for label, _ in groups_of(raw, "") if label) if BOLD in raw else ":" in raw[:20] or "：" in raw[:20]
        )
    return labelled >= 2


def _is_layout(table: Element, rows: int, cols: int) -> bool:
    """True for a table that only places things on the page: it holds headings, or other tables with most of its words."""
    if next(table.iterdescendants(*HEADINGS), None) is not None and next(table.iterdescendants("th"), None) is None:
        return True
    return rows == 1 and cols == 1 and next(table.iterdescendants("table", "p", "ul", "ol"), None) is not None
