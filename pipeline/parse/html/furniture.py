"""What of an HTML page is the site's furniture and no content, told by structure and never by a theme's class names."""

from __future__ import annotations

import re
from collections import defaultdict

from pipeline.parse.html.measure import inline_source, measure, measure_source, names_files, sources_in, words_in
from pipeline.parse.html.parts import SECTIONS
from pipeline.parse.html.rims import HOME, asks_about_page, drop_questions, names_contact
from pipeline.parse.html.tags import AROUND, HEADINGS
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
# よかったらシェアしてね！, シェアする, URLをコピーしました！: what stands beside such links
_SHARE_CAPTION = re.compile(
    r"\W*+(?:.{0,14}シェア(?:する|し(?:てね|よう))?|(?:URL|リンク)?を?コピー(?:する|しました)?|share(?: this)?|copy)?\W*+",
    re.IGNORECASE,
)
# <a rel="prev">, <a href="/2" rel="next">, <a rel="category tag">, and 前の記事 年末の相談会 within one link: what leads to the page
# before or after, or to what it is filed under
_NEIGHBOUR = re.compile(r"""<a\b[^<>]*\brel="(?:prev|next|tag|category)\b""")
_FILED = ('rel="tag', 'rel="category')
_NEIGHBOUR_WORDS = re.compile(r"\W*[前次]の(?:記事|投稿)")
# ≪ お試し住宅の利用者募集 協力隊の募集 ≫
_PAIR = re.compile(r"[≪«←‹].*[≫»→›]", re.DOTALL)
_BACKWARDS = ("≪", "«", "←", "laquo;")
_END = 16_000
"""Characters of source at a page's end, where links to the pages beside stand."""
_LARGEST_PAIR = 600
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
    r"(?=.*(?:ツイート|シェア|いいね|送る|印刷|コピー))(?:\s|ツイート|ポスト|シェア|いいね|リブログ|コメント|はてブ|印刷|メール|line|facebook|twitter|x|で?送る|する|でシェア|リンクを?コピー|[!！])+",
    re.IGNORECASE,
)
# #山村留学 #支援金
_TAGS = re.compile(r"(?:[#＃][^\s#＃]+\s*)+")
_STEP_WORDS = 3
"""Such steps have so many characters outside their links: ＞."""
_LARGEST_STEP = 100
"""Characters of source that one of its links has at most."""
# <input type="radio" name="q1">, <input name="q">: what a reader fills in, in contrast to hidden values and buttons
_FIELD = re.compile(r"""<input\b(?![^<>]*\btype=["']?(?:hidden|submit|button|image|reset)\b)""")


def find_furniture(page: Page) -> set[Node]:
    """The nodes of a page that are furniture: navigation, banner, footer, table of contents, share buttons, questions to the reader."""
    by_tag: dict[str, list[Node]] = defaultdict(list)
    for node in page.containers:
        by_tag[node.tag].append(node)
    furniture = {node for tag in _SITE_TAGS for node in by_tag[tag] if _is_site(node, tag, page)}
    asked = [node for node in by_tag["footer"][:-1] if node in furniture and names_contact(node)]
    furniture.difference_update(asked)  # whom to ask about the page, above the foot of the site
    for (_, attributes), nodes in page.dressed.items():
        if "role=" in attributes:
            furniture.update(node for node in nodes if _is_site(node, node.get("role") or "", page))
    lists = [*by_tag["ul"], *by_tag["ol"]]
    furniture.update(_with_caption(node) for node in lists if _is_contents(node))
    furniture.update(node for node in lists if _is_controls(node) or _leads_home(node))
    forms = [node for node in by_tag["form"] if _asks(node, page)]
    furniture.update(forms)
    drop_questions(forms, page.root, furniture)
    if _SHARE.search(page.source):
        furniture.update(_shares(page))
    furniture.update(node for node in by_tag[AROUND] if _is_neighbour(node) or _is_closed(node))
    end = page.source[-_END:]
    if any(sign in end for sign in _BACKWARDS):
        furniture.update(node for node in page.nodes if _is_pair(node))
    if any(rel in end for rel in ('rel="prev', 'rel="next')) or any(rel in page.source for rel in _FILED):
        furniture.update(node for node in page.nodes if _leads_beside(node, inline_source(node)))
    return furniture


