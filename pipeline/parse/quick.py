"""Blocks and lines at the price of plain objects: a frozen dataclass of 14 fields costs a microsecond, a page has a thousand.

An object with the slots of the record is filled by ordinary assignment and then becomes the record, frozen from there on (measured
on a 140 kB page: 1.4 ms for its records by their constructors, 0.3 ms so).
"""

from __future__ import annotations

from typing import Any

from pipeline.records import Block, BlockKind, Line


class _Line:
    __slots__ = Line.__slots__


class _Block:
    __slots__ = Block.__slots__


def new_line(text: str, locator: str, depth: int = 0) -> Line:
    """The record Line(text, locator, depth)."""
    line: Any = _Line()
    line.text = text
    line.locator = locator
    line.depth = depth
    line.__class__ = Line
    record: Line = line
    return record


def new_block(
    kind: BlockKind, locator: str, lines: tuple[Line, ...], label: str = "", level: int = 0, url: str = ""
) -> Block:
    """The record Block(kind, locator, lines, label=…, level=…, url=…), without a page and without cells."""
    block: Any = _Block()
    block.kind = kind
    block.locator = locator
    block.lines = lines
    block.page = None
    block.bbox = None
    block.level = level
    block.label = label
    block.url = url
    block.rows = block.cols = 0
    block.cells = block.pages = block.row_pages = block.page_bboxes = ()
    block.__class__ = Block
    record: Block = block
    return record
