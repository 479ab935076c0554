"""A page tree that says fewer pages than hang on it → the same document with a tree that says them all."""

from __future__ import annotations

import io


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
