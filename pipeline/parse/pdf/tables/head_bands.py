"""Tables that draw no more than their head, its colour or the rules at its top and foot: the rows below are words that keep to its columns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, PageContent, centres, grounds_of
from pipeline.parse.pdf.tables.columns import (
    baselines,
    between_lines,
    corridors,
    keeps_to,
    narrow_pieces,
    reads_as_prose,
    row_cuts,
    spans,
    within,
)
from pipeline.parse.pdf.tables.grid import Grid, grid_of, with_slots
from pipeline.parse.pdf.tables.head_words import under_heads
from pipeline.parse.pdf.tables.rules import JOIN, TOUCH, Lines
from pipeline.parse.pdf.tables.wrapped import wrapped_grid
from pipeline.parse.pdf.text.piece import Piece
from pipeline.records import Box

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_LOWEST, _HIGHEST = 8.0, 60.0
_NARROWEST = 60.0
"""No head of three columns is so narrow (points)."""
_MOST_HEADS = 3
_MOST_BANDS = 500
"""A page with more coloured bands is drawn, not written."""
_MOSTLY = 0.6
_FURTHEST = 1.6
"""Rows of one table stand no more than so many times further apart than the first is from its head."""
_WRAPPED = 1.5
"""A line goes on the one above within so many times its size."""
_LEVEL = 0.15
"""What stands halfway is off the middle by so many em at most."""
_APART = 3.0
"""Two rows beside one label stand no more than so many em apart."""
_INDENT = 3.0
"""What begins further from the left end of a table (em) stands in its second column at least."""


def tables_below_bands(taken: list[Grid], across: Lines, content: PageContent) -> list[Grid]:
    """A page's grids, horizontal rules and content → the grids below bands, coloured or ruled, that hold three words or more, white between them.

    A grid that is all coloured is the head of the rows below it.
    """
    bands, ruled = _bands(content.shades), _between_rules(across)
    boxes = [box for box in (*bands, *ruled) if box[2] - box[0] >= _NARROWEST and not _lies_in(box, taken)]
    heads = [grid for grid in taken if _is_head(grid, content.shades)]
    if not (boxes or heads) or len(bands) > _MOST_BANDS:
        return []
    words = content.glyphs.box[content.glyphs.code != 0x20]
    middles = centres(words)
    boxes = [box for box in boxes if has_words_apart(box, words, middles)]
    if not (boxes or heads):
        return []
    found = narrow_pieces(content)
    grids: list[Grid] = []
    for head in heads:
        x0, _, x1, bottom = head.box
        box = (x0, float(head.ys[-2]), x1, bottom)
        ys = _edges_below(box, bands)
        below = _grid(_names(head, found), box, found, _limit(box, ys, taken, content), ys)
        grids += [_joined(head, below)] if below and below.cols == head.cols else []
    for box in boxes:
        if _lies_in(box, grids):
            continue
        ys = _edges_below(box, bands)
        x0, top, x1, bottom = box
        names = [p for p in found if top < p.middle < bottom and x0 <= p.centre <= x1]
        grid = _grid(names, box, found, _limit(box, ys, taken, content), None if box in ruled else ys)
        grids += [grid] if grid else []
    return grids


def _is_head(grid: Grid, shades: Floats) -> bool:
    """Whether a grid is coloured in all its cells, of which as many as it has columns stand at its foot, below wider ones."""
    feet = [slot for slot in grid.slots if slot.row + slot.rowspan == grid.rows]
    if not (1 < grid.rows <= _MOST_HEADS and len(feet) == grid.cols >= _FEWEST_COLUMNS and len(grid.slots) > len(feet)):
        return False
    return bool(grounds_of(np.array(grid.boxes()), shades).any(axis=1).all())


def _names(head: Grid, found: list[Piece]) -> list[Piece]:
    """The words of a head's lowest cells."""
    own = within(found, head.box)
    slots = head.cell_of(np.array([(p.centre, p.middle) for p in own]).reshape(-1, 2)).tolist()
    feet = {k for k, slot in enumerate(head.slots) if slot.row + slot.rowspan == head.rows}
    return [piece for piece, slot in zip(own, slots, strict=True) if slot in feet]


def _joined(head: Grid, below: Grid) -> Grid:
    """A head of several rows, and the grid of its last one with the rows below it → both as one."""
    rows = [slot._replace(row=slot.row + head.rows - 1) for slot in below.slots if slot.row]
    return with_slots(head, np.concatenate([head.ys, below.ys[2:]]), [*head.slots, *rows])


