"""Joins the parts of a table without outer rules, between which a row that no border of a column crosses names a section."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, PageContent
from pipeline.parse.pdf.tables.rules import TOUCH, RuleGroup

_TALLER = 1.3
"""A row that names a section is hardly higher than the rows about it; a title between two tables stands freer."""
_MOSTLY = 0.7
"""So many borders of columns go on below: cells of the others may be merged there."""


def join_sections(
    groups: list[RuleGroup], headings: list[float], middles: Floats, content: PageContent
) -> list[RuleGroup]:
    """Groups of rules, top to bottom, heights of headings' rules, centres of glyphs, a page's content → with the parts of one table joined.

    Where the first row of both is coloured or says the same, the second is another table below its caption.
    """
    shades = content.shades
    joined: list[RuleGroup] = []
    for group in groups:
        if (
            joined
            and _is_next_part(joined[-1], group, headings, middles)
            and not (_has_head(joined[-1], shades) and _has_head(group, shades))
            and not _says_the_same(joined[-1], group, middles, content.glyphs.code)
        ):
            last = joined[-1]
            joined[-1] = RuleGroup(np.concatenate([last.across, group.across]), np.concatenate([last.down, group.down]))
        else:
            joined.append(group)
    return joined


def lacks_sides(group: RuleGroup) -> bool:
    """Whether rules draw no border at the left and right of a table: it may leave out others as well."""
    x0, _, x1, _ = group.box
    return bool(group.down[:, 0].min() - x0 > TOUCH and x1 - group.down[:, 0].max() > TOUCH)


def _has_head(group: RuleGroup, shades: Floats) -> bool:
    """Whether a coloured box fills the last cell of the first row."""
    (top, _, right), bottom = group.across[0], group.across[1, 0] if len(group.across) > 1 else np.inf
    sides = shades[:, 1] - top, shades[:, 2] - right, shades[:, 3] - bottom
    return bool(np.logical_and.reduce([np.abs(side) <= TOUCH for side in sides]).any())


def _says_the_same(upper: RuleGroup, lower: RuleGroup, middles: Floats, codes: NDArray[np.integer]) -> bool:
    """Whether the first rows of two groups hold the same characters."""
    heads: list[list[int]] = []
    for group in (upper, lower):
        x0, top, x1, _ = group.box
        bottom = group.across[group.across[:, 0] > top + TOUCH, 0].min(initial=np.inf)
        own = (middles > (x0, top)) & (middles < (x1, bottom))
        heads.append(sorted(codes[own.all(axis=1)].tolist()))
    return heads[0] == heads[1] != []


def _is_next_part(upper: RuleGroup, lower: RuleGroup, headings: list[float], middles: Floats) -> bool:
    """Whether rules as long as those above, with borders of columns at the same places, begin one row of words below them.

    Between tables of labels and values such a row is a heading: those have two columns.
    """
    bottom, top = float(upper.across[-1, 0]), float(lower.across[0, 0])
    headed = any(bottom - TOUCH < y < top + TOUCH for y in headings)
    if headed or not (bottom + TOUCH < top and lacks_sides(upper) and lacks_sides(lower)):
        return False
    sides = np.array([upper.across[-1, 1:], lower.across[0, 1:], upper.box[::2], lower.box[::2]])
    if np.ptp(sides, axis=0).max() > TOUCH:
        return False
    rows = np.diff(np.concatenate([upper.across, lower.across])[:, 0])
    borders = np.unique(upper.down[:, 0])
    shared = (np.abs(borders[:, None] - lower.down[:, 0]) <= TOUCH).any(axis=1)
    if shared.sum() < max(2, _MOSTLY * len(borders)) or top - bottom > _TALLER * np.median(rows):
        return False
    return bool(np.count_nonzero((middles[:, 1] > bottom) & (middles[:, 1] < top)))
