"""Counts what pages hold once every form on them is drawn: forms that draw forms ten times each, nine deep, are a bomb."""

from __future__ import annotations

import io
import re
from typing import Any

_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")  # /Fm0 Do
FORM_COST = 400
"""A form that is drawn takes as long as so many bytes of content do."""
_DEEPEST = 40
"""Forms in forms that pdfium reads."""


def longest_page(data: bytes, password: str | None) -> int:
    """A PDF's bytes → the bytes of content on its longest page, with those of each form as often as it is drawn."""
    import pikepdf

    lengths: dict[tuple[int, int], int] = {}
    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
        return max((_length(page.obj, _content(page.obj), {}, lengths, 0) for page in pdf.pages), default=0)


def _content(page: Any) -> bytes:
    import pikepdf

    contents = page.get("/Contents", pikepdf.Array())
    return b"\n".join(one.read_bytes() for one in (contents if isinstance(contents, pikepdf.Array) else [contents]))


def _length(holder: Any, content: bytes, around: Any, lengths: dict[tuple[int, int], int], depth: int) -> int:
    """The bytes of a page's or form's content and of the forms it draws, of its own resources or of those `around` it.

    `lengths` are those of the forms known so far: one that draws itself ends there.
    """
    total = len(content)
    resources = holder.get("/Resources", around)
    forms = resources.get("/XObject", {})
    for name in _DRAWN.findall(content) if depth < _DEEPEST else ():
        form = forms.get("/" + name.decode("latin-1"))
        if form is None or form.get("/Subtype") != "/Form":
            continue
        key = form.objgen
        if key not in lengths:
            lengths[key] = FORM_COST
            lengths[key] += _length(form, form.read_bytes(), resources, lengths, depth + 1)
        total += lengths[key]
    return total
