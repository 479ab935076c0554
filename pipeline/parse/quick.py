"""The records that a page is made of, as its parser makes them: a page has a thousand, and a tuple is made at a third of the price of a call by name."""

from __future__ import annotations

from pipeline.records import Block, BlockKind, Line

_make = tuple.__new__


def new_line(text: str, locator: str, depth: int = 0) -> Line:
    """The record Line(text, locator, depth)."""
    return _make(Line, (text, locator, depth))


def new_block(
    kind: BlockKind, locator: str, lines: tuple[Line, ...], label: str = "", level: int = 0, url: str = ""
) -> Block:
    """The record Block(kind, locator, lines, label=…, level=…, url=…), without a page and without cells."""
    return _make(Block, (kind, locator, lines, None, None, level, label, url, 0, 0, (), (), (), ()))
