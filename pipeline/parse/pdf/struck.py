"""Words that a line strikes out: whether they still hold only a reader can say."""

from __future__ import annotations

import numpy as np

from pipeline.parse.pdf.content import PageContent

_NEAR = 0.15
"""A line this near to the middles of glyphs (em) strikes them out; an underline is half an em away."""
_THIN = 0.2
"""A thicker line (em, with the half pen that bounds add on both sides) is a highlight."""
_END = 0.6
"""The line begins and ends so near to the first and the last of them (em); the border of a table runs on."""
_GAP = 1.2
_FEWEST = 2
_MOST = 300
"""Of more lines at the height of glyphs none is looked at: a page of hatching."""


def struck_out(content: PageContent) -> int:
    """A page's content → how many glyphs stand under a line that runs through just them."""
    rules, solid = content.rules, content.glyphs.code != 0x20
    flat = rules[(rules[:, 2] - rules[:, 0]) > 4 * (rules[:, 3] - rules[:, 1])]
    box = content.glyphs.box[solid]
    if not len(flat) or not len(box):
        return 0
    middles = (box[:, 1] + box[:, 3]) / 2
    order = middles.argsort()
    box, middles = box[order], middles[order]
    heights = (flat[:, 1] + flat[:, 3]) / 2
    reach = _NEAR * float((box[:, 3] - box[:, 1]).max())
    firsts, lasts = middles.searchsorted(heights - reach), middles.searchsorted(heights + reach, side="right")
    near = np.nonzero(lasts - firsts >= _FEWEST)[0]
    count = 0
    for k in near.tolist() if len(near) <= _MOST else ():
        x0, top, x1, bottom = flat[k].tolist()
        own = box[firsts[k] : lasts[k]]
        em = own[:, 3] - own[:, 1]
        x = (own[:, 0] + own[:, 2]) / 2
        is_near = np.abs((own[:, 1] + own[:, 3]) / 2 - heights[k]) <= _NEAR * em
        own = own[is_near & (x > x0) & (x < x1) & (bottom - top <= _THIN * em)]
        if len(own) < _FEWEST:
            continue
        own = own[own[:, 0].argsort()]
        size = float(np.median(own[:, 3] - own[:, 1]))
        gaps = own[1:, 0] - own[:-1, 2]
        if abs(own[0, 0] - x0) <= _END * size >= abs(own[-1, 2] - x1) and gaps.max() <= _GAP * size:
            count += len(own)
    return count
