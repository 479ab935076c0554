"""Where the content of an HTML page is, and what around and within it leads elsewhere."""

from __future__ import annotations

import re

from pipeline.parse.html.measure import Measure, measure, measure_source, names_files, words_in
from pipeline.parse.html.parts import is_calendar, is_frame, links_in
from pipeline.parse.html.rims import SENTENCE, copyright_of, drop_other_pages, drop_rims
from pipeline.parse.html.tags import HEADINGS
from pipeline.parse.html.titles import is_trail, leads_home, named_title, nodes_before, opens_title, own_titles
from pipeline.parse.html.tree import Node, Page

_KEPT = frozenset(("table", "h1"))
_KEPT_ABOVE = frozenset(("table", *HEADINGS))
"""What no menu holds, beside the text and above its parts: but for the name of the site, a heading that leads home."""
_LISTS = frozenset(("ul", "ol", "dl"))
# 参考リンク, 参考資料, 関連リンク, 外部サイト: headings of links that a page refers to
_REFERENCES = re.compile(r"\W*(?:参考.{0,12}|(?:関連|外部)(?:リンク|サイト|ホームページ)集?)\W*")
# 申請フォームはこちら, 募集要項・様式のダウンロード: links that a call ends with
_APPLYING, _FEW_LINKS = re.compile(r"申請|申込|申し込み|応募|要[綱領項]|様式|ダウンロード|チラシ|フォーム"), 2
_MENU_WORDS = 120
"""A menu has at most this many characters outside its links."""


def find_content(page: Page, dropped: set[Node]) -> list[Node]:
    """The nodes that hold the content: the one innermost `main` where little is said outside of it, with a title above it; else the body.

    Adds to `dropped` what stands beside the column of running text and is nearly all links, what leads to the title, and
    what follows the content.
    """
    mains = [node for node in page.containers if node.tag == "main"]
    for (tag, attributes), nodes in page.dressed.items():
        if "role=" in attributes and tag != "main" and nodes[0].get("role") == "main":
            mains += [node for node in nodes if node.children]
    around = {up for node in mains for up in node.ancestors()}
    mains = [node for node in mains if node not in around]
    if len(mains) == 1 and _said_outside(mains[0], dropped) * 2 <= mains[0].size:
        titles, names = own_titles(page, mains[0], dropped)
        above = [] if titles else _title_above(page, mains[0], dropped)
        content = [*above, mains[0]]
        title = titles[0] if titles else None
    else:
        named = named_title(page, dropped)
        _drop_side_columns(page, named, dropped)
        titles, names = own_titles(page, page.root, dropped)
        is_named = (
            named is not None
            and titles
            and not opens_title(titles[0], page)
            and titles[0] in nodes_before(page.root, named)
        )
        title = named if is_named or not titles else titles[0]
        drop_rims(page, title, dropped)
        content = [page.root]
    if title is not None:
        dropped.update(names)
        _drop_above_title(content[-1], title, dropped)
    drop_other_pages(page, title, dropped, plain=content == [page.root])
    return content


def _title_above(page: Page, main: Node, dropped: set[Node]) -> list[Node]:
    """The title of a page that stands above its main part: the one there, or the one that its `title` element begins with."""
    titles, _ = own_titles(page, page.root, dropped)
    above = [node for node in titles if node in nodes_before(page.root, main)]
    return (above if len(above) == 1 else [node for node in above if opens_title(node, page)])[:1]


def _said_outside(content: Node, dropped: set[Node]) -> int:
    """How much is said outside a node, furniture and links left out."""
    total = 0
    node = content
    while node.parent is not None:
        for sibling in node.parent.children:
            if isinstance(sibling, str):
                total += measure_source(sibling).said
            elif sibling is not node and sibling not in dropped:
                total += measure(sibling, {}).said
        node = node.parent
    return total


