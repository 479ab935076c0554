"""Draws into a page what annotations show on it, as a viewer does: filled-in form fields, text boxes, stamps, patches."""

from __future__ import annotations

from collections import Counter
from ctypes import c_ulong
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_FREE_TEXT, _LINE, _SQUARE, _POLYGON, _STRIKE_OUT, _STAMP, _WIDGET = 3, 4, 5, 7, 12, 13, 20
_DRAWN = (_FREE_TEXT, _LINE, _SQUARE, _POLYGON, _STRIKE_OUT, _STAMP, _WIDGET)
"""Subtypes that carry words, cover or strike out some; links, markers and notes do none of these."""
_WORDS = {_WIDGET: b"V", _FREE_TEXT: b"Contents"}
"""Where the words of a field or a text box are kept."""
_EMPTY = 2
"""Bytes of an empty string, with its end."""
_MOST = 20_000


def load_page(document: PdfDocument, index: int) -> tuple[PdfPage, Counter[str]]:
    """A document and a page's number from zero → the page with its annotations drawn, and how many of which kind are not.

    A field, a text box or a line through words without an appearance is drawn by some viewers only: it is counted, for the
    maintainer to look.
    """
    from pypdfium2 import raw

    page = document[index]
    count = raw.FPDFPage_GetAnnotCount(page.raw)
    drawn, unseen = False, Counter[str]()
    if count <= 0:
        return page, unseen
    for number in range(min(count, _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        if not annotation:
            continue
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind in _DRAWN:
            if raw.FPDFAnnot_HasKey(annotation, b"AP"):
                drawn = True
            elif kind == _STRIKE_OUT:
                unseen["strike"] += 1
            elif (key := _WORDS.get(kind)) and raw.FPDFAnnot_GetStringValue(annotation, key, None, c_ulong(0)) > _EMPTY:
                unseen["field"] += 1
        raw.FPDFPage_CloseAnnot(annotation)
    if drawn and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
        page.close()
        page = document[index]
    return page, unseen
