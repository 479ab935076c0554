"""HTML of any theme and charset → located, verbatim blocks of its content; site furniture and unseen text stay out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parse.charset import decode
from pipeline.parse.html.content import find_content
from pipeline.parse.html.furniture import find_furniture
from pipeline.parse.html.roles import name_roles
from pipeline.parse.html.tags import attributes_of
from pipeline.parse.html.titles import title_of
from pipeline.parse.html.toggles import find_toggles
from pipeline.parse.html.tree import page_of
from pipeline.parse.html.unseen import find_unseen, hiding_rules
from pipeline.parse.html.walk import Walker
from pipeline.parse.html.words import has_struck
from pipeline.parse.lines import with_ideographs
from pipeline.parse.quick import PausedCollector
from pipeline.records import Block, Document, DocumentRefused, Notice

LARGEST = 32 * 1024 * 1024
"""Bytes of HTML beyond which a document is refused."""

# 404 Not Found, 403 Forbidden, お探しのページは見つかりません: what a server says instead of a page
_ERROR = re.compile(
    r"\bnot found\b|\bforbidden\b|\bbad (?:request|gateway)\b|server error|service unavailable|ページ[はが](?:見つかりません|存在しません)",
    re.IGNORECASE,
)
_ERROR_BLOCKS = 8
"""So many blocks at most make such a page."""
_STRUCK = Notice(
    "warning", "struck-out", "取り消し線の引かれた語句があります(読みませんでした)。まだ有効か確かめてください"
)
# <base href="…">, <link rel="canonical" href="…">, <meta property="og:url" content="…">
_ADDRESS = re.compile(r"<(base|link|meta)\b([^<>]*)>", re.IGNORECASE)


def parse_html(data: bytes, *, name: str, declared_charset: str | None = None, repair: bool = False) -> Document:
    """Bytes of an HTML page → its content as blocks in reading order, with XPath locators that lxml.html resolves.

    `declared_charset` is what the HTTP header said; `repair` takes lxml's tree even where the source is well formed (the
    same blocks, slower). Raises DocumentRefused, naming the file, for a page that is too large, in no known encoding, or
    without any words.
    """
    if len(data) > LARGEST:
        raise DocumentRefused(f"{name}: HTML が大きすぎます({len(data) // 2**20} MB、上限 {LARGEST // 2**20} MB)")
    with PausedCollector():
        return _read(data, name, declared_charset, repair)


def _read(data: bytes, name: str, declared: str | None, repair: bool) -> Document:
    text, notices = decode(data, name=name, declared=declared)
    text = with_ideographs(text, data)
    page, repairs = page_of(text, repair=repair)
    name_roles(page)
    hidden = hiding_rules(page.styles) if page.styles else frozenset()
    toggles = find_toggles(page, hidden)
    dropped = find_furniture(page) | find_unseen(page, toggles, hidden)
    found = find_content(page, dropped)
    walker = Walker(_base(page.head), toggles, dropped, hidden)
    for content in (found, [page.root]):
        for part in content:
            walker.part(part)
        if walker.blocks:
            break  # a main part may hold nothing but pictures: then the page is read
    page.release()
    if not walker.blocks:
        reason = repairs[0].message if repairs else "空のページ、または読み取れる文字のない HTML です"
        raise DocumentRefused(f"{name}: 本文がありません({reason})")
    if len(walker.blocks) <= _ERROR_BLOCKS:
        _refuse_error(name, title_of(page), walker.blocks)
    heading = next((block.text for block in walker.blocks if block.kind == "heading" and block.level == 1), "")
    struck = (_STRUCK,) if has_struck(text) else ()
    said = (*notices, *repairs, *struck)
    return Document(tuple(walker.blocks), "text/html", title=heading or title_of(page), notices=said)


def _refuse_error(name: str, title: str, blocks: Sequence[Block]) -> None:
    """Raises DocumentRefused for the short page that a server gives instead of another."""
    named = (title, *(block.text for block in blocks if block.kind == "heading"))
    if error := next(filter(_ERROR.search, named), ""):
        raise DocumentRefused(f"{name}: 本文がありません(エラーページを保存したもの: {error[:40]})")


def _base(head: str) -> str:
    """The address that relative links start from: base href, canonical link or og:url; "" where none is known."""
    found: dict[str, str] = {}
    for tag, source in _ADDRESS.findall(head):
        attributes = attributes_of(source)
        if tag.lower() == "base":
            found.setdefault("base", attributes.get("href", ""))
        elif attributes.get("rel", "").lower() == "canonical":
            found.setdefault("canonical", attributes.get("href", ""))
        elif attributes.get("property") == "og:url":
            found.setdefault("og", attributes.get("content", ""))
    return found.get("base") or found.get("canonical") or found.get("og") or ""