def _edges_below(box: Box, bands: list[Box]) -> NDArray[np.float64]:
    """Tops and bottoms of the bands that stand below one of their width."""
    return np.array([y for other in bands for y in other[1::2] if _is_below(box, other)])


def _bands(shades: Floats) -> list[Box]:
    """Coloured boxes of a row's height → those of one level that meet as one band each, top to bottom."""
    high = shades[:, 3] - shades[:, 1]
    bands: list[Box] = []
    for x0, top, x1, bottom in sorted(
        shades[(high >= _LOWEST) & (high <= _HIGHEST)].tolist(), key=lambda b: (round(b[1]), b[0])
    ):
        last = bands[-1] if bands else None
        if last and max(abs(last[1] - top), abs(last[3] - bottom)) <= 1 and x0 - last[2] <= JOIN:
            bands[-1] = (last[0], last[1], max(last[2], x1), last[3])
        else:
            bands.append((x0, top, x1, bottom))
    return bands


def _between_rules(across: Lines) -> list[Box]:
    """Horizontal rules → what stands between two of one length, a row's height apart."""
    return [
        (x0, upper, x1, lower)
        for (upper, x0, x1), (lower, left, right) in pairwise(sorted(across.tolist()))
        if max(abs(x0 - left), abs(x1 - right)) <= TOUCH and _LOWEST <= lower - upper <= _HIGHEST
    ]


def _lies_in(box: Box, grids: list[Grid]) -> bool:
    x, y = (box[0] + box[2]) / 2, box[1] + 1
    return any(g.box[0] < x < g.box[2] and g.box[1] - 2 < y < g.box[3] for g in grids)


def _is_below(box: Box, other: Box) -> bool:
    """Whether a band stands below another of its width."""
    return abs(box[0] - other[0]) <= TOUCH and abs(box[2] - other[2]) <= TOUCH and other[1] > box[3] - TOUCH


def has_words_apart(box: Box, words: Floats, middles: Floats) -> bool:
    """Whether white of more than an em parts the glyphs (n×4, and n×2 their middles) in a box into three words or more."""
    own = words[((middles > box[:2]) & (middles < box[2:])).all(axis=1)]
    if len(own) < _FEWEST_COLUMNS:
        return False
    own = own[own[:, 0].argsort()]
    gaps = own[1:, 0] - np.maximum.accumulate(own[:, 2])[:-1]
    return int((gaps > (own[1:, 3] - own[1:, 1])).sum()) >= _FEWEST_COLUMNS - 1


def _limit(box: Box, ys: NDArray[np.float64], taken: list[Grid], content: PageContent) -> float:
    """Where what is drawn below a band begins, but bands at `ys`: those of every other row."""
    x0, _, x1, bottom = box
    fills = content.tinted
    begins, ends = ((np.abs(fills[:, side, None] - ys) <= TOUCH).any(axis=1) for side in (1, 3))
    rows = begins & ends & (fills[:, 0] >= x0 - TOUCH) & (fills[:, 2] <= x1 + TOUCH)
    grids = np.array([grid.box for grid in taken], np.float64).reshape(-1, 4)
    drawn = np.concatenate([fills[~rows], content.rules, content.pictures, grids])
    middle = (drawn[:, 0] + drawn[:, 2]) / 2
    below = drawn[(middle > x0 + TOUCH) & (middle < x1 - TOUCH) & (drawn[:, 3] > bottom + TOUCH), 1]
    return float(np.maximum(below, bottom).min(initial=content.height))


def _grid(head: list[Piece], box: Box, found: list[Piece], limit: float, ys: NDArray[np.float64] | None) -> Grid | None:
    """Words of a band, this, the page's pieces, where the table ends at the latest, tops and bottoms of coloured bands below → the grid."""
    x0, _, x1, bottom = box
    below = baselines(within(found, (x0, bottom, x1, limit)))
    found_rows = (wrapped_grid(head, below, box), None if ys is None else _rows_of_lines(head, below, box, ys))
    return max(filter(None, found_rows), key=lambda grid: float(grid.ys[-1]), default=None)


