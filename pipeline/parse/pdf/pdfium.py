"""pdfium's C interface as this reader needs it: plain integers for handles, results in buffers that are reused.

Speed comes from three habits: own prototypes (no pointer objects), one float buffer for all boxes of a page, and `map`
over the calls, so that no Python frame runs per glyph (0.25 µs a call).
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from pipeline.records import Box

_POINTER, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint
_PROTOTYPES: dict[str, tuple[Any, ...]] = {
    "FPDFText_LoadPage": (_POINTER, _POINTER),
    "FPDFText_ClosePage": (None, _POINTER),
    "FPDFText_CountChars": (_INT, _POINTER),
    "FPDFText_GetUnicode": (_UINT, _POINTER, _INT),
    "FPDFText_GetLooseCharBox": (_INT, _POINTER, _INT, _POINTER),
    "FPDFText_GetCharOrigin": (_INT, _POINTER, _INT, _POINTER, _POINTER),
    "FPDFText_GetCharBox": (_INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER),
    "FPDFText_GetTextObject": (ctypes.c_size_t, _POINTER, _INT),
    "FPDFText_GetFontSize": (ctypes.c_double, _POINTER, _INT),
    "FPDFText_GetMatrix": (_INT, _POINTER, _INT, _POINTER),
    "FPDFText_HasUnicodeMapError": (_INT, _POINTER, _INT),
    "FPDFTextObj_GetFont": (_POINTER, _POINTER),
    "FPDFTextObj_GetTextRenderMode": (_INT, _POINTER),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t),
    "FPDFFont_GetWeight": (_INT, _POINTER),
    "FPDFPage_CountObjects": (_INT, _POINTER),
    "FPDFPage_GetObject": (_POINTER, _POINTER, _INT),
    "FPDFPage_GetRotation": (_INT, _POINTER),
    "FPDF_GetPageBoundingBox": (_INT, _POINTER, _POINTER),
    "FPDFFormObj_CountObjects": (_INT, _POINTER),
    "FPDFFormObj_GetObject": (_POINTER, _POINTER, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_INT, _POINTER),
    "FPDFPageObj_GetBounds": (_INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER),
    "FPDFPageObj_GetMatrix": (_INT, _POINTER, _POINTER),
    "FPDFPageObj_GetFillColor": (_INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER),
    "FPDFPageObj_GetStrokeWidth": (_INT, _POINTER, _POINTER),
    "FPDFPageObj_HasTransparency": (_INT, _POINTER),
    "FPDFPageObj_GetClipPath": (_POINTER, _POINTER),
    "FPDFClipPath_CountPaths": (_INT, _POINTER),
    "FPDFClipPath_CountPathSegments": (_INT, _POINTER, _INT),
    "FPDFClipPath_GetPathSegment": (_POINTER, _POINTER, _INT, _INT),
    "FPDFPath_CountSegments": (_INT, _POINTER),
    "FPDFPath_GetPathSegment": (_POINTER, _POINTER, _INT),
    "FPDFPath_GetDrawMode": (_INT, _POINTER, _POINTER, _POINTER),
    "FPDFPathSegment_GetPoint": (_INT, _POINTER, _POINTER, _POINTER),
    "FPDFPathSegment_GetType": (_INT, _POINTER),
    "FPDFPathSegment_GetClose": (_INT, _POINTER),
}


class Pdfium:
    """The C functions this reader needs, with buffers that every page reuses (one instance per document)."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        for name, (result, *arguments) in _PROTOTYPES.items():
            address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
            setattr(self, name, ctypes.CFUNCTYPE(result, *arguments)(address or 0))
        self.floats = np.zeros(8, np.float32)
        self.ints = np.zeros(8, np.int32)
        self.doubles = np.zeros(4, np.float64)
        self.f = [self.floats.ctypes.data + 4 * k for k in range(8)]
        self.i = [self.ints.ctypes.data + 4 * k for k in range(8)]
        self.d = [self.doubles.ctypes.data + 8 * k for k in range(4)]
        # the same buffers as memoryviews: an element costs a third of numpy's
        self.float_view, self.int_view = self.floats.data, self.ints.data
        self.four_floats, self.four_ints = self.float_view[:4], self.int_view[:4]
        self.boxes = np.zeros((0, 4), np.float32)
        self.slots: list[int] = []
        self._fonts: dict[int, tuple[str, bool]] = {}

    def __getattr__(self, name: str) -> Any:  # the prototypes set in __init__, for the type checker
        raise AttributeError(name)

    def room_for(self, count: int) -> list[int]:
        """Addresses of at least `count` four-float slots of `boxes`, which grows as needed."""
        if count > len(self.boxes):
            self.boxes = np.zeros((count + 1024, 4), np.float32)
            base = self.boxes.ctypes.data
            self.slots = [base + 16 * k for k in range(len(self.boxes))]
        return self.slots

    def font(self, handle: int | None) -> tuple[str, bool]:
        """A font's handle → its name and whether it is bold, by weight or by name."""
        if not handle:
            return ("", False)
        if handle not in self._fonts:
            buffer = ctypes.create_string_buffer(256)
            self.FPDFFont_GetBaseFontName(handle, ctypes.addressof(buffer), 256)
            name = buffer.value.decode("utf-8", "replace")
            lowered = name.lower()
            named = any(word in lowered for word in ("bold", "heavy", "black", "-w6", "-w7", "-w8", "-w9", "ゴシックe"))
            self._fonts[handle] = (name, named or self.FPDFFont_GetWeight(handle) >= 600)
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


def matrix_of(lib: Pdfium, obj: int) -> Matrix:
    """A page object's own matrix (form objects: from form space to the space around it)."""
    lib.FPDFPageObj_GetMatrix(obj, lib.f[0])
    a, b, c, d, e, f = lib.floats[:6].tolist()
    return (a, b, c, d, e, f)


def box_through(box: Box, m: Matrix) -> Box:
    """The upright box around `box` after the matrix."""
    xs = [m[0] * x + m[2] * y + m[4] for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [m[1] * x + m[3] * y + m[5] for x in (box[0], box[2]) for y in (box[1], box[3])]
    return (min(xs), min(ys), max(xs), max(ys))
