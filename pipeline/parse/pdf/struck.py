"""Words that a line strikes out: whether they still hold only a reader can say."""

from __future__ import annotations

import numpy as np

from pipeline.parse.pdf.content import Floats, PageContent

_NEAR = 0.15
"""A line this near to the middles of glyphs (em) strikes them out; an underline is half an em away."""
_THIN = 0.2
"""A thicker line (em, with the half pen that bounds add on both sides) is a highlight."""
_END = 0.6
"""The line begins and ends so near to the first and the last of them (em); the border of a table runs on."""
_GAP = 1.2
_FEWEST = 2
_MOST, _MOST_MEETINGS = 300, 100_000
"""Of more lines at the heights of glyphs' middles, or more that meet there, none is looked at: a page of hatching."""


def struck_out(content: PageContent) -> int:
    """A page's content → how many glyphs stand under a line that runs through just them."""
    rules, box = content.rules, content.glyphs.box
    flat = rules[(rules[:, 2] - rules[:, 0]) > 4 * (rules[:, 3] - rules[:, 1])]
    if not len(flat):
        return 0
    flat = flat[(flat[:, 1] + flat[:, 3]).argsort()]
    heights = (flat[:, 1] + flat[:, 3]) / 2
    em = box[:, 3] - box[:, 1]
    middles, reach = box[:, 1] + em / 2, _NEAR * em
    firsts, lasts = heights.searchsorted(middles - reach), heights.searchsorted(middles + reach, side="right")
    near = (lasts > firsts).nonzero()[0]
    if len(near) < _FEWEST:  # the usual page: rules stand between lines
        return 0
    times = lasts[near] - firsts[near]
    if times.sum() > _MOST_MEETINGS:
        return 0
    glyph = near.repeat(times)
    rule = np.arange(len(glyph)) + (firsts[near] - times.cumsum() + times).repeat(times)
    if np.count_nonzero(np.bincount(rule)) > _MOST:
        return 0
    x = (box[glyph, 0] + box[glyph, 2]) / 2
    met = (x > flat[rule, 0]) & (x < flat[rule, 2]) & (flat[rule, 3] - flat[rule, 1] <= _THIN * em[glyph])
    met &= content.glyphs.code[glyph] != 0x20
    glyph, rule = glyph[met], rule[met]
    through = (np.bincount(rule) >= _FEWEST).nonzero()[0].tolist()
    return sum(_struck(flat[k], box[glyph[rule == k]]) for k in through)


def _struck(rule: Floats, words: Floats) -> int:
    """A rule and the glyphs it meets in their middles → how many it strikes out: all, where it ends with them."""
    words = words[words[:, 0].argsort()]
    size = float(np.median(words[:, 3] - words[:, 1]))
    ends_there = abs(words[0, 0] - rule[0]) <= _END * size >= abs(words[-1, 2] - rule[2])
    is_whole = ends_there and (words[1:, 0] - words[:-1, 2]).max() <= _GAP * size
    return len(words) if is_whole else 0
