"""Where a page's end cuts a table that colours every other row: no rule stands there, and one white row at most lies beyond."""

from __future__ import annotations

import numpy as np

from pipeline.parse.pdf.content import Floats, PageContent
from pipeline.parse.pdf.tables.columns import baselines, narrow_pieces, within
from pipeline.parse.pdf.tables.rules import TOUCH, Lines
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_LOWEST, _NARROWEST = 7.0, 100.0
_LABEL = 2.5
"""A label is no narrower, in em."""
_FURTHEST = 1.3
"""Lines of one row stand no further apart, nor from its ground, than so many times their size."""


def page_ends(rules: Lines, taken: list[Box], content: PageContent) -> Lines:
    """Free rules, boxes of tables found and a page's content → the ends (y, start, end) of tables of coloured rows that the page cuts."""
    shades = content.shades[content.shades[:, 3] - content.shades[:, 1] >= _LOWEST]
    drawn = np.concatenate([rules[:, 0], *([box[1], box[3]] for box in taken)])
    ends: list[tuple[float, float, float]] = []
    for side, sign in ((1, -1), (3, 1)):
        edge = float((shades[:, side] * sign).max(initial=-np.inf))
        if not np.isfinite(edge) or (drawn * sign).max(initial=-np.inf) > edge - TOUCH:
            continue
        last = shades[np.abs(shades[:, side] * sign - edge) <= 1]
        top, bottom = last[:, 1].min(), last[:, 3].max()
        own = shades[(shades[:, 1] >= top - 1) & (shades[:, 3] <= bottom + 1)]  # shorter ones beside a merged cell, too
        x0, x1 = _sides((float(own[:, 0].min()), top, float(own[:, 2].max()), bottom), rules, sign, content.glyphs.box)
        if x1 - x0 < _NARROWEST or not _has_columns((x0, top, x1, bottom), content.glyphs.box):
            continue
        walls = np.array([(x, 0.0, content.height) for x in own[own[:, 2] < x1 - TOUCH, 2].tolist()], np.float64)
        words = within(narrow_pieces(content, walls.reshape(-1, 3)), (x0, 0.0, x1, content.height))
        row = [piece for piece in words if top < piece.middle < bottom]
        if beyond := _next_row(words, edge, sign):
            edge = max(max(p.top * sign, p.bottom * sign) for p in beyond) + 2
        near = beyond or _next_row(words, -sign * (bottom if sign < 0 else top), -sign)
        if _are_aligned(row, near):
            ends.append((edge * sign, x0, x1))
    return np.array(ends, np.float64).reshape(-1, 3)


def _sides(ground: Box, rules: Lines, sign: int, words: Floats) -> tuple[float, float]:
    """How far a row with a ground reaches: as the rule next to it where a row between them does (cells beside may be merged)."""
    x0, top, x1, bottom = ground
    if not len(rules):
        return x0, x1
    y, start, end = rules[(rules[:, 0] * sign).argmax()].tolist()
    first, last = (y, top) if sign > 0 else (bottom, y)
    between = (words[:, 1] > first - 1) & (words[:, 3] < last + 1)
    is_wider = bool(np.count_nonzero(between & ((words[:, 2] < x0) | (words[:, 0] > x1))))
    return (start, end) if is_wider and start <= x0 + TOUCH and x1 - TOUCH <= end else (x0, x1)


def _has_columns(box: Box, words: Floats) -> bool:
    """Whether white parts the glyphs in a box into columns, or stands where the label was: the ground of a heading has none."""
    own = words[((words[:, :2] > np.array(box[:2]) - 1) & (words[:, 2:] < np.array(box[2:]) + 1)).all(axis=1)]
    own = own[own[:, 0].argsort()]
    high = own[:, 3] - own[:, 1]
    gaps = own[1:, 0] - np.maximum.accumulate(own[:, 2])[:-1]
    return len(own) > 0 and bool(np.count_nonzero(gaps > 0.5 * high[1:]) or own[0, 0] - box[0] > _LABEL * high[0])


def _next_row(words: list[Piece], edge: float, sign: int) -> list[Piece]:
    """The words beyond an edge (its y times the `sign` of the way), line by line, as far as they stand close to one another."""
    row: list[Piece] = []
    for line in baselines(words)[::sign]:
        near, far = sorted((line[0].top * sign, line[0].bottom * sign))
        if far <= edge:
            continue
        if near - edge > _FURTHEST * line[0].size:
            break
        row += line
        edge = far
    return row


def _are_aligned(row: list[Piece], other: list[Piece]) -> bool:
    """Whether a word begins at one place in both rows, with a label before it in either: the rest of a row has none."""
    places = [{p.x0: any(q.x1 < p.x0 - 1 for q in words) for p in words} for words in (row, other)]
    return any(
        abs(a - b) <= 1 and (is_behind or is_behind_too)
        for a, is_behind in places[0].items()
        for b, is_behind_too in places[1].items()
    )
