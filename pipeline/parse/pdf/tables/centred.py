"""Cells merged over rows that colour alone parts: their words stand in the middle of several rows, as all others do of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.text.piece import Piece

_OFF = 0.15
"""Words stand in the middle of rows that is so many em from there at most, once what all stand off is taken away."""
_LEADING = 2.0
"""Lines of one cell stand no further apart, in em."""
_MOST_ROWS = 8
"""A cell reaches over so many rows above the one that it is told by, and below, at most."""


class _Run(NamedTuple):
    """The first of the rows that a cell is merged over, and the row below the last."""

    first: int
    end: int


def merged_by_middles(
    ys: NDArray[np.float64], xs: NDArray[np.float64], inside: Sequence[Piece], ends: tuple[float, float]
) -> set[tuple[int, int]]:
    """Borders of rows and columns, words and the outermost edges on colour → the (border of rows, column) pairs that no wall parts.

    None where the words of any cell stand in the middle of neither its row nor of several.
    """
    rows = _as_high_as_words(ys, inside, ends)
    shift = _shift(rows, inside)
    rows = [y + shift for y in rows]
    merged: set[tuple[int, int]] = set()
    for col, (left, right) in enumerate(pairwise(xs.tolist())):
        cells = _cells(rows, [p for p in inside if left < p.centre < right])
        off = {row for row, cell in enumerate(cells) if cell and not _is_centred(cell, rows[row], rows[row + 1])}
        while off:
            run = _run_about(min(off), cells, off, rows)
            if run is None:
                return set()
            merged |= {(border, col) for border in range(run.first + 1, run.end)}
            off -= set(range(*run))
    return merged


def _as_high_as_words(ys: NDArray[np.float64], inside: Sequence[Piece], ends: tuple[float, float]) -> list[float]:
    """Borders of rows → the same, those beyond the outermost edges as far from these as the highest words of the row have it."""
    rows: list[float] = ys.tolist()
    for outer, inner, edge in ((0, 1, ends[0]), (-1, -2, ends[1])):
        if abs(rows[outer] - edge) <= 1:
            continue
        low, high = sorted((rows[outer], rows[inner]))
        own = [p for p in inside if low < p.middle < high and not p.top < rows[inner] < p.bottom]
        if own:
            rows[outer] = min(p.top for p in own) + max(p.bottom for p in own) - rows[inner]
    return rows


def _cells(rows: Sequence[float], words: Sequence[Piece]) -> list[list[Piece]]:
    """Borders of rows and words → those of each row."""
    return [[p for p in words if top <= p.middle < bottom] for top, bottom in pairwise(rows)]


def _shift(rows: Sequence[float], inside: Sequence[Piece]) -> float:
    """How far below the middle of its row a word usually stands: a cell may have more white below than above."""
    lines = [(p, (top + bottom) / 2) for top, bottom in pairwise(rows) for p in inside if top <= p.middle < bottom]
    return float(np.median([p.middle - middle for p, middle in lines])) if lines else 0.0


def _is_centred(words: Sequence[Piece], top: float, bottom: float) -> bool:
    middle = (min(p.top for p in words) + max(p.bottom for p in words)) / 2
    return abs(middle - (top + bottom) / 2) <= _OFF * words[0].size


def _run_about(row: int, cells: Sequence[list[Piece]], off: set[int], ys: Sequence[float]) -> _Run | None:
    """The most rows in a run about one in whose middle all their words stand, close to one another; None where none do.

    The words above and below all others stand in rows that are `off` too: what keeps to the middle of its row is a cell of it.
    """
    firsts, ends = range(max(row - _MOST_ROWS, 0), row + 1), range(row + 1, min(row + _MOST_ROWS, len(cells)) + 1)
    runs = [_Run(first, end) for first in firsts for end in ends if end - first > 1]
    for run in sorted(runs, key=lambda run: run.first - run.end):
        filled = [k for k in range(*run) if cells[k]]
        words = sorted((p for k in filled for p in cells[k]), key=lambda p: p.middle)
        is_one = {filled[0], filled[-1]} <= off
        is_one = is_one and all(b.middle - a.middle <= _LEADING * b.size for a, b in pairwise(words))
        if is_one and _is_centred(words, ys[run.first], ys[run.end]):
            return run
    return None
