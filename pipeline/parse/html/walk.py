"""The light tree of an HTML page → blocks in reading order, each with the XPath of the element its words stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from pipeline.parse.html.parts import (
    SECTIONS,
    entries,
    fields_of,
    is_layout,
    is_section,
    labelled,
    links_before,
    menus_in,
    plain_items,
    source_of,
)
from pipeline.parse.html.rims import LONGEST_SIGN, is_sign, leads_away
from pipeline.parse.html.tables import MOST_SLOTS, ROW_GROUPS, grid_of
from pipeline.parse.html.tags import AROUND, HEADINGS
from pipeline.parse.html.toggles import Toggles, caption_of
from pipeline.parse.html.tree import Node
from pipeline.parse.html.words import CUT, line_of, lines_of
from pipeline.parse.html.writer import Writer
from pipeline.parse.quick import new_block, new_cell, new_line
from pipeline.records import Block, Cell, Line

_PERMALINK = re.compile(r"^(?:[#§¶🔗]\s+)+|\s*[¶🔗]$|\s+[#§]$")  # # 県全域の補助金, 申請方法 ¶
_SIGN_TO_OPEN = re.compile(r"(?<=...)\s*[＋+▼▽∨⌄]$")  # 必要な書類＋
_INDENT = re.compile(r"\n( *)")  # a line of <pre>, the only one whose blanks are seen
_SKIPPED = ">本文</span>"
"""Ends a word set loose between blocks, to which links that skip the menus lead."""
_LISTS = frozenset(("ul", "ol", "menu", "dir"))


class Walker:
    """Walks a page once and keeps what is open: the level of the last heading, and the one that an accordion opens."""

    def __init__(self, base: str, toggles: Toggles, dropped: set[Node], hidden: frozenset[str]) -> None:
        self._writer = Writer(base, hidden)
        self.blocks = self._writer.blocks
        self._toggles = toggles
        self._panels = toggles.panels() - dropped
        self._dropped = dropped
        self._apart = dropped | toggles.titles.keys()
        self._level = 0
        self._floor = 1
        self._counted: dict[Node, tuple[int, int]] = {}

    def part(self, node: Node) -> None:
        """Read a part of the page: its content, or a title that stands outside of it."""
        if node.tag in HEADINGS:
            self._block(node)
        else:
            self.flow(node)

    def flow(self, node: Node) -> None:
        """Read the children of a container: blocks one by one, the inline words between them as paragraphs."""
        if node.content is not None:
            self._writer.paragraph(node.content, node.path)
            return
        loose: list[str] = []
        for child in node.children:
            if isinstance(child, str):
                loose.append(child)
                continue
            if child in self._panels:
                self._panel(child, node, loose)
                continue
            if loose:
                self._between(node, child.position, loose)
            if child.tag == "p" and child.content is not None and child not in self._apart:
                self._writer.paragraph(child.content, child.path)
            elif child not in self._dropped:
                self._block(child)
        if loose:
            self._between(node, len(node.children), loose)

    def _between(self, node: Node, end: int, loose: list[str]) -> None:
        """Read the inline words before the child at `end` as paragraphs of the node itself: a rule (hr) parts them."""
        for position, source in enumerate(loose, start=end - len(loose)):
            if source.rstrip().endswith(_SKIPPED):
                continue
            if "<a" in source:
                is_short = len(source) <= LONGEST_SIGN and "://" not in source
                if is_short and (is_sign(source) or leads_away(source)):
                    continue
            self._writer.paragraph(source, node.path, links_before(node, position, self._counted))
        loose.clear()

    def _block(self, node: Node) -> None:
        tag = node.tag
        if tag in _LISTS:
            self._items(node, 1)
        elif tag in HEADINGS:
            self._heading(node, HEADINGS[tag])
        elif node in self._toggles.titles:
            self._title(caption_of(node), node.path)
        elif tag == "table":
            self._table(node)
        elif tag == "dl":
            self._definitions(node)
        elif tag == "details":
            self._details(node)
        elif tag == "summary":
            return  # read before the rest of its details, wherever it stands
        elif tag == AROUND:
            self._around(node)
        elif tag == "pre":
            self._writer.paragraph(_INDENT.sub(lambda cut: CUT + "\xa0" * len(cut[1]), node.content or ""), node.path)
        else:
            self.flow(node)

    def _around(self, node: Node) -> None:
        """An inline element around blocks: what it holds, and then the link that it is, named by its heading or first words."""
        start = len(self.blocks)
        self.flow(node)
        held = self.blocks[start:]
        if held and node.is_step("a"):
            title = next((block for block in held if block.kind == "heading"), held[0])
            self._writer.link(title.text.partition("\n")[0], node.get("href") or "", node.path)

    # ---- headings and accordions

    def _heading(self, node: Node, level: int) -> None:
        """A heading, never above the accordion it stands in, below that above the accordion it titles; its blocks are one line."""
        source = node.content if node.content is not None else source_of(node)
        text = line_of(self._writer.words(source, node.path, controls=True))
        if "<a" in source:
            text = _PERMALINK.sub("", text)
        is_title = node in self._toggles.titles
        if text and not (is_title and text in self._toggles.generic):
            level = min(6, max(level, self._floor, self._level + 1 if is_title else 0))
            self._level = self._level if is_title else level
            self.blocks.append(new_block("heading", node.path, (new_line(text, node.path),), "", level))
        self._writer.end_links()

    def _title(self, text: str, path: str) -> int:
        """The title of an accordion: a heading below the one it stands under → its level; 0 where it only asks for a click."""
        if not text or text in self._toggles.generic:
            return 0
        text = _SIGN_TO_OPEN.sub("", text)
        level = min(6, max(2, self._level + 1, self._floor))
        self.blocks.append(new_block("heading", path, (new_line(text, path),), level=level))
        return level

    def _inside(self, node: Node, level: int) -> None:
        """Read a panel whose title has the given level (0: none): headings in it stay below, and end with it."""
        floor, before = self._floor, self._level
        if level:
            self._floor, self._level = level + 1, level
        self._block(node)
        self._floor, self._level = floor, before

    def _panel(self, panel: Node, parent: Node, loose: list[str]) -> None:
        """A panel that a toggle opens; its title is the inline words before it, or the title node just read."""
        level = 0
        if panel in self._toggles.loose:
            level = self._title(self._toggles.loose[panel], parent.path)
        elif loose:
            self._between(parent, panel.position, loose)
        elif self.blocks and self.blocks[-1].kind == "heading" and self.blocks[-1].level > self._level:
            level = self.blocks[-1].level
        loose.clear()
        self._inside(panel, level)

    def _details(self, node: Node) -> None:
        floor, before = self._floor, self._level
        for child in node.children:
            if isinstance(child, Node) and child.tag == "summary":
                self._summary(child)
                break
        self.flow(node)
        self._floor, self._level = floor, before

    def _summary(self, summary: Node) -> None:
        caption, source = caption_of(summary), source_of(summary)
        if not caption and summary.content is None:
            self.flow(summary)
            self._floor = min(6, self._level + 1)
            return
        if "<a" not in source and caption in self._toggles.generic:
            return  # the same "open me" at every entry
        if level := self._title(line_of(self._writer.words(source, summary.path, controls=True)), summary.path):
            self._floor, self._level = level + 1, level
        self._writer.end_links()

    # ---- lists

    def _items(self, listing: Node, depth: int) -> None:
        if listing.content is not None:
            fields = fields_of(listing.content, listing.path) if depth == 1 else []
            for place, source in fields:
                self._writer.paragraph(source, place)
            for place, words in () if fields else plain_items(listing.content, listing.path):
                if lines := lines_of(words, place, depth):
                    self.blocks.append(new_block("list_item", place, lines))
            return
        items = [child for child in listing.children if isinstance(child, Node) and child.tag == "li"]
        sources = labelled([item.content or "" for item in items])
        told = dict(zip(items, sources, strict=True))
        for child in listing.children:
            if isinstance(child, str):
                self._writer.paragraph(child, listing.path)
            elif child in self._dropped:
                continue
            elif child.tag == "li":
                self._item(child, told[child], depth)
            elif child.tag in _LISTS:
                self._items(child, depth + 1)
            else:
                self._block(child)

    def _item(self, item: Node, source: str, depth: int) -> None:
        if item.content is not None:
            self._end_item(self._writer.words(source, item.path), item.path, depth)
        elif any(node.tag in SECTIONS or node in self._panels for node in item.nodes()):
            self.flow(item)
        else:
            words = self._item_parts(item, item.path, depth, [])
            self._end_item("".join(words), item.path, depth)

    def _item_parts(self, node: Node, path: str, depth: int, words: list[str]) -> list[str]:
        """Collect the words of an item through its paragraphs; a nested list closes what came before it."""
        for position, child in enumerate(node.children):
            if isinstance(child, str):
                words.append(self._writer.words(child, node.path, links_before(node, position, self._counted)))
            elif child in self._dropped:
                continue
            elif child.tag in _LISTS:
                self._end_item("".join(words), path, depth)
                words.clear()
                self._items(child, depth + 1)
            else:
                words.append(CUT)
                if child.content is not None:
                    words.append(self._writer.words(child.content, child.path))
                else:
                    self._item_parts(child, path, depth, words)
                words.append(CUT)
        return words

    def _end_item(self, words: str, path: str, depth: int) -> None:
        if lines := lines_of(words, path, depth):
            self.blocks.append(new_block("list_item", path, lines))
        self._writer.end_links()

    # ---- tables and definition lists

    def _lines(self, node: Node, depth: int, tables: list[Node]) -> Sequence[Line]:
        """The lines of a cell or definition; lists in it deepen, tables in it are put aside."""
        path = node.path
        if node.content is not None:
            if node.tag not in _LISTS:
                return lines_of(self._writer.words(node.content, path), path, depth)
            items = plain_items(node.content, path)
            return [line for place, words in items for line in lines_of(words, place, depth)]
        lines: list[Line] = []
        for position, child in enumerate(node.children):
            if isinstance(child, str):
                words = self._writer.words(child, path, links_before(node, position, self._counted))
                lines.extend(lines_of(words, path, depth))
            elif child in self._dropped:
                continue
            elif child.tag == "table":
                tables.append(child)
            else:
                lines.extend(self._lines(child, depth + (child.tag in _LISTS), tables))
        return lines

    def _table(self, table: Node) -> None:
        path = table.path
        captions = [child for child in table.children if isinstance(child, Node) and child.tag == "caption"]
        for caption in captions:
            self.flow(caption)
        for part in (table, *(node for node in table.children if isinstance(node, Node) and node.tag in ROW_GROUPS)):
            self._writer.paragraph(" ".join(child for child in part.children if isinstance(child, str)), path)
        rows, cols, slots = grid_of(table)
        if rows * cols > MOST_SLOTS or is_layout(table, slots):
            menus = menus_in(slots)
            for slot in slots:
                cell = slot.node
                if cell is not None and cell not in menus and self._dropped.isdisjoint((cell, cell.parent)):
                    self.flow(cell)
            return
        nested: list[Node] = []
        cells: list[Cell] = []
        for row, col, rowspan, colspan, node in slots:
            place = node.path if node else path
            lines = tuple(self._lines(node, 0, nested)) if node and node not in self._dropped else ()
            is_header = node is not None and node.tag == "th"
            cells.append(new_cell(row, col, rowspan, colspan, lines, place, is_header))
        if any(cell.lines for cell in cells):
            self.blocks.append(Block("table", path, rows=rows, cols=cols, cells=tuple(cells)))
        self._writer.end_links()
        for inner in nested:
            self._table(inner)

    def _definitions(self, dl: Node) -> None:
        self._writer.paragraph(" ".join(child for child in dl.children if isinstance(child, str)), dl.path)
        term: Node | None = None
        parts = entries(dl)
        for position, child in enumerate(parts):
            if child in self._dropped:
                continue
            if child.tag == "dt":
                following = parts[position + 1].tag if position + 1 < len(parts) else ""
                if following == "dd":
                    term = child
                else:
                    self._term(child)
            elif child.tag == "dd":
                if position and parts[position - 1].tag == "dd":
                    continue  # read with the first
                self._definition(term, [*takewhile(lambda part: part.tag == "dd", parts[position:])], parts)
                term = None
            else:
                self._block(child)

    def _term(self, term: Node) -> None:
        if text := line_of(self._writer.words(source_of(term), term.path)):
            self.blocks.append(new_block("field", term.path, (), label=text))
        self._writer.end_links()

    def _definition(self, term: Node | None, bodies: list[Node], parts: Sequence[Node]) -> None:
        bodies = [body for body in bodies if body not in self._dropped]
        if term is None or not bodies:
            for body in bodies:
                self.flow(body)
            return
        label = line_of(self._writer.words(source_of(term), term.path, controls=True))
        if label and "aria-expanded" not in source_of(term) and not any(map(is_section, bodies)):
            place = bodies[0].path.rpartition("/")[0]
            lines = [line for body in bodies for line in self._lines(body, 0, [])]
            if not lines and any(is_section(part) for part in parts if part.tag == "dd"):
                self._title(label, term.path)  # a part of the page like the others, of which nothing is said
            else:
                self.blocks.append(new_block("field", place, tuple(lines), label=label.rstrip(":：")))
            self._writer.end_links()
            return
        level = self._title(label, term.path)
        self._writer.end_links()
        for body in bodies:
            self._inside(body, level)
