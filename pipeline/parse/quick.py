"""The records that a page is made of, as its parser makes them."""

from __future__ import annotations

from pipeline.records import Block, BlockKind, Line

new_line = Line


def new_block(
    kind: BlockKind, locator: str, lines: tuple[Line, ...], label: str = "", level: int = 0, url: str = ""
) -> Block:
    """The record Block(kind, locator, lines, label=…, level=…, url=…), without a page and without cells."""
    return Block(kind, locator, lines, None, None, level, label, url)
