"""Tables of labels on coloured tabs: a rule under each value begins where the foot of its tab ends, no rule stands elsewhere."""

from __future__ import annotations

import numpy as np

from pipeline.parse.pdf.content import Floats
from pipeline.parse.pdf.tables.grid import Grid, grid_of
from pipeline.parse.pdf.tables.rules import MOST_CROSSINGS, TOUCH, Lines
from pipeline.parse.pdf.tables.tiles import overlap

_NARROWEST, _LOWEST, _HIGHEST = 20.0, 10.0, 180.0
_WIDEST_GAP = 12.0
"""White between one tab's rule and the next tab, in points."""


def tables_of_tabs(across: Lines, fills: Floats, taken: list[Grid]) -> list[Grid]:
    """Horizontal rules, coloured boxes and grids of a page → grids of labels and values outside these, two rows or more each."""
    wide, high = fills[:, 2] - fills[:, 0], fills[:, 3] - fills[:, 1]
    tabs = fills[(wide >= _NARROWEST) & (high >= _LOWEST) & (high <= _HIGHEST)]
    if not len(tabs) or not len(across) or len(tabs) * len(across) > MOST_CROSSINGS:
        return []
    meets = np.abs(tabs[:, 3, None] - across[:, 0]) <= TOUCH
    meets &= np.abs(tabs[:, 2, None] - across[:, 1]) <= TOUCH
    rows: list[list[float]] = []
    grids: list[Grid] = []
    for tab, rule in sorted(np.argwhere(meets).tolist(), key=lambda pair: float(tabs[pair[0], 1])):
        row = [*tabs[tab].tolist(), *across[rule].tolist()]
        if rows and not _is_next(rows[-1], row):
            grids += _grids(rows)
            rows = []
        rows.append(row)
    grids += _grids(rows)
    return [grid for grid in grids if not any(overlap(grid, one) for one in taken)]


def _is_next(upper: list[float], lower: list[float]) -> bool:
    """Whether a tab and its rule (x0, top, x1, bottom, y, start, end) follow others of the same sides."""
    same = all(abs(upper[k] - lower[k]) <= TOUCH for k in (0, 2, 6))
    return same and -TOUCH <= lower[1] - upper[4] <= _WIDEST_GAP


def _grids(rows: list[list[float]]) -> list[Grid]:
    if len(rows) < 2:
        return []
    x0, top, x1, *_, end = rows[0]
    return [grid_of(np.array([x0, x1, end]), np.array([top, *(row[4] for row in rows)]), set())]
