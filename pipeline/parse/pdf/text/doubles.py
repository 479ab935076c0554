"""Bold made by drawing the same glyph twice or more, a third of a point apart: the first of them stays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Glyphs

_NEAR = 0.14
"""Two equal glyphs this near, in em, are one drawn twice; repeated characters (々, ーー) stand half an em apart or more."""
_BUCKET = 4.0
_SPREAD = np.int32(-1640531527)
"""2³² over the golden ratio: the products of neighbouring code points lie far apart (Knuth, TAOCP 3, 6.4)."""


def without_doubles(glyphs: Glyphs) -> Glyphs:
    """Glyphs of a page → the same without those that repeat an earlier glyph in (nearly) the same place."""
    if len(glyphs) < 2:
        return glyphs
    codes = glyphs.code
    if not _share_buckets(glyphs):  # the usual page
        return glyphs
    sizes = np.array([style.size for style in glyphs.styles])[glyphs.style]
    doubled = np.zeros(len(glyphs), bool)
    for shift in (0.0, _BUCKET / 2):  # glyphs on either side of a bucket's border meet in the other pass
        doubled |= _repeats(glyphs, codes, sizes, shift)
    if not np.count_nonzero(doubled):
        return glyphs
    return glyphs.only((~doubled).nonzero()[0])


def _share_buckets(glyphs: Glyphs) -> bool:
    """Whether two equal glyphs stand within one bucket, or within one that lies across four of them.

    The keys may wrap around: two that fall together by chance only cost a closer look.
    """
    codes = glyphs.code.astype(np.int32) * _SPREAD
    x, y = ((glyphs.box[:, side] / (_BUCKET / 2)).astype(np.int32) for side in (0, 1))
    for shift in (0, 1):
        keys = codes + (((x + shift) >> 1) << 13) + ((y + shift) >> 1)
        keys.sort()
        if np.count_nonzero(keys[1:] == keys[:-1]):
            return True
    return False


def _repeats(glyphs: Glyphs, codes: NDArray[np.int64], sizes: NDArray[np.floating], shift: float) -> NDArray[np.bool_]:
    x, y = glyphs.box[:, 0], glyphs.box[:, 1]
    row = np.floor((y + shift) / _BUCKET).astype(np.int64)
    order = np.lexsort((np.arange(len(codes)), x, row, codes))
    one, other = order[:-1], order[1:]
    near = _NEAR * sizes[other]
    same = (codes[one] == codes[other]) & (np.abs(x[one] - x[other]) < near) & (np.abs(y[one] - y[other]) < near)
    same &= (glyphs.run[one] != glyphs.run[other]) | (glyphs.box[one] != glyphs.box[other]).any(
        axis=1
    )  # of one glyph: ﬃ
    starts = (np.concatenate(([True], ~same))).nonzero()[0]  # a printer may strike a letter three or four times
    found = np.ones(len(codes), bool)
    found[np.minimum.reduceat(order, starts)] = False
    return found
