"""Pieces → printed lines: what stands on one baseline, or one vertical column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.parse.pdf.content import union
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_FOOTNOTE = re.compile(r"[※＊*注]?[(（]?[0-9０-９]{0,2}[)）]?")  # ※, 1), ※２, (注3)
_RAISED = 0.8
"""The mark of a footnote is set smaller than so much of the size of its word."""
_FEW_WORDS = 3
"""So few words on a line may stand equally far apart by chance."""
_OFF_GROUND, _PADDED = 0.6, 1.5
"""How far (em) words stand from a label on coloured ground, which is so many times as high as its type; a marked word's is lower."""
_SAME_GAP = 0.3
_MARKS = "◇◆■□●○◎▼▽"
_BESIDE = 1.1
"""A title stands further off (em) from another with the same mark beside it than a wide space."""
_UNLIKE = 5.0
"""Words of a stretched line differ in length by more than so many em; those of a table's row may be alike."""


def printed_lines(found: Sequence[Piece], widest_gap: float = 1e9, grounds: Sequence[Box] = ()) -> list[Piece]:
    """Pieces of one region → one piece for each printed line, from top to bottom, or vertical column, from right to left.

    A gap over `widest_gap` em keeps two lines on one baseline apart, and so does a small one between two titles with one mark,
    or where one of the coloured `grounds` ends behind words on it.
    """
    if len(found) == 1:
        return [_merge(found)]
    upright = [piece for piece in found if not piece.vertical]
    columns = sorted((piece for piece in found if piece.vertical), key=lambda p: (-round(p.centre / 4), p.top))
    rows: list[list[Piece]] = []
    for piece in sorted(upright, key=lambda p: (p.top + p.bottom, p.x0)):
        if rows and _is_on(piece, rows[-1]):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [_merge([column]) for column in columns]
    sizes, outside = [piece.size for piece in upright], widest_gap < 1e9
    for row in _with_raised_marks(rows) if sizes and min(sizes) < _RAISED * max(sizes) else rows:
        row.sort(key=lambda p: p.x0)
        current = [row[0]]
        farthest = float("inf") if len(row) > _FEW_WORDS and _is_justified(row) else widest_gap
        for piece in row[1:]:
            gap, size = piece.x0 - current[-1].x1, max(piece.size, current[-1].size)
            is_next = outside and gap > _BESIDE * size and current[0].text[0] == piece.text[0] in _MARKS
            if gap > farthest * size or is_next or (gap > _OFF_GROUND * size and _leaves(current, piece, grounds)):
                lines.append(_merge(current))
                current = []
            current.append(piece)
        lines.append(_merge(current))
    if columns and upright:
        lines.sort(key=lambda line: (line.top, line.x0))
    return lines


def _leaves(words: Sequence[Piece], piece: Piece, grounds: Sequence[Box]) -> bool:
    """Whether words are a label that stands on a ground of its own, higher than its line, which ends before the next piece."""
    x0, x1, middle = words[0].x0, words[-1].x1, words[-1].middle
    return any(
        left <= x0 and x1 <= right <= piece.x0 and top <= middle <= bottom and bottom - top >= _PADDED * words[-1].size
        for left, top, right, bottom in grounds
    )


def _is_justified(row: Sequence[Piece]) -> bool:
    """Whether words of very different length stand equally far apart: a line that is stretched to its column's end."""
    gaps, lengths = [b.x0 - a.x1 for a, b in pairwise(row)], [p.x1 - p.x0 for p in row]
    return max(gaps) - min(gaps) <= _SAME_GAP and max(lengths) - min(lengths) > _UNLIKE * row[0].size


def _is_on(piece: Piece, row: list[Piece]) -> bool:
    """Whether a piece's middle lies within half of the smaller type of a line's median (sorted); an index (m²) within half of the larger."""
    half = len(row) // 2
    middle = row[half].middle if len(row) % 2 else (row[half - 1].middle + row[half].middle) / 2
    largest = max([p.size for p in row])
    is_index = len(piece.text) <= 4 and piece.size < 0.8 * largest
    return abs(piece.middle - middle) <= 0.5 * (largest if is_index else min(piece.size, largest))


def _with_raised_marks(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Puts the marks of footnotes, set small above the end of a word (小規模企業※, 増減数1)), behind the word they stand at."""
    for marks, row in pairwise(rows):
        for mark in [piece for piece in marks if _FOOTNOTE.fullmatch(piece.text)]:
            if any(_is_raised(mark, word) for word in row):
                marks.remove(mark)
                row.append(mark)
    return [row for row in rows if row]


def _is_raised(mark: Piece, word: Piece) -> bool:
    behind = word.x1 - word.size <= mark.x0 <= word.x1 + 0.8 * word.size
    return mark.size < _RAISED * word.size and behind and mark.bottom > word.top - 0.4 * mark.size


def _merge(row: Sequence[Piece]) -> Piece:
    if len(row) == 1:
        return row[0] if row[0].text[-1:] != " " else row[0]._replace(text=row[0].text.rstrip())
    text = row[0].text.rstrip()
    for left, right in pairwise(row):
        gap = right.x0 - left.x1
        text += (" " if gap > 0.19 * right.size or left.text[-1:] == " " else "") + right.text.rstrip()
    main = max(row, key=lambda p: len(p.text) * p.size)
    x0, top, x1, bottom = union(piece.box for piece in row)
    return main._replace(x0=x0, top=top, x1=x1, bottom=bottom, text=text)
