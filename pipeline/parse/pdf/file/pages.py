"""Files put right: a lock taken off, a page tree that says fewer pages than hang on it, pages that inherit their resources."""

from __future__ import annotations

import io
from typing import Any


def without_lock(data: bytes, password: str | None) -> bytes | None:
    """A PDF's bytes → the same without its encryption, so that it can be looked through; None where it has none."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data), password=password or "", attempt_recovery=False) as pdf:
        if not pdf.is_encrypted:
            return None
        rewritten = io.BytesIO()
        pdf.save(rewritten, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return rewritten.getvalue()


def with_all_pages(data: bytes, password: str | None) -> bytes | None:
    """A PDF's bytes → the same pages in a tree whose count is right; None where it is (PDF 32000-1, 7.7.3.2)."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
        if pdf.Root.Pages.get("/Count") == len(pdf.pages):
            return None
        rewritten = io.BytesIO()
        with pikepdf.new() as whole:
            whole.pages.extend(pdf.pages)
            whole.save(rewritten)
    return rewritten.getvalue()


def with_own_resources(data: bytes, password: str | None) -> bytes | None:
    """A PDF's bytes → the same pages, each with its own resources; None where no node above them has any (7.7.3.4).

    pdfium draws annotations into a page with resources of the page's own, and forgets the fonts that it inherited.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data), password=password or "", inherit_page_attributes=False) as pdf:
        if not _shares(pdf.Root.Pages):
            return None
    rewritten = io.BytesIO()
    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:  # gives each page what it inherits
        pdf.save(rewritten)
    return rewritten.getvalue()


def _shares(root: Any) -> bool:
    """Whether a node of the page tree has resources for the pages below it."""
    nodes, seen = [root], set()
    while nodes:
        node = nodes.pop()
        if "/Kids" in node and node.objgen not in seen:
            seen.add(node.objgen)
            if "/Resources" in node:
                return True
            nodes.extend(node.Kids)
    return False