def _is_site(node: Node, kind: str, page: Page) -> bool:
    """True for furniture by its element or role; within the main part an aside is furniture where it is mostly links."""
    if kind in _MENUS:
        return node.size * 2 <= page.root.size
    if kind not in _FRAME or any(below.tag in ("main", "article") for below in node.nodes()):
        return False
    if kind == "header" and any(below.tag == "h1" and opens_title(below, page) for below in node.nodes()):
        return False
    within = {up.tag for up in node.ancestors()}
    if not within.isdisjoint(("main", "article")):
        found = measure(node, {})
        return kind in ("aside", "complementary") and found.linked > found.said
    if kind in ("header", "footer") and "section" in within:
        return False  # the head or foot of that section, as HTML has it
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
    """True for a list of numbers with links to the pages of a longer list, for one of buttons to share its page, and for one of hash tags."""
    if listing.size > _LARGEST_STEP * len(listing.children):
        return False
    words = words_in(listing)
    is_control = _PAGER.fullmatch(words) or _BUTTONS.fullmatch(words) or _TAGS.fullmatch(words)
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
    sections = {below.tag for below in form.nodes()} & SECTIONS
    if form.size * 2 > page.root.size or not sections <= HEADINGS.keys():
        return False
    return asks_about_page(form) or (not sections and any(map(_FIELD.search, sources_in(form))))


def _shares(page: Page) -> set[Node]:
    """The nodes that hold links to share the page, and the wrappers around them that hold but captions beside."""
    shares = {node for node in page.nodes if node.content and _is_share(node.content)}
    shares.update(node for node, place in page.tagged if _holds_share(node, node.children[place]))
    return shares | {_with_caption(node, _SHARE_CAPTION, shares) for node in shares}


def _holds_share(node: Node, link: Node | str) -> bool:
    """True for a node that holds a loose link to share the page, and but captions beside."""
    if not isinstance(link, str) or not _is_share(link):
        return False
    return all(child is link or _SHARE_CAPTION.fullmatch(words_in(child)) for child in node.children)


def _is_neighbour(link: Node) -> bool:
    """True for a link around blocks that leads to the page before or after: <a><p>前の記事</p><h5>年末の相談会</h5></a>."""
    if not link.is_step("a"):
        return False
    return link.get("rel") in ("prev", "next") or _NEIGHBOUR_WORDS.match(words_in(link)) is not None


def _is_closed(dialog: Node) -> bool:
    """True for a dialog that a script has yet to open."""
    return dialog.is_step("dialog") and dialog.get("open") is None


def _is_pair(node: Node) -> bool:
    """True for a node that is but two links: back to one page (≪ お試し住宅) and on to another (夏祭りの開催 ≫)."""
    if node.size > _LARGEST_PAIR:
        return False
    words = words_in(node)
    anchors = [anchor for source in sources_in(node) for anchor in words_of(source)[1]]
    if len(anchors) != 2 or names_files(node):
        return False
    first, last = (anchor.words for anchor in anchors)
    return _PAIR.fullmatch(words) is not None and len(words) <= len(first) + len(last) + _SHARE_WORDS


def _leads_beside(node: Node, source: str) -> bool:
    """True for a node that is little but a link to the page before or after or to its like: <li>前の記事：<a rel="prev">年末の相談会</a></li>."""
    is_link = "rel=" in source and _NEIGHBOUR.search(source) is not None
    return is_link and measure_source(source).said <= _SHARE_WORDS and not names_files(node)


def _with_caption(
    listing: Node, caption: re.Pattern[str] = _CONTENTS, known: frozenset[Node] | set[Node] = frozenset()
) -> Node:
    """The wrapper around a node and its caption (目次), where it holds nothing else but what is `known`."""
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
        others = [child for child in node.parent.children if child is not node and child not in known]
        if not all(caption.fullmatch(words_in(child)) for child in others):
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
