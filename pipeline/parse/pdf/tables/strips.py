"""Tells one row of boxes that is no table: a rule between two text columns, a bar of a chart, a search box with its button."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from pipeline.parse.pdf.content import PageContent, centres, grounds_of, string
from pipeline.parse.pdf.tables.grid import Grid

_MARKS = ("◇", "◆", "■", "●", "○", "◎", "▼", "★")
_FEWEST_MONTHS = 6
_MONTH = re.compile(r"([0-9０-９]{1,2})月")  # 4月 | 5月 | 6月
_SEARCH = "検索"
"""What the button beside a search box says: leaflets print 「制度の名前 [検索]」 instead of an address."""


def is_strip(grid: Grid, is_open: bool, content: PageContent) -> bool:
    """Whether a grid of one row is none of a table; `is_open` tells one without rules at its left and right."""
    if is_open:
        return True
    words = _words(grid, content)
    if words[0].startswith(_MARKS) and not words[-1]:
        return True  # a heading in a box, with the box of a NEW in it
    return (grid.cols >= 3 and _is_bar(grid, content)) or (_SEARCH in words and sum(map(bool, words)) <= 2)


def is_calendar(grid: Grid, content: PageContent) -> bool:
    """Whether one row of boxes holds months one after the other and nothing else: the scale over the bars of a plan."""
    if grid.rows > 1 or grid.cols < _FEWEST_MONTHS:
        return False
    months = [_MONTH.fullmatch(words) for words in _words(grid, content)]
    numbers = [int(month[1]) for month in months if month]  # int() reads full-width digits too
    return len(numbers) == len(months) and all((b - a) % 12 == 1 for a, b in pairwise(numbers))


def _is_bar(grid: Grid, content: PageContent) -> bool:
    """Whether every box has a colour of its own: the parts of a bar."""
    boxes = np.array(grid.boxes())
    fills, colors = content.fills, content.fill_colors
    under = grounds_of(boxes, fills)
    under &= fills[:, 2] - fills[:, 0] <= 1.1 * (boxes[:, 2] - boxes[:, 0])[:, None]
    shades = [int(colors[own][-1]) for own in under if own.any()]
    return len(shades) == len(set(shades)) == len(boxes)


def _words(grid: Grid, content: PageContent) -> list[str]:
    """The words in each box."""
    codes, cell = content.glyphs.code, grid.cell_of(centres(content.glyphs.box))
    return [string(codes[cell == n]).strip() for n in range(len(grid.slots))]
