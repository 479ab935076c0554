"""What a page holds before anybody reads it: glyphs, rules, filled boxes and pictures, all in reading position."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.records import Box

Floats = NDArray[np.floating]
Ints = NDArray[np.int32]
WHITE = 0xFFFFFF
DEEPEST_FORM = 40
"""Forms in forms that pdfium reads."""
_MOST_SHADES = 500
"""Coloured boxes beyond which none is looked for on another."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page as displayed (crop box, /Rotate), and the clockwise quarter turns that bring its text upright.

    Everything in PageContent is in reading position; `locate` and `displayed` lead back to the displayed page.
    """

    number: int
    width: float
    height: float
    turns: int = 0

    @property
    def reading_size(self) -> tuple[float, float]:
        """Width and height after the turns."""
        return (self.width, self.height) if self.turns % 2 == 0 else (self.height, self.width)

    def to_reading(self, boxes: Floats) -> Floats:
        """n×4 boxes of the displayed page → the same boxes after the turns."""
        x0, y0, x1, y1 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        w, h = self.width, self.height
        if self.turns == 1:
            return np.stack((h - y1, x0, h - y0, x1), axis=1)
        if self.turns == 2:
            return np.stack((w - x1, h - y1, w - x0, h - y0), axis=1)
        if self.turns == 3:
            return np.stack((y0, w - x1, y1, w - x0), axis=1)
        return boxes

    def displayed(self, box: Box) -> Box:
        """A box in reading position → where it is on the displayed page."""
        x0, y0, x1, y1 = box
        w, h = self.width, self.height
        if self.turns == 1:
            return (y0, h - x1, y1, h - x0)
        if self.turns == 2:
            return (w - x1, h - y1, w - x0, h - y0)
        if self.turns == 3:
            return (w - y1, x0, w - y0, x1)
        return box

    def locate(self, box: Box) -> str:
        """`p.3 x0,top,x1,bottom` on the displayed page, in points with one decimal (CONTRACT, locator)."""
        x0, y0, x1, y1 = self.displayed(box) if self.turns else box
        return f"p.{self.number} {x0:.1f},{y0:.1f},{x1:.1f},{y1:.1f}"


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of glyphs is set: font, size in points, weight, colour (0xRRGGBB), and quarter turns clockwise."""

    font: str
    size: float
    bold: bool
    color: int
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The visible glyphs of a page as columns of equal length, in the order the file draws them.

    `code` is the code point of each, `box` n×4 (x0, top, x1, bottom), `style` an index into `styles`, `run` the number of the
    text object.
    """

    code: NDArray[np.int64]
    box: Floats
    style: Ints
    run: Ints
    styles: tuple[Style, ...]

    def __len__(self) -> int:
        return len(self.code)

    def only(self, kept: NDArray[np.int64]) -> Glyphs:
        """The glyphs at the positions `kept`."""
        box = self.box.take(kept, axis=0)
        return Glyphs(self.code[kept], box, self.style[kept], self.run[kept], self.styles)


def string(codes: NDArray[np.int64]) -> str:
    """Code points → their text."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")


@dataclass(frozen=True)
class PageContent:
    """One page in reading position: points, origin at the top left, y downwards.

    `rules` is n×4: thin horizontal or vertical marks, lines as well as slim boxes. `fills` is m×4 with `fill_colors`;
    `pictures` is k×4, and `outlines` are filled shapes that may be lettering. `hidden` tells how many glyphs were left out for which reason, `unmapped` how many of a font have no
    character, `is_doubtful` that some are of scripts one does not expect.
    """

    frame: Frame
    glyphs: Glyphs
    rules: Floats
    fills: Floats
    fill_colors: Ints
    pictures: Floats
    outlines: Floats
    hidden: tuple[tuple[str, int], ...] = ()
    unmapped: tuple[tuple[str, int], ...] = ()
    is_doubtful: bool = False

    @cached_property
    def cuts(self) -> dict[bytes, list[Any]]:
        """Its pieces by the walls they are cut at, kept by `tables.columns`."""
        return {}

    @cached_property
    def tinted(self) -> Floats:
        """The fills that are not white."""
        fills: Floats = self.fills[self.fill_colors != WHITE]
        return fills

    @cached_property
    def shades(self) -> Floats:
        """Those of `tinted` but what lies on a larger one of its colour, where nobody sees it (paragraphs of a shaded cell)."""
        boxes, colors = self.tinted, self.fill_colors[self.fill_colors != WHITE]
        if not 2 <= len(boxes) <= _MOST_SHADES:
            return boxes
        low, high = boxes[:, None, :2], boxes[:, None, 2:]
        inside = ((low >= boxes[:, :2] - 1) & (high <= boxes[:, 2:] + 1)).all(axis=2)
        area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        seen: Floats = boxes[~(inside & (area[:, None] < 0.98 * area) & (colors[:, None] == colors)).any(axis=1)]
        return seen

    @property
    def width(self) -> float:
        """Width in reading position, in points."""
        return self.frame.reading_size[0]

    @property
    def height(self) -> float:
        """Height in reading position, in points."""
        return self.frame.reading_size[1]


def centres(boxes: Floats) -> Floats:
    """n×4 boxes → n×2: the point in the middle of each."""
    middles: Floats = (boxes[:, :2] + boxes[:, 2:]) / 2
    return middles


def grounds_of(boxes: Floats, fills: Floats) -> NDArray[np.bool_]:
    """n×4 boxes and m×4 fills → n×m: which fills lie over the middle of which box."""
    x, y = (side[:, None] for side in centres(boxes).T)
    over: NDArray[np.bool_] = (fills[:, 0] <= x) & (fills[:, 2] >= x) & (fills[:, 1] <= y) & (fills[:, 3] >= y)
    return over


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all `boxes` (at least one)."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))
