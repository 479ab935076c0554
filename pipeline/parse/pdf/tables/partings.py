"""Which rules of one length, one below the other, belong to one table, and which to the next one."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

import numpy as np

from pipeline.parse.pdf.tables.columns import baselines, within
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_WIDE = 0.6
"""Words that run over so much of a table's width, in several lines, are running text between two tables."""
LARGER = 1.08
"""A heading is set so many times larger than the words of tables."""
_MOST_WORDS = 0.75
LOWEST_GAP = 5.0
"""A gap without words between a heading's rule and the table below it is no lower (points)."""
_NO_ROW = 7.0
"""Edges nearer to each other, without words between, are the end of a box and the beginning of the next."""
_FEWEST_CELLS = 3
"""A line of so many words apart is a row, however large: a heading has a unit beside it at most."""
_NOTE = "※"
"""A line that begins so right below a rule, alone, is a note below a table; further down it is one in a cell."""
_MARKS = ("◇", "◆", "■", "●", "◎", _NOTE)
"""A line that begins so is a heading above a table or a note below one."""

# 3. 企業連携コース, ＜通常枠＞
_NUMBERED = re.compile(r"[0-9０-９]{1,2}[.．][\s　]*\D|[＜<〈《].*[＞>〉》]$")

# 表２ 受付件数, 【別表1】, Table 3. Levels before and after
_CAPTION = re.compile(r"[（(【［\[]?(?:[別図]?表|Table|TABLE)[\s　]*[0-9０-９一二三四五六七八九十]")

Edge = list[float]
"""y, start, end of a rule, or of the top or bottom of a band."""


def tables_in(stack: list[Edge], found: list[Piece], drawn: list[Box]) -> list[list[Edge]]:
    """Edges of equal length → those of each table: running text or what else is `drawn` parts two, a title or unit stands above one."""
    tables: list[list[Edge]] = [[stack[0]]]
    gaps = np.diff([edge[0] for edge in stack])
    pitch = float(np.median(gaps[gaps >= _NO_ROW] if gaps.max() >= _NO_ROW else gaps))  # without those of double rules
    rows = [row for row, (a, b) in zip(rows_of(found, stack), pairwise(stack), strict=True) if b[0] - a[0] <= 3 * pitch]
    usual = _usual_size([piece for row in rows for piece in row])
    labelled = sum(any(_is_heading(p, stack[0][1], usual) and _is_label(p, row) for p in row) for row in rows)
    above: list[Piece] = []
    for number, (upper, edge) in enumerate(pairwise(stack), start=1):
        own = within(found, (edge[1], upper[0], edge[2], edge[0]))
        lines = baselines(own)
        wide = [p for p in own if p.x1 - p.x0 > _WIDE * (edge[2] - edge[1]) and _is_left(p, edge[1])]
        firsts = [min(line, key=lambda p: p.x0) for line in lines]
        fewest = [min(line, key=lambda p: p.x0) for line in lines if len(line) < _FEWEST_CELLS]
        large = [p for p in fewest if _is_heading(p, edge[1], usual) and (p.text[0] != _NOTE or lines[0] == [p])]
        if labelled > len(rows) / 2:  # labels are set larger than their values
            large = [piece for piece in large if not _is_label(piece, own)]
        headed = bool(large) or _stands_off(lines, upper[0], edge[1])
        headed = headed or (
            len(lines) >= 2
            and all(len(line) == 1 for line in lines)
            and any(_is_numbered(first, edge[1]) for first in firsts)
        )
        heads = [rows_of(found, two) for two in (tables[-1][:2], stack[number : number + 2])]
        headed = headed or _is_titled_anew(lines, edge[1], heads)
        headed = headed or any(map(_is_caption, lines))
        headed = headed or bool(lines and is_head_of_others(lines[-1], rows_of(found, tables[-1])))
        headed = headed or (not own and edge[0] - upper[0] < _NO_ROW)
        titled = not own or (len(own) == 1 and edge[0] - upper[0] > 1.4 * pitch)
        if (len(lines) >= 2 and wide and not _has_beside(wide, own)) or headed or (len(tables[-1]) == 1 and titled):
            tables.append([])
        elif (
            not own
            and LOWEST_GAP <= edge[0] - upper[0] < 0.7 * pitch
            and is_phrase(above)
            and not _has_value(above, rows_of(found, tables[-1][:-1]))
        ):
            tables[-1].pop()  # a bar with a heading on it, or the rule below a heading
            tables.append([])
        elif any(
            upper[0] - 1 < box[1] and box[3] < edge[0] + 1 and box[0] < edge[2] and box[2] > edge[1] for box in drawn
        ):
            tables.append([])
        tables[-1].append(edge)
        above = own
    return [table for table in tables if len(table) >= 2]


