"""Tables set in running text with bars (| 助成率 | 限度額 |): the lines of blocks → the tables that they draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.records import Block, Cell, Line

# | 助成率 | 限度額 |; 助成率 | 限度額 |; |----|:---:|
_ROW = re.compile(r"^[\s　]*(?:[|｜].*[|｜].*|[^|｜]+[|｜].*[|｜][\s　]*)$")
# |----|:---:|, ---|---|
_RULE = re.compile(r"^[\s　|｜:\-–—]+$")
_COLUMN = re.compile(r"[|｜]")
_OUTER = re.compile(r"^[\s　]*[|｜]|[|｜][\s　]*$")
# ・身体障害者<br>・知的障害者
_BREAK = re.compile(r"<br\s*/?>")


def drawn(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with each run of at least two such lines as the table that it draws; all else as it is."""
    rows: list[Block] = []  # a line each
    for block in blocks:
        for piece in _pieces(block):
            if piece.kind in ("paragraph", "list_item") and piece.lines and _ROW.match(piece.lines[0].text):
                rows.append(piece)
                continue
            yield from _table(rows)
            rows = []
            yield piece
    yield from _table(rows)


def _pieces(block: Block) -> Iterator[Block]:
    """A block of running text that holds rows in a block for each line; any other whole."""
    if block.kind in ("paragraph", "list_item") and any(_ROW.match(line.text) for line in block.lines):
        yield from (block._replace(lines=(line,), locator=line.locator) for line in block.lines)
    else:
        yield block


def _table(blocks: list[Block]) -> Iterator[Block]:
    lines = [block.lines[0] for block in blocks if not _RULE.match(block.lines[0].text)]
    if len(blocks) < 2 or not lines:
        yield from blocks
        return
    rows = [[part.strip() for part in _COLUMN.split(_OUTER.sub("", line.text))] for line in lines]
    cols = max(map(len, rows))
    cells = []
    for number, (line, words) in enumerate(zip(lines, rows, strict=True)):
        for col in range(cols):
            text = words[col] if col < len(words) else ""
            parts = tuple(Line(part.strip(), line.locator) for part in _BREAK.split(text) if part.strip())
            cells.append(Cell(number, col, 1, 1, parts, line.locator, is_header=number == 0))
    yield Block("table", lines[0].locator, rows=len(rows), cols=cols, cells=tuple(cells))
