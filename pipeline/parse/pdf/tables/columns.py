"""Columns and rows that only the words of a table show: white corridors between them, printed lines that keep to columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Glyphs, PageContent
from pipeline.parse.pdf.tables.rules import Lines
from pipeline.parse.pdf.text.piece import Piece
from pipeline.parse.pdf.text.pieces import pieces
from pipeline.records import Box

FIGURE = re.compile(r"[△▲+－-]?[0-9０-９][0-9０-９,，.．]*[%％]?|[－―ー…-]+|[Xx]")  # 1,234, △0.5, 12.3％, －
_LEADER = re.compile(r"[.．・…‥･]{4,}|…{2,}")  # 第1章 総則 ........ 3
_GAP = 0.9
"""White of so many em between two glyphs of a line may be a corridor; spread letters stand alone on both sides of it."""
_PADDING = 0.3
"""White of so many em stands on a border between the words of two cells."""
_INSET = 0.4
"""Words begin so many em behind the border of their cell."""
_FULL = 0.9
"""A line that ends so many em before the longest may have had no room for the next word."""
_STEP = 1.4
"""A line so many times further from the one above than the nearest two are goes on no row."""
_ENOUGH_ROWS = 3
_NO_WALLS: Lines = np.zeros((0, 3))
CORRIDOR = 0.7
"""Narrowest white corridor between two columns, in em."""


def page_pieces(content: PageContent) -> list[Piece]:
    """All pieces of a page, whatever cells they may turn out to lie in."""
    return pieces(content.glyphs, np.zeros(len(content.glyphs), np.int32))


def narrow_pieces(content: PageContent, walls: Lines = _NO_WALLS) -> list[Piece]:
    """The pieces of a page, cut at every gap that may be a corridor between columns without a rule, and at the walls.

    `walls` (x, top, bottom) are drawn borders of columns that no rule follows. Several steps ask for the same.
    """
    key = walls.tobytes()
    if key not in content.cuts:
        content.cuts[key] = cut_pieces(content.glyphs, walls)
    return content.cuts[key]


def cut_pieces(glyphs: Glyphs, walls: Lines) -> list[Piece]:
    """Glyphs → their pieces, cut as `narrow_pieces` says."""
    solid = (glyphs.code != 0x20).nonzero()[0]
    stretch = np.zeros(len(glyphs), np.int32)
    if len(solid):
        box = glyphs.box.take(solid, axis=0)
        size = box[1:, 3] - box[1:, 1]
        level = np.abs(box[1:, 3] - box[:-1, 3]) < 0.5 * size
        gap = level & (box[1:, 0] - box[:-1, 2] > _GAP * size)
        apart = level & (box[1:, 0] - box[:-1, 2] > _PADDING * size)
        walled = np.zeros(len(gap), np.bool_)
        for x, top, bottom in walls.tolist():
            between = (box[:-1, 2] <= x + 1) & (box[1:, 0] >= x - 1)
            walled |= apart & between & (box[1:, 3] > top) & (box[1:, 1] < bottom)
        starts = np.concatenate(([0], (gap | walled | ~level).nonzero()[0] + 1))
        single = np.repeat(np.diff(np.append(starts, len(solid))) == 1, np.diff(np.append(starts, len(solid))))
        cut = walled | (gap & ~(single[1:] & single[:-1]))  # 対　象　者: spread letters
        stretch[solid] = np.concatenate(([0], np.cumsum(cut)))
    return pieces(glyphs, stretch)


def within(found: list[Piece], box: Box) -> list[Piece]:
    """Pieces of a page → those in a box (points), judged by their middles."""
    x0, top, x1, bottom = box
    top, bottom = 2 * top, 2 * bottom  # twice the middle is the sum of the ends: the property costs as much as the rest
    left, right = 2 * (x0 - 2), 2 * (x1 + 2)
    return [p for p in found if top < p.top + p.bottom < bottom and left <= p.x0 + p.x1 <= right]


def baselines(inside: list[Piece]) -> list[list[Piece]]:
    """Pieces → the printed lines they stand on, from top to bottom."""
    lines: list[list[Piece]] = []
    for piece in sorted(inside, key=lambda p: p.middle):
        if lines and piece.middle - lines[-1][-1].middle < 0.5 * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return lines


def keeps_to(lines: list[list[Piece]], xs: NDArray[np.float64]) -> bool:
    """Whether no word crosses a column border and most lines fill most columns."""
    full = 0
    borders = xs.tolist()
    for line in lines:
        columns = set()
        for piece in line:
            first = bisect_left(borders, piece.x0 + 1)
            if first != bisect_left(borders, piece.x1 - 1):
                return False
            columns.add(first)
        full += len(columns) >= 0.6 * (len(xs) - 1)
    return full >= 0.6 * len(lines)


def reads_as_prose(lines: list[list[Piece]], xs: NDArray[np.float64]) -> bool:
    """Whether two columns hold running text (most of their lines end at one right edge), or dots lead to page numbers."""
    if sum(_LEADER.search(piece.text) is not None for line in lines for piece in line) >= 2:
        return True
    flowing = 0
    for x0, x1 in zip(xs[:-1].tolist(), xs[1:].tolist(), strict=True):
        own = [p for line in lines for p in line if x0 <= p.centre < x1]
        edge = max((p.x1 for p in own), default=0.0)
        full = [p for p in own if p.x1 >= edge - 1.5 * p.size and p.x1 - p.x0 >= 10 * p.size]
        flowing += len(full) >= max(3, 0.5 * len(own))
    return flowing >= 2


def row_cuts(lines: list[list[Piece]], xs: NDArray[np.float64], least: float = 0.6) -> list[float]:
    """Printed lines of one stretch of a table → the heights at which its rows part; none where no rows show.

    A row begins with a line that has a word in the first column or in most of them; what has neither goes on the row above.
    In `least` of the rows most columns have words.
    """
    if len(lines) < 2 or reads_as_prose(lines, xs):
        return []
    filled = [{int(np.searchsorted(xs, p.centre)) for p in line} for line in lines]
    middles = [float(np.mean([p.middle for p in line])) for line in lines]
    nearest = min(b - a for a, b in pairwise(middles))
    close = [False, *(b - a <= 1.2 * nearest for a, b in pairwise(middles))]
    most = 0.6 * (len(xs) - 1)
    opens = [1 in columns or len(columns) >= most for columns in filled]
    if any(
        map(all, zip(close, opens, (1 in columns for columns in filled), strict=True))
    ):  # set evenly: rows stand close
        full = [False, *_are_full(lines, float(xs[1]))[:-1]]  # a label goes on below one that fills its column
        wrapped = [
            a and b and len(columns) == 1 and len(xs) > 3 for a, b, columns in zip(close, full, filled, strict=True)
        ]
        apart = [False, *(b - a > _STEP * nearest for a, b in pairwise(middles))]
        opens = [off or (begins and not goes_on) for off, begins, goes_on in zip(apart, opens, wrapped, strict=True)]
    else:
        opens = [begins and not near for begins, near in zip(opens, close, strict=True)]
    starts = [k for k in range(1, len(lines)) if opens[k]]
    rows_filled = sum(len(filled[k]) >= most for k in (0, *starts))
    return [(middles[k - 1] + middles[k]) / 2 for k in starts] if rows_filled >= least * (len(starts) + 1) else []


def _are_full(lines: list[list[Piece]], border: float) -> list[bool]:
    """Which lines have a label in the first column that is about as long as the longest."""
    ends = [max((p.x1 for p in line if p.centre < border), default=0.0) for line in lines]
    return [0 < max(ends) <= end + _FULL * line[0].size for end, line in zip(ends, lines, strict=True)]


def corridors(inside: list[Piece], ys: NDArray[np.float64], share_of_rows: float, heads: int = 1) -> list[float]:
    """Middles of the white corridors: strips that hardly any row's words enter, with words of enough rows on both sides."""
    em = float(np.median([p.size for p in inside]))
    left, right = min(p.x0 for p in inside), max(p.x1 for p in inside)
    rows = len(ys) - 1
    filled = np.zeros((rows, int(right - left) + 2), bool)  # one column per point
    for piece in inside:
        row = min(max(int(ys.searchsorted(piece.middle)) - 1, 0), rows - 1)
        filled[row, int(piece.x0 - left) : int(piece.x1 - left) + 1] = True
    used = max(int(filled.any(axis=1).sum()), 1)
    share = filled.sum(axis=0) / used
    most = max(0.1, 1.01 * heads / used) if used >= 4 + heads else 0.1  # words of a head may reach in
    white = np.concatenate(([False], share <= most, [False]))
    starts, ends = (
        (np.diff(white.astype(np.int8)) == 1).nonzero()[0],
        (np.diff(white.astype(np.int8)) == -1).nonzero()[0],
    )
    borders: list[float] = []
    before = 0
    for start, end in _joined(starts.tolist(), ends.tolist(), filled[heads:]):
        enough = end - start >= CORRIDOR * em
        both = filled[:, before:start].any(axis=1).sum() >= share_of_rows * used <= filled[:, end:].any(axis=1).sum()
        if enough and both:
            before = _whitest(filled, before, start, end)
            borders.append(left + before)
    return borders