def _usual_size(words: list[Piece]) -> float:
    """How large the letters of tables are set at most: three quarters of all, as one table may be set smaller than the next."""
    sizes = np.repeat([p.size for p in words], [len(p.text) for p in words])
    return float(np.quantile(sizes, _MOST_WORDS, method="higher")) if len(sizes) else 0.0


def _has_beside(wide: list[Piece], own: list[Piece]) -> bool:
    """Whether words stand behind wide ones and the lines below them: those are a cell of several lines, no running text."""
    right, top = max(p.x1 for p in wide), min(p.top for p in wide)
    bottom = max(p.bottom for p in own if p.x0 < right)
    return any(p.x0 > right and top < p.middle < bottom for p in own)


def rows_of(found: list[Piece], table: list[Edge]) -> list[list[Piece]]:
    """The pieces between each two edges of a table."""
    return [within(found, (lower[1], upper[0], lower[2], lower[0])) for upper, lower in pairwise(table)]


def _has_value(row: list[Piece], above: list[list[Piece]]) -> bool:
    """Whether words of a row stand behind others and begin where those of a row above do: label and value set close."""
    first = min((p.x0 for p in row), default=0.0)
    return any(p.x0 > first + p.size and abs(p.x0 - q.x0) < 1 for p in row for r in above for q in r)


def is_head_of_others(line: list[Piece], rows: list[list[Piece]]) -> bool:
    """Whether a line of three words or more keeps to other columns than the rows above it, of a label and its value each."""
    firsts = [sorted(baselines(row)[0], key=lambda p: p.x0) for row in rows if row]
    values = [first[1].x0 for first in firsts if len(first) == 2]
    if len(line) < 3 or len(values) < 2 or any(len(first) > 2 for first in firsts):
        return False
    return all(abs(piece.x0 - value) > 3 for value in values for piece in line)


def is_title(line: list[Piece], left: float) -> bool:
    """Whether a line is one marked, numbered or bracketed title at the left end: ＜見本市出展＞."""
    return len(line) == 1 and (
        _is_numbered(line[0], left) or (_is_left(line[0], left) and line[0].text.startswith(_MARKS))
    )


def _is_heading(piece: Piece, left: float, usual: float) -> bool:
    """Whether a line between two rules stands outside tables: at their left end, set larger than the tables' words or marked."""
    return _is_left(piece, left) and (piece.size >= LARGER * usual or piece.text.startswith(_MARKS))


def _is_label(piece: Piece, row: list[Piece]) -> bool:
    """Whether words stand to the right of others in a row."""
    return any(other.x0 > piece.x1 for other in row)


def _is_caption(line: list[Piece]) -> bool:
    """Whether a line is the caption of a table and nothing else."""
    return is_phrase(line) and _CAPTION.match(min(line, key=lambda p: p.x0).text) is not None


def is_phrase(words: list[Piece]) -> bool:
    """Whether words stand on one line with no more than a space between them: ２　支援の内容."""
    row = sorted(words, key=lambda p: p.x0)
    near = all(b.x0 - a.x1 < 1.5 * a.size for a, b in pairwise(row))
    return near and len(baselines(row)) == 1


def _is_numbered(piece: Piece, left: float) -> bool:
    """Whether a line at the left end is numbered or bracketed as the heads of courses are, with words about it below."""
    return _is_left(piece, left) and _NUMBERED.match(piece.text) is not None


def _stands_off(lines: list[list[Piece]], rule: float, left: float) -> bool:
    """Whether a line alone at the left end stands well below the rule above it, and a row of words below that line."""
    if len(lines) < 2 or len(lines[0]) > 1 or not any(len(line) > 1 for line in lines[1:]):
        return False
    first = lines[0][0]
    return _is_left(first, left) and first.middle - rule > 2 * first.size


def _is_titled_anew(lines: list[list[Piece]], left: float, heads: list[list[list[Piece]]]) -> bool:
    """Whether what stands between two edges ends with a numbered title, and the row below is such a head as the one above."""
    above, below = ([piece.text for row in rows for piece in sorted(row, key=lambda p: p.x0)] for rows in heads)
    if len(below) < _FEWEST_CELLS or above != below:
        return False
    tail = list(takewhile(lambda line: len(line) == 1, reversed(lines)))
    return any(_is_numbered(line[0], left) for line in tail)


def _is_left(piece: Piece, left: float) -> bool:
    """Whether words begin near the left end of a table's rules; those behind a label do not."""
    return piece.x0 - left < 3 * piece.size
