"""What of an HTML page is no content: site furniture and unseen blocks, told by structure and never by a theme's class names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.parse.html_toggles import Toggles
from pipeline.parse.html_tree import Node, Page
from pipeline.parse.html_words import INVISIBLE, is_hidden, line_of, words_of

_SITE = frozenset(("nav", "header", "footer", "aside", "search"))
_SITE_ROLES = frozenset(
    (
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "menu",
        "menubar",
        "dialog",
        "alertdialog",
        "complementary",
        "doc-toc",
    )
)
# .acd-content { display: none }, #menu.hidden{…}: one rule of a style sheet
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
# div.acd-content, .sr-only, #panel: the simple selectors that are followed here
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?[.#][\w-]+$", re.IGNORECASE)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SHOWN = re.compile(r"display\s*:\s*(?!none)|visibility\s*:\s*visible|opacity\s*:\s*1")
# twitter.com/share, facebook.com/sharer.php, b.hatena.ne.jp/add, line.me/R/msg: addresses that only share a page
_SHARE = re.compile(
    r"//(?:[\w.]*twitter\.com/(?:share|intent)|x\.com/intent|[\w.]*facebook\.com/(?:share|dialog)|[\w.]*line\.me/(?:R/msg|lineit)"
    r"|b\.hatena\.ne\.jp|getpocket\.com)"
)
# aria-controls="p1", data-bs-target="#p1", href="#p1": the panel a control opens
_CONTROLS = re.compile(r"""(?:aria-controls=|data-(?:bs-)?target=["']?#|href=["']?#)["']?([\w-]+)""")
# 目次, Contents, この記事の内容: what stands above a table of contents
_CONTENTS = re.compile(
    r"^\W*(?:目次|もくじ|contents|index|table of contents|.{0,8}の内容|閉じる|開く|表示|非表示|hide|show|[\[\]\s])*\W*$",
    re.IGNORECASE,
)


def hiding_rules(styles: str) -> frozenset[str]:
    """Style sheets → the simple selectors (.sr-only, #x, div.y) whose elements nobody sees.

    A selector that another rule shows again (`:checked ~ .panel`, `.is-open .panel`) is a toggle's and hides nothing for good.
    """
    if not INVISIBLE.search(styles):
        return frozenset()
    rules = [
        (selector.strip(), body)
        for selectors, body in _RULE.findall(_MEDIA.sub("", styles))
        for selector in selectors.split(",")
    ]
    shown = [selector for selector, body in rules if _SHOWN.search(body)]
    return frozenset(
        selector
        for selector, body in rules
        if _SIMPLE.match(selector)
        and INVISIBLE.search(body)
        and not any(selector in other and other != selector for other in shown)
    )


def find_dropped(page: Page, toggles: Toggles, hidden: frozenset[str]) -> set[Node]:
    """The nodes of a page to leave out: navigation, banner, footer, side columns, tables of contents, share buttons, unseen blocks."""
    dropped = {
        node for node in page.containers if node.tag in _SITE and _is_site(node) and node.size * 2 <= page.body.size
    }
    unseen: list[Node] = []
    for node in page.marked:
        attributes = node.attributes
        if "role=" in attributes and (node.get("role") or "") in _SITE_ROLES and node.size * 2 <= page.body.size:
            dropped.add(node)
        elif is_hidden(node.tag, attributes, hidden):
            unseen.append(node)
    if unseen:
        panels, controlled = toggles.panels(), _controlled(page)
        dropped.update(node for node in unseen if not _opens(node, panels, controlled))
    dropped.update(_with_caption(node) for node in page.containers if node.tag in ("ul", "ol") and _is_contents(node))
    dropped.update(node for node in page.nodes if node.content and "<a" in node.content and _is_share(node.content))
    return dropped


def find_content(page: Page, dropped: set[Node]) -> Node:
    """The node that holds the content: the one `main` where little is said outside of it, else the body.

    Adds to `dropped` what stands outside the column of running text and is mostly links, and links above the first h1.
    """
    mains = [
        node
        for node in page.containers
        if node.tag == "main" or ("role=" in node.attributes and node.get("role") == "main")
    ]
    content = page.body
    if len(mains) == 1 and _outside(mains[0], dropped) * 2 <= mains[0].size:
        content = mains[0]
    else:
        _drop_side_columns(content, dropped)
    _drop_above_title(page, content, dropped)
    return content


def size_of(node: Node) -> int:
    """How many characters the source of a node's words has, tags left out (a quick measure, not the words)."""
    if node.content is not None:
        return _visible(node.content)
    return sum(_visible(child) if isinstance(child, str) else size_of(child) for child in node.children)


def link_size(node: Node) -> int:
    """How many characters of a node stand in links."""
    if node.content is not None:
        return _linked(node.content)
    return sum(_linked(child) if isinstance(child, str) else link_size(child) for child in node.children)


def _visible(source: str) -> int:
    return len(source) if "<" not in source else len(line_of(words_of(source)[0]))


def _linked(source: str) -> int:
    return sum(len(anchor.words) for anchor in words_of(source)[1]) if "<a" in source else 0


def _is_site(node: Node) -> bool:
    """True for furniture of the site; a header or footer of an article, and what holds the article, are content."""
    if node.tag in ("header", "footer"):
        return not any(up.tag in ("main", "article", "section") for up in node.ancestors()) and not any(
            below.tag in ("main", "article") for below in node.nodes()
        )
    return True


def _controlled(page: Page) -> frozenset[str]:
    """The ids that controls name as theirs."""
    sources = [node.attributes for node in page.marked] + [node.content for node in page.nodes if node.content]
    sources += [child for node in page.containers for child in node.children if isinstance(child, str)]
    return frozenset(name for source in sources if "=" in source for name in _CONTROLS.findall(source))


def _opens(node: Node, panels: set[Node], controlled: frozenset[str]) -> bool:
    """True for the panel of a toggle: found as one, named by a control, a tab's, or within `details`."""
    if node in panels or (controlled and node.get("id") in controlled) or node.get("role") == "tabpanel":
        return True
    return any(up.tag == "details" for up in node.ancestors())


def _is_contents(listing: Node) -> bool:
    """True for a list that holds nothing but two or more links into the page itself."""
    first = listing.children[0] if listing.children else None
    if not isinstance(first, Node) or "#" not in (first.content or "#"):
        return False
    leaves = [node for node in listing.nodes() if node.content is not None]
    anchors = [anchor for leaf in leaves for anchor in words_of(leaf.content or "")[1]]
    words = sum(_visible(leaf.content or "") for leaf in leaves)
    return (
        len(anchors) >= 2
        and all(anchor.href.startswith("#") for anchor in anchors)
        and sum(len(a.words) for a in anchors) >= 0.8 * words
    )


def _with_caption(listing: Node) -> Node:
    """The wrapper around a table of contents and its caption (目次), where it holds nothing else."""
    node = listing
    while node.parent is not None and node.parent.tag in (
        "div",
        "nav",
        "section",
        "details",
        "aside",
        "li",
        "ul",
        "ol",
    ):
        rest = [child for child in node.parent.children if child is not node]
        if not all(_CONTENTS.match(_words(child)) for child in rest):
            break
        node = node.parent
    return node


def _words(child: Node | str) -> str:
    if isinstance(child, str):
        return line_of(words_of(child)[0])
    return " ".join(
        [_words(child.content or "") if child.content is not None else "", *(_words(each) for each in child.children)]
    ).strip()


def _is_share(source: str) -> bool:
    words, anchors = words_of(source)
    return (
        bool(anchors)
        and all(_SHARE.search(anchor.href) for anchor in anchors)
        and len(line_of(words)) <= sum(len(a.words) for a in anchors) + 4
    )


def _outside(content: Node, dropped: set[Node]) -> int:
    """How much is said outside a node, site furniture and links left out."""
    total = 0
    node = content
    while node.parent is not None:
        for sibling in node.parent.children:
            if isinstance(sibling, str):
                total += _visible(sibling) - _linked(sibling)
            elif sibling is not node and sibling not in dropped and sibling.size > 20:
                total += size_of(sibling) - link_size(sibling)
        node = node.parent
    return total


def _drop_side_columns(body: Node, dropped: set[Node]) -> None:
    """Follow the running text (words outside links) down to its column; what stands beside it and is mostly links goes."""
    node = body
    while True:
        children = [child for child in node.children if isinstance(child, Node) and child not in dropped]
        if not children:
            return
        said = {child: size_of(child) - link_size(child) for child in children}
        column = max(children, key=lambda child: said[child])
        if said[column] < 0.7 * sum(said.values()) or column.content is not None:
            return
        for child in children:
            if child is not column and not _has_title(child) and link_size(child) >= 0.5 * (size_of(child) or 1):
                dropped.add(child)
        node = column


def _has_title(node: Node) -> bool:
    return node.tag == "h1" or any(below.tag == "h1" for below in node.nodes())


def _drop_above_title(page: Page, content: Node, dropped: set[Node]) -> None:
    """Link-only blocks above the page's title are no content: breadcrumbs, skip links, menus; neither is a title that links home."""
    titles = [
        node
        for node in page.nodes
        if node.tag == "h1" and content in node.ancestors() and dropped.isdisjoint((node, *node.ancestors()))
    ]
    own = [node for node in titles if not _links_home(node)]
    if not own:
        return
    dropped.update(node for node in titles if node not in own)
    for node in _until(content, own[0]):
        sources = (
            [node.content] if node.content is not None else [child for child in node.children if isinstance(child, str)]
        )
        size = sum(_visible(source) for source in sources)
        if size and sum(_linked(source) for source in sources) >= 0.5 * size:
            dropped.add(node)


def _links_home(title: Node) -> bool:
    words, anchors = words_of(title.content or "")
    return (
        len(anchors) == 1
        and anchors[0].words == line_of(words)
        and re.fullmatch(r"(?:https?://[^/]+)?(?:/|\.{1,2}/|/?index\.\w+)*", anchors[0].href) is not None
    )


def _until(content: Node, stop: Node) -> Iterator[Node]:
    """The nodes below `content` that begin before `stop` and do not hold it."""
    above = set(stop.ancestors())
    for node in content.nodes():
        if node is stop:
            return
        if node not in above:
            yield node
