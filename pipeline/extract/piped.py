"""Tables set in running text with bars (| 助成率 | 限度額 |): lines of a passage → the table they draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.records import Block, Cell, Line, Passage

# | 助成率 | 限度額 |
_BAR = re.compile(r"^[\s　]*[|｜].*[|｜][\s　]*$")
# |----|:---:|
_RULE = re.compile(r"^[\s　|｜:\-–—]+$")
_COLUMN = re.compile(r"[|｜]")
# ・身体障害者<br>・知的障害者
_BREAK = re.compile(r"<br\s*/?>")


def is_piped(line: Line) -> bool:
    """Whether a line is a row of such a table."""
    return bool(_BAR.match(line.text))


def piped_tables(passage: Passage) -> Iterator[Passage]:
    """Each run of at least two such lines as a passage of its own that holds the table."""
    run: list[Line] = []
    for line in (*passage.lines, Line("", "")):
        if is_piped(line):
            run.append(line)
            continue
        if len(run) >= 2:
            yield replace(passage, lines=(), table=_table(run), locator=run[0].locator)
        run = []


def _table(lines: list[Line]) -> Block:
    rows = [(line, _cells(line.text)) for line in lines if not _RULE.match(line.text)]
    cols = max(len(cells) for _, cells in rows) if rows else 0
    cells = []
    for number, (line, words) in enumerate(rows):
        for col in range(cols):
            text = words[col] if col < len(words) else ""
            parts = tuple(Line(part.strip(), line.locator) for part in _BREAK.split(text) if part.strip())
            cells.append(Cell(number, col, 1, 1, parts, line.locator, is_header=number == 0))
    return Block("table", lines[0].locator, rows=len(rows), cols=cols, cells=tuple(cells))


def _cells(text: str) -> list[str]:
    return [part.strip() for part in _COLUMN.split(text.strip()[1:-1])]
