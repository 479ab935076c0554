"""Bytes → Document: the bytes themselves, not a file's name, decide which reader takes them."""

from __future__ import annotations

import re

from pipeline.records import Document, DocumentRefused

# <!doctype html>, <html …>, <meta …>: a page
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)(?:\s[^<>]*)?/?>", re.I)
# <br>, <b>: what a text may hold too, and a file that is called .html holds as markup
_TAG = re.compile(rb"<(?:span|strong|br|a|font|center|[bpiu])(?:\s[^<>]*)?/?>", re.I)
# <p><strong>… at the very start, or a block that is closed (…</p>): a fragment of a page
_FRAGMENT = re.compile(
    rb"^[\s\xef\xbb\xbf]*<(?:article|section|main|div|span|p|h[1-6]|ul|ol|dl|table|details|strong|br|a|font|center|form)(?:\s[^<>]*)?/?>"
    rb"|</(?:article|section|main|div|p|h[1-6]|ul|ol|li|dl|table|tr|t[dh]|details|form)>",
    re.I,
)
# MIME-Version: 1.0 … Content-Type: multipart/related: a page with its pictures saved as one file, or a mail
_MAIL = re.compile(rb"[\w-]+:.*?^Content-Type:\s*multipart/", re.I | re.M | re.S)
_XML = re.compile(rb"^\s*<\?xml")
_KINDS = (
    (b"PK\x03\x04", "ZIP(Excel・Word などの Office 文書を含む)"),
    (b"\xd0\xcf\x11\xe0", "古い形式の Office 文書"),
    (b"\x89PNG", "画像(PNG)"),
    (b"\xff\xd8\xff", "画像(JPEG)"),
    (b"GIF8", "画像(GIF)"),
    (b"\x1f\x8b", "gzip で圧縮されたファイル"),
    (b"{\\rtf", "RTF 文書"),
)


def parse_document(data: bytes, *, name: str, media_type: str | None = None, password: str | None = None) -> Document:
    """A file's bytes → its blocks, by the reader that fits the bytes: PDF, HTML or plain text.

    `media_type` is what the server said (its charset parameter is used for HTML). Raises DocumentRefused, one Japanese line
    naming the file, for an empty file, another type, and HTML or text where a PDF was due.
    """
    if not data.strip():
        raise DocumentRefused(f"{name}: 空のファイルです")
    if is_pdf(data):
        from pipeline.parse.pdf import parse_pdf

        return parse_pdf(data, name=name, password=password)
    for signature, kind in _KINDS:
        if data.startswith(signature):
            raise DocumentRefused(f"{name}: {kind}は読めません(PDF・HTML・テキストを指定してください)")
    if _MAIL.match(data[:4096]):
        raise DocumentRefused(
            f"{name}: MHTML(ページを一つに保存したファイル)やメールは読めません。HTML で保存してください"
        )
    kind = (media_type or "").partition(";")[0].strip().lower()
    due_pdf = kind == "application/pdf" or name.lower().endswith(".pdf")
    head = data[:4096].replace(b"\0", b"")
    is_html = _is_html(head, name) or kind in ("text/html", "application/xhtml+xml")
    if due_pdf:
        what = "中身が HTML です" if is_html else "PDF ではありません(先頭に %PDF- がありません)"
        raise DocumentRefused(f"{name}: {what}")
    if _is_binary(data):
        raise DocumentRefused(f"{name}: 文書ではないバイナリデータです")
    if is_html:
        from pipeline.parse.html import parse_html

        return parse_html(data, name=name, declared_charset=_charset(media_type))
    if _XML.match(head):
        raise DocumentRefused(f"{name}: HTML ではない XML は読めません")
    from pipeline.parse.text import parse_text

    return parse_text(data, name=name)


def is_pdf(data: bytes) -> bool:
    """Whether bytes are given to the PDF reader: they say so at, or near, their start."""
    return b"%PDF-" in data[:1024]


def _is_html(head: bytes, name: str) -> bool:
    """Whether bytes are markup: a page, a fragment with blocks, or any tag where the file's name says so."""
    if _PAGE.search(head) or _FRAGMENT.search(head):
        return True
    return name.lower().endswith((".html", ".htm")) and bool(_TAG.search(head))


def _charset(media_type: str | None) -> str | None:
    """The charset parameter of a media type: `text/html; charset=Shift_JIS` → Shift_JIS."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type or "", re.I)
    return match.group(1) if match else None


def _is_binary(data: bytes) -> bool:
    """True for bytes with control characters that no text has (UTF-16 is told by its byte-order mark or its blanks)."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    nulls = head.count(b"\0")
    if nulls > len(head) // 20:  # a few are a slip of a program, which browsers pass over
        return not (
            nulls > len(head) // 8
            and (not any(head[0::2]) or not any(head[1::2]) or min(head[0::2].count(0), head[1::2].count(0)) == 0)
        )
    controls = sum(head.count(bytes([code])) for code in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return controls > len(head) // 100
