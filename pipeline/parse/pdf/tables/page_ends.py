"""Where a page's end cuts a table that colours every other row: no rule stands there, and one white row at most lies beyond."""

from __future__ import annotations

import numpy as np

from pipeline.parse.pdf.content import Floats, PageContent
from pipeline.parse.pdf.tables.columns import baselines, narrow_pieces, within
from pipeline.parse.pdf.tables.rules import TOUCH, Lines
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_LOWEST, _NARROWEST = 7.0, 100.0
_FURTHEST = 1.3
"""Lines of one row stand no further apart, nor from its ground, than so many times their size."""


def page_ends(rules: Lines, taken: list[Box], content: PageContent) -> Lines:
    """Free rules, boxes of tables found and a page's content → the ends (y, start, end) of tables of coloured rows that the page cuts."""
    shades = content.shades[content.shades[:, 3] - content.shades[:, 1] >= _LOWEST]
    drawn = np.concatenate([rules[:, 0], *([box[1], box[3]] for box in taken)])
    found: list[Piece] = []
    ends: list[tuple[float, float, float]] = []
    for side, sign in ((1, -1), (3, 1)):
        edge = (shades[:, side] * sign).max(initial=-np.inf)
        if not np.isfinite(edge) or (drawn * sign).max(initial=-np.inf) > edge - TOUCH:
            continue
        last = shades[np.abs(shades[:, side] * sign - edge) <= 1]
        top, bottom = last[:, 1].min(), last[:, 3].max()
        beside = shades[
            (shades[:, 1] >= top - 1) & (shades[:, 3] <= bottom + 1)
        ]  # shorter ones stand about a merged cell
        x0, x1 = beside[:, 0].min(), beside[:, 2].max()
        if x1 - x0 < _NARROWEST or not _has_corridor((x0, top, x1, bottom), content.glyphs.box):
            continue
        found = found or narrow_pieces(content)
        row = within(found, (x0, top, x1, bottom))
        outer = _next_row(within(found, (x0, 0, x1, content.height)), edge, sign)
        inner = _next_row(within(found, (x0, 0, x1, content.height)), -(bottom + top - edge * sign) * sign, -sign)
        if outer and _are_aligned(row, outer):
            ends.append((_end(outer, sign) + 2 * sign, x0, x1))
        elif not outer and _are_aligned(row, inner):
            ends.append((edge * sign, x0, x1))
    return np.array(ends, np.float64).reshape(-1, 3)


def _has_corridor(box: Box, words: Floats) -> bool:
    """Whether white of half an em parts the glyphs in a box into columns: the ground of a heading has none."""
    own = words[((words[:, :2] > np.array(box[:2]) - 1) & (words[:, 2:] < np.array(box[2:]) + 1)).all(axis=1)]
    own = own[own[:, 0].argsort()]
    gaps = own[1:, 0] - np.maximum.accumulate(own[:, 2])[:-1]
    return bool((gaps > 0.5 * (own[1:, 3] - own[1:, 1])).any())


def _next_row(words: list[Piece], edge: float, sign: int) -> list[Piece]:
    """The words beyond an edge (its y times the sign of the way), line by line, as far as they stand close to one another."""
    row: list[Piece] = []
    for line in baselines(words)[::sign]:
        near, far = (sorted((p.top * sign, p.bottom * sign))[k] for k in (0, 1) for p in line[:1])
        if far <= edge:
            continue
        if near - edge > _FURTHEST * line[0].size:
            break
        row += line
        edge = far
    return row


def _end(row: list[Piece], sign: int) -> float:
    return max(p.bottom for p in row) if sign > 0 else min(p.top for p in row)


def _are_aligned(row: list[Piece], other: list[Piece]) -> bool:
    """Whether a word begins at one place in both rows, with a label before it in each."""
    begins = [[p.x0 for p in words if any(q.x1 < p.x0 - 1 for q in words)] for words in (row, other)]
    return any(abs(a - b) <= 1 for a in begins[0] for b in begins[1])
