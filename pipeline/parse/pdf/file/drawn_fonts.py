"""Names of fonts that draw their letters themselves (Type 3): browsers print CFF fonts so, and pdfium knows them by no name."""

from __future__ import annotations

import re

# /FontName /AAAAAA+NotoSansCJKjp-Bold in 278 0 obj <</Type /FontDescriptor …
_NAME = re.compile(rb"/FontName\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")
_OPENS = re.compile(rb".*?(\d+ \d+) obj\s*<<[^<>]*", re.S)
_TYPE = re.compile(rb"/Subtype\s*/Type3\b")
_DESCRIPTOR = re.compile(rb"/FontDescriptor\s+(\d+ \d+) R")
_NEAR, _FAR = 600, 20_000
"""How far, in bytes, an object's number may stand before a name in a descriptor, and before the type of a font."""
_KEY = b"/BaseFont /"


def with_names(data: bytes) -> bytes:
    """A PDF's bytes → the same with the end of its descriptor's name, which says its weight, as the name of each such font.

    The name takes the place of the reference to the descriptor, so that every byte stays where it was.
    """
    if b"/Type3" not in data:
        return data
    names = {}
    for name in _NAME.finditer(data):
        near = data[max(0, name.start() - _NEAR) : name.start()]
        if opened := _OPENS.fullmatch(near, max(0, near.rfind(b" obj") - 16)):
            names[opened[1]] = name[1]
    named = bytearray(data)
    for font in _TYPE.finditer(data):
        opens, ends = data.rfind(b" obj", 0, font.start()), data.find(b"endobj", font.end())
        found = _DESCRIPTOR.search(data, opens, ends) if font.start() - _FAR < opens and ends > 0 else None
        if found and (name_of := names.get(found[1])):
            start, end = found.span()
            named[start:end] = (_KEY + name_of[-(end - start - len(_KEY)) :]).ljust(end - start)
    return bytes(named)
