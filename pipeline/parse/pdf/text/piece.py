"""A stretch of glyphs set together: what pages are read in before lines and cells are known."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.records import Box


class Piece(NamedTuple):
    """A stretch of glyphs, or all of a printed line; `glyph` is the position of one of the first, `vertical` tells a column read downwards."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    size: float
    style: int
    glyph: int
    vertical: bool = False

    @property
    def middle(self) -> float:
        """The y halfway down."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """The x halfway across."""
        return (self.x0 + self.x1) / 2

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom in points."""
        return (self.x0, self.top, self.x1, self.bottom)
