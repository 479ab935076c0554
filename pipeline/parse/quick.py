"""What keeps a parser quick: records made at a third of the price of a call by name (a page has a thousand), and no garbage collector meanwhile."""

from __future__ import annotations

import gc

from pipeline.records import Block, BlockKind, Cell, Line

_make = tuple.__new__


def new_line(text: str, locator: str, depth: int = 0) -> Line:
    """The record Line(text, locator, depth)."""
    return _make(Line, (text, locator, depth))


def new_cell(
    row: int, col: int, rowspan: int, colspan: int, lines: tuple[Line, ...], locator: str, is_header: bool
) -> Cell:
    """The record Cell(row, col, rowspan, colspan, lines, locator, is_header)."""
    return _make(Cell, (row, col, rowspan, colspan, lines, locator, is_header))


def new_block(
    kind: BlockKind, locator: str, lines: tuple[Line, ...], label: str = "", level: int = 0, url: str = ""
) -> Block:
    """The record Block(kind, locator, lines, label=…, level=…, url=…), without a page and without cells."""
    return _make(Block, (kind, locator, lines, None, None, level, label, url, 0, 0, (), (), (), ()))


class PausedCollector:
    """Keeps the cyclic garbage collector away: no page leaves a cycle, and passes over all that was read cost a 15th of the time.

    A class, since the end of a generator makes an exception, for which the collector would come at once.
    """

    def __enter__(self) -> None:
        self._was_enabled = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was_enabled:
            gc.enable()
