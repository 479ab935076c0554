"""pdfium's C interface as this reader needs it: many calls at a time, results in buffers that are reused.

Speed comes from four habits: `map` over the calls, so that no Python frame runs per glyph; no argument types, so that ctypes
passes what it is given (0.12 µs a call instead of 0.25); one float buffer for many boxes, and no result where the answer is
there; `pointers`, which ctypes need not convert (0.03 µs a call less). Without argument types a plain int goes as C `int`:
everything else must be a ctypes object (`Handle`, `pointers`, `c_size_t`).
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from pipeline.parse.pdf.content import Floats
from pipeline.records import Box


class Handle(ctypes.c_void_p):
    """A pdfium object, by its address."""


def pointers(addresses: Iterable[int]) -> list[Any]:
    """Addresses → what passes them to C, for functions called by the thousand."""
    return list(map(ctypes.byref, map(ctypes.c_char.from_address, addresses)))


_INT, _UINT, _ADDRESS = ctypes.c_int, ctypes.c_uint, ctypes.c_size_t
_RESULTS: dict[str, Any] = {
    "FPDFText_LoadPage": Handle,
    "FPDFText_ClosePage": None,
    "FPDFText_CountChars": _INT,
    "FPDFText_GetText": _INT,
    "FPDFText_GetUnicode": _UINT,
    "FPDFText_HasUnicodeMapError": _INT,
    "FPDFText_GetLooseCharBox": None,
    "FPDFText_GetCharOrigin": None,
    "FPDFText_GetTextObject": _ADDRESS,
    "FPDFText_GetFontSize": ctypes.c_double,
    "FPDFText_GetMatrix": None,
    "FPDFTextObj_GetFont": _ADDRESS,
    "FPDFTextObj_GetTextRenderMode": _INT,
    "FPDFFont_GetBaseFontName": _ADDRESS,
    "FPDFFont_GetWeight": _INT,
    "FPDFFont_GetGlyphWidth": None,
    "FPDFPage_CountObjects": _INT,
    "FPDFPage_GetObject": Handle,
    "FPDFPage_GetRotation": _INT,
    "FPDF_GetPageBoundingBox": None,
    "FPDFPage_GetMediaBox": None,
    "FPDFFormObj_CountObjects": _INT,
    "FPDFFormObj_GetObject": Handle,
    "FPDFPageObj_GetType": _INT,
    "FPDFPageObj_GetBounds": None,
    "FPDFPageObj_GetMatrix": None,
    "FPDFPageObj_GetFillColor": None,
    "FPDFPageObj_GetStrokeColor": None,
    "FPDFPageObj_GetStrokeWidth": None,
    "FPDFPageObj_HasTransparency": _INT,
    "FPDFPageObj_GetClipPath": Handle,
    "FPDFClipPath_CountPaths": _INT,
    "FPDFClipPath_CountPathSegments": _INT,
    "FPDFClipPath_GetPathSegment": Handle,
    "FPDFPath_CountSegments": _INT,
    "FPDFPath_GetPathSegment": Handle,
    "FPDFPath_GetDrawMode": None,
    "FPDFPathSegment_GetPoint": None,
    "FPDFPathSegment_GetType": _INT,
    "FPDFPathSegment_GetClose": _INT,
}
_BOLD = re.compile(r"(?i:bold|heavy|black)|-[Ww][6-9]|(?:ゴシック|明朝)(?:体)?[-－]?(?:E|EB|UB)$")
_ROOM = 512
"""Calls whose results wait in the buffers at one time."""


@cache
def _functions() -> dict[str, Callable[..., Any]]:
    from pypdfium2 import raw

    addresses = {name: ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0 for name in _RESULTS}
    return {name: ctypes.PYFUNCTYPE(result)(addresses[name]) for name, result in _RESULTS.items()}


@cache
def _room() -> tuple[Floats, list[list[Any]]]:
    """Rows of eight floats that answers are written to, and pointers to each, by column."""
    room = np.zeros((_ROOM, 8), np.float32)
    start = room.ctypes.data
    return room, [pointers(range(start + 4 * column, start + 32 * _ROOM, 32)) for column in range(8)]


class Pdfium:
    """The C functions this reader needs, with buffers that every page reuses (one instance per document)."""

    def __init__(self) -> None:
        self.__dict__.update(_functions())
        self._room, self._slots = _room()
        self._fonts: dict[int, tuple[str, bool]] = {}

    def __getattr__(self, name: str) -> Any:  # the functions set in __init__, for the type checker
        raise AttributeError(name)

    def results(
        self, function: Callable[..., None], *arguments: Sequence[Any], columns: Sequence[int] = (0,)
    ) -> Floats:
        """Calls `function` with the k-th of each of `arguments` and pointers to the given columns of the k-th row.

        Returns the rows: n×8 floats of 4 bytes, which `view` turns into integers, or into doubles two columns wide, where the
        function writes such; what a call does not write is 0.
        """
        count = min(map(len, arguments))
        rows = np.zeros((count, 8), np.float32)
        for first in range(0, count, _ROOM):
            stretch = rows[first : first + _ROOM]
            room = self._room[: len(stretch)]
            room[:] = 0
            places = [self._slots[column] for column in columns]
            deque(map(function, *(values[first : first + _ROOM] for values in arguments), *places), maxlen=0)
            stretch[:] = room
        return rows

    def font(self, handle: int) -> tuple[str, bool]:
        """A font's address → its name and whether it is bold, by weight or by name."""
        if not handle:
            return ("", False)
        if handle not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            self.FPDFFont_GetBaseFontName(Handle(handle), buffer, ctypes.c_size_t(256))
            try:
                name = buffer.value.decode("utf-8")
            except UnicodeDecodeError:  # Windows names its fonts in Shift_JIS: HG創英角ｺﾞｼｯｸUB
                name = buffer.value.decode("cp932", "replace")
            named = _BOLD.search(unicodedata.normalize("NFKC", name)) is not None
            self._fonts[handle] = (name, named or self.FPDFFont_GetWeight(Handle(handle)) >= 600)
        return self._fonts[handle]


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def times(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that applies `m` first and `n` after it."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def matrix_of(lib: Pdfium, obj: Handle) -> Matrix:
    """A page object's own matrix (form objects: from form space to the space around it)."""
    a, b, c, d, e, f = lib.results(lib.FPDFPageObj_GetMatrix, [obj])[0, :6].tolist()
    return (a, b, c, d, e, f)


def box_through(box: Box, m: Matrix) -> Box:
    """The upright box around `box` after the matrix."""
    xs = [m[0] * x + m[2] * y + m[4] for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [m[1] * x + m[3] * y + m[5] for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))
