"""A font without letters, for reading: pdfium asks fonts for shapes that nobody looks at, and machines for fonts they may lack."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

INK = 0.2
"""How wide and high the ink of each glyph is, in ems: the text object of a glyph without any would vanish.

It must not leave the box of the narrowest letter, and show where a page is drawn to see what lies under covers.
"""
_GLYPHS = 65_535
_EAST_ASIAN = (128, 129, 130, 134, 136)
"""Windows charsets of Japanese, Korean and Chinese fonts: pdfium has no font of its own for these."""


@cache
def blank_font() -> bytes:
    """A TrueType font of 65,535 glyphs, each a square on the baseline; 131 kB, which pack to 300 bytes.

    It has two copies of one glyph, and `loca` leads back and forth between them (OpenType 1.9, `glyf` and `loca`).
    """
    low, high = 0, round(1000 * INK)
    corners = struct.pack(">HH4B4h4h", 3, 0, 1, 1, 1, 1, 0, 0, high, 0, 0, high, 0, -high)
    glyph = struct.pack(">5h", 1, low, low, high, high) + corners
    glyph += bytes(-len(glyph) % 4)
    box = (low, low, high, high)
    tables = {
        b"glyf": glyph * 2,
        b"head": struct.pack(">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, *box, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hh", 1000, 0),
        b"loca": struct.pack(">2H", len(glyph) // 2, 0) * ((_GLYPHS + 1) // 2),
        b"maxp": struct.pack(">I14H", 0x10000, _GLYPHS, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    place = 12 + 16 * len(tables)
    directory, body = struct.pack(">I4H", 0x10000, len(tables), 64, 2, 32), b""
    for tag, table in tables.items():
        directory += tag + struct.pack(">3I", 0, place + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


@contextmanager
def without_installed_fonts() -> Iterator[None]:
    """While it lasts, pdfium takes the blank font for an East Asian one that a file does not bring, its own for others.

    So every machine reads the same, whatever fonts are installed. Pages drawn afterwards get the machine's fonts again.
    """
    source = _font_source()
    source.is_reading = True
    try:
        yield
    finally:
        source.is_reading = False


@cache
def _font_source() -> _FontSource:
    return _FontSource()


class _FontSource:
    """pdfium's way of asking for fonts (fpdf_sysfontinfo.h): the machine's, until `is_reading` turns it to the blank one."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        self.is_reading = False
        self._file = blank_font()
        self._handle = id(self._file)
        self._info = raw.FPDF_GetDefaultSystemFontInfo().contents
        self._usual: dict[str, Any] = {}
        own = {
            "MapFont": self._map,
            "GetFontData": self._data,
            "GetFaceName": self._name,
            "GetFontCharset": self._charset,
        }
        for name, kind in raw.FPDF_SYSFONTINFO._fields_:
            if name in own:
                self._usual[name] = kind(ctypes.cast(getattr(self._info, name), ctypes.c_void_p).value)
                setattr(self._info, name, kind(own[name]))
        raw.FPDF_SetSystemFontInfo(self._info)

    def _map(self, this: Any, weight: int, italic: int, charset: int, *names: Any) -> int | None:
        if self.is_reading:
            return self._handle if charset in _EAST_ASIAN else None
        font: int | None = self._usual["MapFont"](this, weight, italic, charset, *names)
        return font

    def _data(self, this: Any, font: int | None, table: int, buffer: Any, size: int) -> int:
        if font != self._handle:
            return int(self._usual["GetFontData"](this, font, table, buffer, size))
        if table:  # this is no collection
            return 0
        if size >= len(self._file):
            ctypes.memmove(buffer, self._file, len(self._file))
        return len(self._file)

    def _name(self, this: Any, font: int | None, *place: Any) -> int:
        return 0 if font == self._handle else int(self._usual["GetFaceName"](this, font, *place))

    def _charset(self, this: Any, font: int | None) -> int:
        return 0 if font == self._handle else int(self._usual["GetFontCharset"](this, font))
