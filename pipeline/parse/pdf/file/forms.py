"""What pages hold in content: whether it is whole, and how much once every form is drawn (ten times each, nine deep: a bomb)."""

from __future__ import annotations

import io
import re
from typing import Any

from pipeline.parse.pdf.content import DEEPEST_FORM

_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")  # /Fm0 Do
_OPERATOR = re.compile(rb"(?:^|[\s\])>])(?:[A-Za-z]{1,3}[01*]?|['\"])\Z")  # ET, f*, T*, d1, Q
_WORDS = re.compile(rb"[\s!-~]{8}")  # /P <</MCID 0 >>BDC; a palette or a function begins with other bytes
_TAIL = 64
FORM_COST = 400
"""A form that is drawn takes as long as so many bytes of content do."""
_ENDLESS = 1 << 40


def breaks_off(content: bytes) -> bool:
    """Whether what a page or form draws ends in the middle of an operation or of a text object."""
    last = content[-_TAIL:].rstrip(b"\0\t\n\f\r ")
    if not last or b"%" in last or not _WORDS.match(content):
        return False
    return content.rfind(b"BT") > content.rfind(b"ET") or _OPERATOR.search(last) is None


def count_broken_off(data: bytes, password: str | None) -> int:
    """A PDF's bytes → how many of its pages have a content that breaks off."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
        return sum(breaks_off(_content(page.obj)) for page in pdf.pages)


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

    `lengths` are those of the forms known so far: one that draws itself ends there. Those that pdfium
    passes over are endless.
    """
    if depth > DEEPEST_FORM:
        return _ENDLESS
    total = len(content)
    resources = holder.get("/Resources", around)
    forms = resources.get("/XObject", {})
    for name in _DRAWN.findall(content):
        form = forms.get("/" + name.decode("latin-1"))
        if form is None or form.get("/Subtype") != "/Form":
            continue
        key = form.objgen
        if key not in lengths:
            lengths[key] = FORM_COST
            lengths[key] += _length(form, form.read_bytes(), resources, lengths, depth + 1)
        total += lengths[key]
    return total
