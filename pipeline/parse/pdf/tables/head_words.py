"""What the words of a table's head tell of its columns: borders between them, and cells merged over groups of columns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.tables.columns import CORRIDOR, baselines
from pipeline.parse.pdf.text.piece import Piece

_FLUSH = 3.0
"""Words set flush left begin within so many points of one another."""
_CENTRED = 4.0
"""Words centred in columns between known sides tell these within so many points."""


def under_heads(borders: list[float], heads: list[Piece], inside: list[Piece]) -> list[float]:
    """Borders in white corridors → those between the words of a head, where no column of these holds two words of a line.

    Merged cells whose words stand on another page leave columns with a head alone; a head centred over words set flush
    left stands beside them.
    """
    own = {int(np.searchsorted(borders, p.centre)) for p in heads}
    if len(heads) < 3 or len(own) == len(heads) == len(borders) + 1 or len(baselines(heads)) > 1:
        return borders
    found: list[float] = []
    for left, right in pairwise(sorted(heads, key=lambda p: p.x0)):
        low, high = left.x1, right.x0
        for piece in inside:
            if piece.x0 < high and piece.x1 > low:
                low, high = (
                    (max(low, piece.x1), high) if piece.centre < (low + high) / 2 else (low, min(high, piece.x0))
                )
        if high - low < CORRIDOR * left.size:
            return borders
        found.append((low + high) / 2)
    columns = [[int(np.searchsorted(found, p.centre)) for p in line] for line in baselines(inside)]
    return found if all(len(set(line)) == len(line) for line in columns) else borders


def centred_borders(heads: list[Piece], sides: tuple[float, float], inside: list[Piece]) -> list[float]:
    """The borders between the sides of a table about which all words of its head are centred, and no word stands; else none."""
    x0, x1 = sides
    groups: list[list[float]] = []
    for piece in sorted(heads, key=lambda p: p.x0):
        if groups and piece.x0 <= groups[-1][1]:
            groups[-1][1] = max(groups[-1][1], piece.x1)
        else:
            groups.append([piece.x0, piece.x1])
    borders = [x0]
    for left, right in groups:
        borders.append(left + right - borders[-1])
    inner = borders[1:-1]
    fits = len(groups) >= 3 and abs(borders[-1] - x1) <= _CENTRED
    fits = fits and all(
        a <= left and right <= b for (a, b), (left, right) in zip(pairwise(borders), groups, strict=True)
    )
    return inner if fits and not any(p.x0 < x - 1 and p.x1 > x + 1 for p in inside for x in inner) else []


def head_spans(
    inside: list[Piece], xs: NDArray[np.float64], ys: NDArray[np.float64], lower: list[list[bool]]
) -> set[tuple[int, int]]:
    """(row, border) pairs without a wall in a head of several rows, whose words are centred over groups of columns, or flush left.

    `lower` tells in which columns a rule stands at each of `ys`; a group is what a rule below its head covers.
    """
    merged: set[tuple[int, int]] = set()
    for row in range(len(ys) - 2):
        under = lower[row + 1]
        if all(under):
            break
        words = sorted((p for p in inside if ys[row] < p.middle < ys[row + 1]), key=lambda p: p.x0)
        first = 0
        while first < len(under):
            end = first
            while end < len(under) and under[end]:
                end += 1
            heads = [p for p in words if xs[first] <= p.centre < xs[end]]
            below = [p for p in inside if p.middle > ys[row + 1]]
            starts = {int(xs.searchsorted(p.centre)) - 1 for p in heads}
            if first in starts and all(_is_flush(p, below, xs) for p in heads):
                merged |= {(row, border) for border in range(first + 1, end) if border not in starts}
            elif 0 < len(heads) < end - first:
                merged |= {(row, border) for border in _inner_borders([p.centre for p in heads], xs, first, end)}
            first = end + 1
    return merged


def unnamed(inside: list[Piece], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> set[tuple[int, int]]:
    """(row, border) pairs without a wall in the first row: a head set flush left goes on over columns that have none."""
    below = [p for p in inside if p.middle > ys[1]]
    merged: set[tuple[int, int]] = set()
    goes_on = False
    for col in range(len(xs) - 1):
        own = [p for p in inside if p.middle < ys[1] and xs[col] <= p.centre < xs[col + 1]]
        if not own and goes_on:
            merged.add((0, col))
        elif own:
            goes_on = _is_flush(own[0], below, xs)
    return merged


def _is_flush(head: Piece, below: list[Piece], xs: NDArray[np.float64]) -> bool:
    """Whether a head begins where the words of its column do."""
    col = int(xs.searchsorted(head.centre))
    left = min((p.x0 for p in below if int(xs.searchsorted(p.centre)) == col), default=-np.inf)
    return abs(head.x0 - left) <= _FLUSH


def _inner_borders(heads: list[float], xs: NDArray[np.float64], first: int, end: int) -> list[int]:
    """Centres of heads over the columns `first` … `end` → the borders inside their groups; none where they do not part them."""
    inner: list[int] = []
    start = first
    for number, centre in enumerate(heads):
        rest = len(heads) - number - 1
        stops = range(start + 1, end - rest + 1) if rest else range(end, end + 1)
        stop = min(stops, key=lambda k: abs((xs[start] + xs[k]) / 2 - centre), default=end)
        if not xs[start] <= centre <= xs[stop]:
            return []
        inner += range(start + 1, stop)
        start = stop
    return inner
