"""Leaves out the glyphs of a page that nobody sees on paper, and says how many and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import WHITE, Floats, Glyphs, union
from pipeline.parse.pdf.page.drawing import Drawing
from pipeline.parse.pdf.page.glyphs import RawText, Runs
from pipeline.parse.pdf.page.pdfium import Handle
from pipeline.parse.pdf.page.trace import without_trace
from pipeline.records import Box

_SAME_COLOR = 24
"""Text whose channels all differ by less from the ground under it cannot be seen."""
_MOSTLY = 0.6
_MOST_VEILS = 200
"""Beyond so many groups seen through each other the page is not drawn: every word of it counts as seen."""
_MOST_COVERS = 4_000
"""Of more shapes drawn after text, the largest are looked at."""
_WATERMARK_SIZE = 30.0
"""Type of so many points may lie under the words of a page (見本), where it is faint."""
REASONS = (
    "",
    "invisible",
    "stencil",
    "tiny",
    "transparent",
    "slanted",
    "off-page",
    "clipped",
    "colorless",
    "covered",
    "watermark",
)
"""Why a glyph cannot be seen; glyphs carry the number of their reason, 0 for those one sees."""
_INVISIBLE, _STENCIL, _TRANSPARENT, _OFF_PAGE, _CLIPPED, _COLORLESS, _COVERED, _WATERMARK = (
    REASONS.index(name)
    for name in ("invisible", "stencil", "transparent", "off-page", "clipped", "colorless", "covered", "watermark")
)

_RECOGNISED = (_INVISIBLE, _TRANSPARENT, _COLORLESS, _COVERED)
"""How words that were recognised in a picture are kept from sight."""


def hide_unseen(
    page: Handle, raw: RawText, drawing: Drawing, page_box: Box, rotation: int
) -> tuple[RawText, Counter[str], list[Handle]]:
    """Leaves out glyphs nobody sees on paper: transparent, tiny, off the page, clipped, covered, or of the ground's colour.

    Returns the rest, how many went for which reason, and the text objects of which all is hidden, where others may have
    been passed over as repeating them; `rotation` is the page's own, in clockwise quarter turns.
    """
    glyphs, runs = raw.glyphs, raw.runs
    gone: Counter[str] = Counter()
    if not len(glyphs):
        return raw, gone, []
    reason = np.array([REASONS.index(look.hidden) for look in runs.looks], np.int8)[runs.look][glyphs.run]
    box = glyphs.box
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    left, bottom, right, top = page_box
    outside = (x < left) | (x > right) | (y < bottom) | (y > top)
    if np.count_nonzero(outside) and (cut := _cut_by_edge(drawing, page_box)):
        outside &= ~((x > cut[0]) & (x < cut[2]) & (y > cut[1]) & (y < cut[3]))
    reason[outside & (reason == 0)] = _OFF_PAGE
    if runs.clip is not None:
        clip = runs.clip[glyphs.run]
        clipped = (x < clip[:, 0] - 1) | (x > clip[:, 2] + 1) | (y < clip[:, 1] - 1) | (y > clip[:, 3] + 1)
        reason[clipped & (reason == 0)] = _CLIPPED
    alike = _mark_colorless(glyphs, runs, drawing, x, y, reason)
    _mark_under_gradients(glyphs, runs, drawing, x, y, reason)
    doubtful = (alike | _beneath(glyphs, runs, drawing, x, y)) & (reason == 0)
    if np.count_nonzero(doubtful):
        _mark_hidden(page, glyphs, runs, drawing, doubtful, page_box, rotation, reason)
        reason[alike & (reason == _COVERED)] = _COLORLESS
    if any(look.style.size >= _WATERMARK_SIZE for look in runs.looks):
        _mark_watermarks(glyphs, runs, x, y, reason)
    if not np.count_nonzero(reason):
        return raw, gone, []
    if np.count_nonzero(reason == _STENCIL):
        _show_stencils(glyphs, runs, drawing, x, y, reason)
    invisible = np.isin(reason, _RECOGNISED)
    if np.count_nonzero(invisible) and _is_scan(reason, invisible, drawing, page_box):
        gone["ocr-layer"] = int(invisible.sum())  # recognised text: the picture shows what the hidden text says
        reason[invisible] = 0
    counts = np.bincount(reason[glyphs.code != 0x20], minlength=len(REASONS)).tolist()
    gone.update({name: count for name, count in zip(REASONS[1:], counts[1:], strict=True) if count})
    buried: list[Handle] = []
    if _COVERED in reason or len(runs.addresses) < len(drawing.text_order):  # some may have been passed over
        lost = np.isin(reason, _RECOGNISED)
        buried = [Handle(runs.addresses[k]) for k in np.setdiff1d(glyphs.run[lost], glyphs.run[~lost]).tolist()]
    return replace(raw, glyphs=glyphs.only((reason == 0).nonzero()[0])), gone, buried


def _is_scan(reason: NDArray[np.int8], invisible: NDArray[np.bool_], drawing: Drawing, page: Box) -> bool:
    """Whether a page is a picture with a layer of recognised text, be there a page number or a stamp in visible type."""
    if not len(drawing.pictures) or invisible.mean() < _MOSTLY:
        return False
    wide, high = (drawing.pictures[:, 2:] - drawing.pictures[:, :2]).T
    largest: float = (wide * high).max()
    return bool((reason == _INVISIBLE).all()) or largest > _MOSTLY * (page[2] - page[0]) * (page[3] - page[1])


def _show_stencils(
    glyphs: Glyphs, runs: Runs, drawing: Drawing, x: Floats, y: Floats, reason: NDArray[np.int8]
) -> None:
    """Letters that clip what is drawn next are seen where a picture, a gradient or a fill is drawn there."""
    orders = runs.order[glyphs.run]
    for boxes, order in ((drawing.pictures, drawing.picture_order), (drawing.fills, drawing.fill_order)):
        for (left, bottom, right, top), at in zip(boxes.tolist(), order.tolist(), strict=True):
            through = (orders < at) & (x > left) & (x < right) & (y > bottom) & (y < top)
            reason[through & (reason == _STENCIL)] = 0


def _cut_by_edge(drawing: Drawing, page: Box) -> Box | None:
    """The box of a table that the page's edge cuts in two: a media box set wrong, and all of the table still wanted."""
    left, bottom, right, top = page
    rules = drawing.rules.tolist()
    cut = [b for b in rules if b[3] - b[1] > 20 and (b[1] < bottom < b[3] or b[1] < top < b[3])]
    cut += [b for b in rules if b[2] - b[0] > 20 and (b[0] < left < b[2] or b[0] < right < b[2])]
    return union(cut) if len(cut) >= 2 else None


