"""What a page holds before anybody reads it: glyphs, rules, filled boxes and pictures, in the page's own display space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of glyphs is set: font name, size in points, weight and colour (0xRRGGBB)."""

    font: str
    size: float
    bold: bool
    color: int


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The visible glyphs of a page as columns of equal length, in the order the file draws them.

    `box` is n×4 (x0, top, x1, bottom), `style` an index into `styles`, `run` the number of the text object.
    """

    text: list[str]
    box: Floats
    style: Ints
    run: Ints
    styles: tuple[Style, ...]

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page in reading position: points, origin at the top left, y downwards.

    `turn` is the clockwise rotation in degrees that was undone to bring sideways content upright (0 for most pages).
    `rules` is n×4: thin horizontal or vertical marks, lines as well as slim boxes. `fills` is m×4 with `fill_colors`;
    `pictures` is k×4.
    """

    number: int
    width: float
    height: float
    turn: int
    glyphs: Glyphs
    rules: Floats
    fills: Floats
    fill_colors: Ints
    pictures: Floats
    warnings: tuple[tuple[str, str], ...] = ()