def _rows_of_lines(head: list[Piece], below: list[list[Piece]], box: Box, ys: NDArray[np.float64]) -> Grid | None:
    """A head, the lines below it, its box and the heights of bands below → the grid of rows that begin with a line of most columns."""
    x0, top, x1, bottom = box
    labels = _halfway_labels(below)
    lines = _body(_with_raised(below, labels), len(head), box, ys)
    body = [piece for line in lines for piece in line]
    if len(lines) < _FEWEST_ROWS or any(p.vertical or p.x0 < x0 or p.x1 > x1 for p in (*head, *body)):
        return None
    end = max(p.bottom for p in lines[-1]) + 2
    levels, own = np.array([top, bottom, *between_lines(lines)[1:-1].tolist(), end]), [*head, *body]
    xs = np.array([x0, *under_heads(corridors(own, levels, 0.5), head, own), x1])
    if len(xs) <= _FEWEST_COLUMNS or not _are_named(head, xs) or not keeps_to([head], xs) or reads_as_prose(lines, xs):
        return None
    tops = np.sort(ys[(ys > bottom + TOUCH) & (ys < lines[-1][0].middle)])
    ends = [bottom, *tops[np.diff(tops, prepend=bottom) > TOUCH].tolist(), end]
    stretches = [[line for line in lines if a < line[0].middle < b] for a, b in pairwise(ends)]
    cuts = [cut for stretch in stretches if len(stretch) > 1 for cut in row_cuts(stretch, xs)]
    ys = np.sort([top, *ends, *cuts])
    rows = [within(body, (x0, a, x1, b)) for a, b in pairwise(ys[1:].tolist())]
    if len(rows) < _FEWEST_ROWS or not all(rows) or not keeps_to(rows, xs):
        return None
    beside = np.array([label.middle for label in labels])
    lower = [[not np.count_nonzero(np.abs(beside - y) < _LOWEST / 2), *[True] * (len(xs) - 2)] for y in ys.tolist()]
    return grid_of(xs, ys, spans(own, xs, ys), lower)


def _halfway_labels(lines: list[list[Piece]]) -> list[Piece]:
    """Lines → the words that stand alone halfway between two rows of several words, to the left of these: one cell beside both."""
    return [
        label
        for above, (label, *others), below in zip(lines, lines[1:], lines[2:], strict=False)
        if not others
        and min(len(above), len(below)) > 1
        and label.x1 < min(p.x0 for p in (*above, *below))
        and abs(above[0].middle + below[0].middle - 2 * label.middle) < 2 * _LEVEL * label.size
        and below[0].middle - above[0].middle < _APART * label.size
    ]


def _with_raised(lines: list[list[Piece]], labels: list[Piece]) -> list[list[Piece]]:
    """Lines → the same with the labels halfway between two on the upper one."""
    return [
        [after[0]._replace(top=line[0].top, bottom=line[0].bottom), *line] if after and after[0] in labels else line
        for line, after in zip(lines, [*lines[1:], []], strict=False)
        if line[0] not in labels
    ]


def _body(lines: list[list[Piece]], columns: int, box: Box, ys: NDArray[np.float64]) -> list[list[Piece]]:
    """The lines below a head that belong to its rows: up to the last that fills most columns, with what goes on right below it."""
    full = [k for k, line in enumerate(lines) if len(line) >= _MOSTLY * columns]
    if not full or columns < _FEWEST_COLUMNS:
        return []
    first = lines[full[0]][0].middle - (box[1] + box[3]) / 2
    last = -1
    for k in full:
        above = lines[last][0].middle if last >= 0 else (box[1] + box[3]) / 2
        between = (ys > lines[k - 1][0].middle) & (ys < lines[k][0].middle) if k else ys[:0] > 0
        if lines[k][0].middle - above > _FURTHEST * first + 1 or (k - 1 > last and between.any()):
            break  # a heading stands above the next band
        last = k
        while last + 1 < len(lines) and last + 1 not in full and _goes_on(lines[last], lines[last + 1], box[0]):
            last += 1
    return lines[: last + 1]


def _goes_on(upper: list[Piece], lower: list[Piece], left: float) -> bool:
    """Whether a line stands right below another and not at the left, where a heading or a note would."""
    size = upper[0].size
    return lower[0].middle - upper[0].middle <= _WRAPPED * size and all(p.x0 > left + _INDENT * size for p in lower)


def _are_named(head: list[Piece], xs: NDArray[np.float64]) -> bool:
    """Whether every column has its own words of the head."""
    first = [int(np.searchsorted(xs, p.x0 + 1)) for p in head]
    last = [int(np.searchsorted(xs, p.x1 - 1)) for p in head]
    return first == last and set(first) == set(range(1, len(xs)))