def _mark_colorless(
    glyphs: Glyphs, runs: Runs, drawing: Drawing, x: Floats, y: Floats, reason: NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Marks pale glyphs whose colour is that of the paper under them.

    Returns which are to be looked at: those whose colour is that of the last fill drawn under them. Its box may be clipped, or
    filled with a pattern, for which pdfium says any colour.
    """
    doubtful = np.zeros(len(glyphs), bool)
    pale = np.array([_is_pale(look.style.color) for look in runs.looks], bool)
    suspects = (pale[runs.look] | _on_dark(glyphs, runs, drawing)).nonzero()[0]
    if not len(suspects):
        return doubtful
    fills, orders = drawing.fills.astype(np.float32), drawing.fill_order
    pictures, picture_orders = drawing.pictures.astype(np.float32), drawing.picture_order
    for number in suspects.tolist():
        order, color = int(runs.order[number]), runs.looks[runs.look[number]].style.color
        mine = (glyphs.run == number).nonzero()[0]
        px, py = float(x[mine].mean()), float(y[mine].mean())
        under = (_covers(fills, px, py) & (orders < order)).nonzero()[0]
        behind = _covers(pictures, px, py) & (picture_orders < order)
        if np.count_nonzero(behind) and (not len(under) or picture_orders[behind].max() > orders[under[-1]]):
            continue
        if _is_on_its_own_color(color, drawing, under.tolist()):
            if len(under):
                doubtful[mine] = True
            else:
                reason[mine[reason[mine] == 0]] = _COLORLESS
    return doubtful


def _mark_under_gradients(
    glyphs: Glyphs, runs: Runs, drawing: Drawing, x: Floats, y: Floats, reason: NDArray[np.int8]
) -> None:
    """Marks glyphs under a gradient drawn later: all of its box is painted, and making it to look knows no bound."""
    orders = runs.order[glyphs.run]
    for (left, bottom, right, top), at in drawing.gradients:
        under = (orders < at) & (x > left) & (x < right) & (y > bottom) & (y < top)
        reason[under & (reason == 0)] = _COVERED


def _mark_watermarks(glyphs: Glyphs, runs: Runs, x: Floats, y: Floats, reason: NDArray[np.int8]) -> None:
    """Marks very large words, pale or seen through, on which words of less than half their size stand: 見本 over a table."""
    sizes = np.array([style.size for style in glyphs.styles])[glyphs.style]
    for number, look in enumerate(runs.looks):
        of_look = runs.look == number
        is_faint = _is_pale(look.style.color) and not _alike(look.style.color, WHITE)
        if look.style.size < _WATERMARK_SIZE or not (is_faint or runs.veiled[of_look].all()):
            continue
        mine = of_look[glyphs.run] & (reason == 0)
        small = sizes < look.style.size / 2
        if any(_covers(glyphs.box[mine], px, py).any() for px, py in zip(x[small], y[small], strict=True)):
            reason[mine] = _WATERMARK


def _on_dark(glyphs: Glyphs, runs: Runs, drawing: Drawing) -> NDArray[np.bool_]:
    """Which runs stand on a box of exactly their own colour."""
    used = {look.style.color for look in runs.looks}
    boxes = drawing.fill_is_box.nonzero()[0]
    boxes = boxes[[color in used for color in drawing.fill_colors[boxes].tolist()]] if len(boxes) else boxes
    found = np.zeros(len(runs.look), bool)
    if not len(boxes):
        return found
    (x0, y0), (x1, y1) = (corner.T for corner in _extents(glyphs, runs))
    x, y, colors = (x0 + x1) / 2, (y0 + y1) / 2, np.array([look.style.color for look in runs.looks])[runs.look]
    for chunk in np.array_split(boxes, 1 + len(boxes) // 256):
        left, bottom, right, top = drawing.fills[chunk].T[:, :, None]
        on = (x > left) & (x < right) & (y > bottom) & (y < top) & (drawing.fill_colors[chunk][:, None] == colors)
        found |= on.any(axis=0)
    return found


def _is_on_its_own_color(color: int, drawing: Drawing, under: list[int]) -> bool:
    """Whether the ground under text of a pale colour is of that colour; `under` are the fills there, in drawing order.

    Of a round or ragged shape only the box is known: one of the same colour may lie beside the text, and the ground is
    sought below it; one of another colour is taken for the ground (white words in a coloured circle).
    """
    for k in reversed(under):
        is_alike = _alike(int(drawing.fill_colors[k]), color)
        if not is_alike or drawing.fill_is_box[k]:
            return is_alike
    return _alike(WHITE, color)


def _beneath(glyphs: Glyphs, runs: Runs, drawing: Drawing, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Which glyphs a mask may hide, or something drawn later may lie upon."""
    found = runs.veiled[glyphs.run]
    later = drawing.cover_order > runs.order.min()
    if not np.count_nonzero(later):
        return found
    covers, order = drawing.covers[later], drawing.cover_order[later]
    low, high = _extents(glyphs, runs)
    largest = np.argsort(-np.minimum(covers[:, 2] - covers[:, 0], covers[:, 3] - covers[:, 1]), kind="stable")
    largest = largest[:_MOST_COVERS]
    for chunk in np.array_split(largest, 1 + len(largest) // 256):
        c = covers[chunk][:, None]
        under = (runs.order < order[chunk][:, None]) & (low[:, 0] < c[..., 2]) & (high[:, 0] > c[..., 0])
        under &= (low[:, 1] < c[..., 3]) & (high[:, 1] > c[..., 1])
        for number in under.any(axis=1).nonzero()[0].tolist():
            left, bottom, right, top = covers[chunk[number]].tolist()
            found |= under[number][glyphs.run] & (x > left) & (x < right) & (y > bottom) & (y < top)
    return found


def _mark_hidden(
    page: Handle,
    glyphs: Glyphs,
    runs: Runs,
    drawing: Drawing,
    doubtful: NDArray[np.bool_],
    page_box: Box,
    rotation: int,
    reason: NDArray[np.int8],
) -> None:
    """Marks those of the doubtful glyphs that nobody sees where the page is drawn; a space goes with the glyph before it."""
    inked = (doubtful & (glyphs.code != 0x20)).nonzero()[0]
    if not len(inked) or len(drawing.veils) > _MOST_VEILS:
        return
    texts = [Handle(runs.addresses[k]) for k in np.unique(glyphs.run[inked]).tolist()]
    pictures = [drawing.handles[k] for k in drawing.picture_order.tolist()]
    hidden = inked[without_trace(page, texts, drawing.handles, pictures, glyphs.box[inked], page_box, rotation)]
    reason[hidden] = np.where(runs.veiled[glyphs.run[hidden]], _TRANSPARENT, _COVERED)
    before = np.maximum.accumulate(np.where(glyphs.code != 0x20, np.arange(len(glyphs)), 0))
    spaces = doubtful & (glyphs.code == 0x20)
    reason[spaces] = reason[before[spaces]]


def _extents(glyphs: Glyphs, runs: Runs) -> tuple[Floats, Floats]:
    """The lower left and the upper right corner of each run."""
    starts = np.searchsorted(glyphs.run, np.arange(len(runs.order)))
    return np.minimum.reduceat(glyphs.box[:, :2], starts), np.maximum.reduceat(glyphs.box[:, 2:], starts)


def _covers(boxes: Floats, x: float, y: float) -> NDArray[np.bool_]:
    return (boxes[:, 0] <= x) & (boxes[:, 2] >= x) & (boxes[:, 1] <= y) & (boxes[:, 3] >= y)


def _is_pale(color: int) -> bool:
    return min(color >> 16, color >> 8 & 255, color & 255) > 190


def _alike(one: int, other: int) -> bool:
    return all(abs((one >> shift & 255) - (other >> shift & 255)) < _SAME_COLOR for shift in (16, 8, 0))
