"""What of an HTML page is the site's furniture and no content, told by structure and never by a theme's class names."""

from __future__ import annotations

import re

from pipeline.parse.html.measure import inline_source, measure, measure_source, sources_in, words_in
from pipeline.parse.html.parts import SECTIONS
from pipeline.parse.html.rims import HOME, asks_about_page, drop_questions
from pipeline.parse.html.titles import opens_title
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import line_of, words_of

_MENUS = frozenset(["nav", "search", "navigation", "menu", "menubar", "dialog", "alertdialog", "doc-toc"])
_FRAME = frozenset(["header", "footer", "aside", "banner", "contentinfo", "complementary"])
"""Elements and roles of a site: menus are no content anywhere, a frame is none outside the main part."""
_SITE_TAGS = frozenset(["nav", "search", "header", "footer", "aside"])
# twitter.com/share, facebook.com/sharer.php, b.hatena.ne.jp/add, line.me/R/msg: addresses that only share a page
_SHARE = re.compile(
    r"//(?:[\w.]*twitter\.com/(?:share|intent)|x\.com/intent|[\w.]*facebook\.com/(?:share|dialog)|[\w.-]*line\.me/(?:R/msg|lineit)"
    r"|b\.hatena\.ne\.jp|getpocket\.com)"
)
_SHARE_WORDS = 10
"""Such links have so many characters around them: ＜外部リンク＞."""
# 目次, Contents, この記事の内容, ページ内メニュー, [非表示]: what stands above a table of contents
_CONTENTS = re.compile(
    r"^(?:\W|目次|もくじ|contents|index|table of contents|.{0,8}の(?:内容|目次)|ページ内(?:メニュー|リンク|目次)|閉じる|開く|表示|非表示|hide|show)*$",
    re.IGNORECASE,
)
# 1 2 3 … 次へ, « 前の10件 1 2 »: what leads through the pages of a list
_PAGER = re.compile(
    r"(?:[\d\s…・|<>«»‹›]|[次前]の?(?:ページ)?へ?|最[初後]へ?|の\d*件|next|prev(?:ious)?|page)+", re.IGNORECASE
)
# ツイート シェアする LINEで送る 印刷: buttons whose addresses scripts make
_BUTTONS = re.compile(
    r"(?=.*(?:ツイート|シェア|いいね|送る|印刷|コピー))(?:\s|ツイート|ポスト|シェア|いいね|はてブ|印刷|メール|line|facebook|twitter|x|で?送る|する|でシェア|リンクを?コピー|[!！])+",
    re.IGNORECASE,
)
_STEP_WORDS = 3
"""Such steps have so many characters outside their links: ＞."""
_LARGEST_STEP = 100
"""Characters of source that one of its links has at most."""
# <input type="radio" name="q1">, <input name="q">: what a reader fills in, in contrast to hidden values and buttons
_FIELD = re.compile(r"""<input\b(?![^<>]*\btype=["']?(?:hidden|submit|button|image|reset)\b)""")


def find_furniture(page: Page) -> set[Node]:
    """The nodes of a page that are furniture: navigation, banner, footer, table of contents, share buttons, questions to the reader."""
    furniture = {node for node in page.containers if node.tag in _SITE_TAGS and _is_site(node, node.tag, page)}
    for (_, attributes), nodes in page.dressed.items():
        if "role=" in attributes:
            furniture.update(node for node in nodes if _is_site(node, node.get("role") or "", page))
    lists = [node for node in page.containers if node.tag in ("ul", "ol")]
    furniture.update(_with_caption(node) for node in lists if _is_contents(node))
    furniture.update(node for node in lists if _is_controls(node) or _leads_home(node))
    forms = [node for node in page.containers if node.tag == "form" and _asks(node, page)]
    furniture.update(forms)
    drop_questions(forms, page.root, furniture)
    if _SHARE.search(page.source):
        furniture.update(node for node in page.nodes if node.content and _is_share(node.content))
        furniture.update(node for node, _ in page.tagged if len(node.children) == 1 and _is_share(inline_source(node)))
    return furniture


def _is_site(node: Node, kind: str, page: Page) -> bool:
    """True for furniture by its element or role; within the main part an aside is furniture where it is mostly links."""
    if kind in _MENUS:
        return node.size * 2 <= page.root.size
    if kind not in _FRAME or any(below.tag in ("main", "article") for below in node.nodes()):
        return False
    if kind == "header" and any(below.tag == "h1" and opens_title(below, page) for below in node.nodes()):
        return False
    if any(up.tag in ("main", "article") for up in node.ancestors()):
        found = measure(node, {})
        return kind in ("aside", "complementary") and found.linked > found.said
    return node.size * 2 <= page.root.size


def _is_contents(listing: Node) -> bool:
    """True for a list that holds nothing but two or more links into the page itself."""
    first = listing.children[0] if listing.children else None
    if not isinstance(first, Node) or "#" not in (first.content or "#"):
        return False
    leaves = sources_in(listing)
    anchors = [anchor for leaf in leaves for anchor in words_of(leaf)[1]]
    linked = sum(len(anchor.words) for anchor in anchors)
    is_inner = all(anchor.href.startswith("#") for anchor in anchors)
    return len(anchors) >= 2 and is_inner and linked >= 0.8 * sum(sum(measure_source(leaf)) for leaf in leaves)


def _is_controls(listing: Node) -> bool:
    """True for a list of numbers with links to the pages of a longer list, and for one of buttons to share its page."""
    if listing.size > _LARGEST_STEP * len(listing.children):
        return False
    words = words_in(listing)
    is_control = _PAGER.fullmatch(words) or _BUTTONS.fullmatch(words)
    return is_control is not None and any("<a" in leaf for leaf in sources_in(listing))


def _leads_home(listing: Node) -> bool:
    """True for a list that begins with a link to the start of the site and goes on with links alone, but for its last step."""
    first, *others = listing.children or ("",)
    if not others or not isinstance(first, Node) or "<a" not in (first.content or ""):
        return False
    words, anchors = words_of(first.content or "")
    if len(anchors) != 1 or not HOME.fullmatch(line_of(words)) or "。" in words_in(others[-1]):
        return False
    return all(measure(step, {}).said <= _STEP_WORDS for step in others[:-1] if isinstance(step, Node))


def _asks(form: Node, page: Page) -> bool:
    """True for a form that the reader fills in and that holds no part of the page: a questionnaire, a search."""
    if form.size * 2 > page.root.size or any(below.tag in SECTIONS for below in form.nodes()):
        return False
    return any(map(_FIELD.search, sources_in(form))) or asks_about_page(form)


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
        if not all(_CONTENTS.match(words_in(child)) for child in node.parent.children if child is not node):
            break
        node = node.parent
    return node


def _is_share(source: str) -> bool:
    """True for words that are all links to share the page."""
    if not _SHARE.search(source):
        return False
    words, anchors = words_of(source)
    return (
        all(_SHARE.search(anchor.href) for anchor in anchors)
        and len(line_of(words)) <= sum(len(a.words) for a in anchors) + _SHARE_WORDS
    )