def _drop_side_columns(page: Page, named: Node | None, dropped: set[Node]) -> None:
    """Follow the running text (words outside links) down to its column; what stands beside it and is nearly all links goes.

    Headings tell nothing of a column: 関連する制度 above a list of links is none of the text, nor are the days of a calendar.
    `named` is the heading that the page's `title` element names.
    """
    nothing = Measure(0, 0)
    headings = [node for node in page.nodes if node.tag in HEADINGS]
    known = dict.fromkeys((*dropped, *headings, *filter(is_calendar, page.containers)), nothing)
    titles = [node for node in headings if node is named or (node.tag == "h1" and not leads_home(node))]
    holders = {up for node in titles for up in (node, *node.ancestors())}
    foot = copyright_of(page)
    foots = {foot, *foot.ancestors()} if foot is not None else set()
    is_framed = False
    node = page.root
    while True:
        children = [child for child in node.children if isinstance(child, Node) and child not in dropped]
        said = {child: measure(child, known).said for child in children}
        is_framed = is_framed or any(child.tag == "table" and is_frame(child, page.root) for child in children)
        text = {*HEADINGS, "p"} if is_framed else {*HEADINGS, "p", "table"}
        if not children or any(child.tag in text and (child.tag != "p" or said[child]) for child in children):
            return
        if any(said[child] >= SENTENCE and _is_sentence(child) for child in children):
            return
        titled = next((child for child in children if child in holders), None)
        told = [child for child in children if titled is None or child is titled or child not in foots]
        column = max(told, key=lambda child: said[child])
        if (block := _unboxed(column)).content is not None or block.tag in _LISTS:
            return
        is_column = said[column] >= 0.6 * sum(said[child] for child in told)
        most = min(_MENU_WORDS, said[column] - 1)
        first = next(number for number, child in enumerate(children) if child is titled or said[child] > most)
        last = children.index(column)
        above = last if titled is None else min(last, children.index(titled))
        after = children[last + 1 :] if is_column else []
        after = [child for child in after if not _is_reference(child)]
        beside = [*children[:above], *after] if is_column else children[:first]
        kept = _KEPT if is_column else _KEPT_ABOVE
        dropped.update([child for child in beside if _is_menu(child, known, kept - {"table"} if is_framed else kept)])
        if not is_column:
            return  # parts one below the other
        node = column


def _unboxed(node: Node) -> Node:
    """The node within the boxes around it that hold nothing else."""
    while len(node.children) == 1 and node.tag == "div" and isinstance(node.children[0], Node):
        node = node.children[0]
    return node


def _is_sentence(box: Node) -> bool:
    block = _unboxed(box)
    return block.tag == "p" and "。" in words_in(block)


def _is_reference(node: Node) -> bool:
    """Whether a part below the text has a heading that makes its links part of the text, or leads to a form and little else."""
    headings = [words_in(below) for below in node.nodes() if below.tag in HEADINGS]
    if headings:
        return any(map(_REFERENCES.fullmatch, headings))
    return links_in((node,)) <= _FEW_LINKS and _APPLYING.search(words_in(node)) is not None


def _is_menu(node: Node, known: dict[Node, Measure], kept: frozenset[str]) -> bool:
    """Whether a node beside or above the running text is mostly links, none of them to a file, without an element of the text."""
    found = measure(node, known)
    if found.linked <= found.said or found.said > _MENU_WORDS:
        return False
    is_text = any(
        below.tag in kept and not leads_home(below) and not is_calendar(below) for below in (node, *node.nodes())
    )
    return not is_text and not names_files(node)


def _drop_above_title(content: Node, own: Node, dropped: set[Node]) -> None:
    """What leads to the page's title is no content: breadcrumbs, skip links, menus."""
    title = words_in(own)
    for node in nodes_before(content, own):
        source = (
            node.content
            if node.content is not None
            else " ".join(child for child in node.children if isinstance(child, str))
        )
        if "<a" not in source:
            continue
        found = measure_source(source)
        if found.linked > found.said or is_trail(source, title):
            dropped.add(node)
