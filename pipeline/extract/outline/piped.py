"""Tables set in running text with bars (| 助成率 | 限度額 |): the lines of blocks → the tables that they draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.records import Block, Cell, Line

# | 助成率 | 限度額 |; 助成率 | 限度額 |; |----|:---:|
_ROW = re.compile(r"^[\s　]*(?:[|｜].*[|｜].*|[^|｜]+[|｜].*[|｜][\s　]*)$")
# |----|:---:|, ---|---|
_RULE = re.compile(r"^[\s　|｜:\-–—]+$")
_COLUMN = re.compile(r"[|｜]")
_OPENING = re.compile(r"^[\s　]*[|｜]")
_CLOSING = re.compile(r"[|｜][\s　]*$")
_END = re.compile(r"[|｜]$")
_PLAIN = ("paragraph", "list_item")
_LONGEST = 12  # lines of a row whose cells are broken
# 1.8月以前に導入 | 30,000円 |: an item with its price, no head of columns; 補助額 | 3万円 | is a label
_PRICED = re.compile(
    r"^[\s　]*(?:[0-9０-９]{1,2}[.．、]|[①-⑳])[^|｜]+[|｜][\s　]*[0-9０-９,，.．]+[億万千百]*円[\s　]*[|｜]?[\s　]*$"
)
_SUM = re.compile(r"[0-9０-９][億万千百]*円")
# ・身体障害者<br>・知的障害者
_BREAK = re.compile(r"<br\s*/?>")


def drawn(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with each run of at least two such lines as the table that it draws; all else as it is."""
    rows: list[Block] = []  # a line each
    for piece in _whole_rows([piece for block in blocks for piece in _pieces(block)]):
        if piece.kind in _PLAIN and piece.lines and _ROW.match(piece.lines[0].text):
            rows.append(piece)
            continue
        yield from _tables(rows)
        rows = []
        yield piece
    yield from _tables(rows)


def _pieces(block: Block) -> Iterator[Block]:
    """A block of running text that holds rows in a block for each line; any other whole."""
    if block.kind in _PLAIN and any(_COLUMN.search(line.text) for line in block.lines):
        yield from (block._replace(lines=(line,), locator=line.locator) for line in block.lines)
    else:
        yield block


def _whole_rows(pieces: list[Block]) -> Iterator[Block]:
    """The pieces with each row whose cells are broken over several lines below a head as one line: 甲枠 | ⏎ 2分の1 | ⏎ 50万円 |."""
    place = 0
    while place < len(pieces):
        yield pieces[place]
        place += 1
        head = pieces[place - 1]
        text = head.lines[0].text.strip() if head.lines and head.kind in _PLAIN else ""
        bars = len(_COLUMN.findall(text)) if _END.search(text) and not _RULE.match(text) else 0
        if bars > 1:
            place, rows = _rows(pieces, place, bars)
            yield from rows


def _rows(pieces: list[Block], place: int, bars: int) -> tuple[int, list[Block]]:
    """(the place behind them, a block each) of the rows below a head of so many bars, as they were where not all can be filled."""
    rows: list[Block] = []
    first = place
    while place < len(pieces):
        text = pieces[place].lines[0].text.strip() if pieces[place].lines else ""
        if _RULE.match(text) and len(_COLUMN.findall(text)) > 1:
            taken, words = 1, text
        elif row := _row(pieces[place : place + _LONGEST], bars):
            taken, words = row
        else:
            return place, pieces[first:place] if _COLUMN.search(text) else rows
        rows.append(pieces[place]._replace(kind="paragraph", lines=(pieces[place].lines[0]._replace(text=words),)))
        place += taken
    return place, rows


def _row(pieces: list[Block], bars: int) -> tuple[int, str] | None:
    """(pieces taken, the row's words) where the lines from here on fill a row of so many bars, the last one at its end."""
    words, found = "", 0
    for number, piece in enumerate(pieces):
        text = piece.lines[0].text.strip() if len(piece.lines) == 1 and not piece.cells else ""
        own = len(_COLUMN.findall(text))
        if not text or (number and ((_RULE.match(text) and own > 1) or own >= bars)):
            return None
        words += ("" if not words or _END.search(words) else "<br>") + text
        found += own
        if found >= bars:
            return (number + 1, words) if found == bars and _END.search(text) else None
    return None


def _tables(blocks: list[Block]) -> Iterator[Block]:
    """A table each for the rows up to the head of the next rule: 対象 | 限度額 | ⏎ ---|---| below the rows of another."""
    rules = [place for place, block in enumerate(blocks) if _RULE.match(block.lines[0].text)]
    starts = [0, *(place - 1 for place in rules[1:] if place - 1 not in rules), len(blocks)]
    for start, end in pairwise(starts):
        yield from _table(blocks[start:end])


def _cells(text: str, *, opens: bool) -> list[str]:
    """The words of a row's cells; `opens` says whether a bar in front opens the row."""
    bare = _CLOSING.sub("", _OPENING.sub("", text) if opens else text)
    return [part.strip() for part in _COLUMN.split(bare)]


def _moved(row: list[str], above: list[str]) -> list[str]:
    """A row without the cells that reach down to it from the row above (7人槽 | 41万円 | | below 転換 | 5人槽 | 33万円 |) in its columns."""
    empty = len(row) - len("|".join(row).rstrip("|").split("|"))
    sums = {col for col, words in enumerate(row) if _SUM.search(words)}
    over = {col for col, words in enumerate(above) if _SUM.search(words)}
    if not empty or len(row) != len(above) or not sums or {col + empty for col in sums} != over:
        return row
    return [*above[:empty], *row[:-empty]]


def _table(blocks: list[Block]) -> Iterator[Block]:
    lines = [block.lines[0] for block in blocks if not _RULE.match(block.lines[0].text)]
    if len(blocks) < 2 or not lines:
        yield from blocks
        return
    if len(lines) == len(blocks) and _PRICED.match(lines[0].text):
        yield from blocks
        return
    opens = _OPENING.match(lines[0].text) is not None  # else a bar in front closes an empty cell
    rows: list[list[str]] = []
    for line in lines:
        row = _cells(line.text, opens=opens)
        rows.append(_moved(row, rows[-1]) if rows else row)
    cols = max(map(len, rows))
    cells = []
    for number, (line, words) in enumerate(zip(lines, rows, strict=True)):
        for col in range(cols):
            text = words[col] if col < len(words) else ""
            parts = tuple(Line(part.strip(), line.locator) for part in _BREAK.split(text) if part.strip())
            cells.append(Cell(number, col, 1, 1, parts, line.locator, is_header=number == 0))
    yield Block("table", lines[0].locator, rows=len(rows), cols=cols, cells=tuple(cells))