def _joined(starts: list[int], ends: list[int], body: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """White strips between columns, those with nothing but words of a head between them as one where rows enough tell."""
    strips: list[tuple[int, int]] = []
    enough = body.any(axis=1).sum() >= _ENOUGH_ROWS
    for start, end in zip(starts, ends, strict=True):
        if enough and strips and not body[:, strips[-1][1] : start].any():
            strips[-1] = (strips[-1][0], end)
        else:
            strips.append((start, end))
    return strips


def flush_borders(xs: NDArray[np.float64], inside: list[Piece]) -> NDArray[np.float64]:
    """Borders of columns moved, within their white, to the words behind them where most of these begin at one place."""
    moved = xs.copy()
    for number, (x0, x1) in enumerate(pairwise(xs[1:].tolist()), start=1):
        own = [p for p in inside if x0 <= p.x0 and p.x1 <= x1]
        left = min((p.x0 for p in own), default=x0)
        flush = sum(p.x0 - left <= 1 for p in own)
        before = max((p.x1 for p in inside if p.x0 < x0 and p.x1 <= left), default=x0)
        if flush >= max(3, 0.6 * len(own)) and not any(p.x0 < left < p.x1 for p in inside):
            moved[number] = max(x0, before, left - _INSET * own[0].size)
    return moved


def _whitest(filled: NDArray[np.bool_], before: int, start: int, end: int) -> int:
    """The border in a corridor: one stretch of words before it in most rows, and through the fewest words (heads may reach in)."""
    inner = filled[:, start:end].sum(axis=0)
    steps = np.concatenate(([0], np.diff(inner).nonzero()[0] + 1, [len(inner)])).tolist()

    def worth(run: tuple[int, int]) -> tuple[int, int, int, int]:
        cut = start + (run[0] + run[1]) // 2
        column = filled[:, before:cut]
        stretches = (column[:, 1:] & ~column[:, :-1]).sum(axis=1) + column[:, 0]
        single = int(((stretches == 1) & ~filled[:, cut]).sum())
        return single, -int((stretches > 1).sum()), -int(filled[:, cut].sum()), run[1] - run[0]

    first, last = max(pairwise(steps), key=worth)
    middle: int = start + (first + last) // 2
    return middle


def spans(inside: list[Piece], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> set[tuple[int, int]]:
    """(row, border) pairs where a piece runs over a column border: cells merged across columns."""
    merged: set[tuple[int, int]] = set()
    for piece in inside:
        row = int(ys.searchsorted(piece.middle)) - 1
        for border in range(1, len(xs) - 1):
            if piece.x0 < xs[border] - 1 and piece.x1 > xs[border] + 1:
                merged.add((row, border))
    return merged


def between_lines(lines: list[list[Piece]]) -> NDArray[np.float64]:
    """Borders that give every printed line a row of its own."""
    middles = [float(np.mean([p.middle for p in line])) for line in lines]
    inner = [(a + b) / 2 for a, b in pairwise(middles)]
    return np.array([middles[0] - 1000, *inner, middles[-1] + 1000])


def pitch_of(lines: list[list[Piece]]) -> float:
    """The usual distance from one printed line to the next."""
    distances = [b[0].middle - a[0].middle for a, b in pairwise(lines)]
    return float(np.median(distances)) if distances else 2.0 * lines[0][0].size
