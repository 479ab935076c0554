"""What stands around the content of a page without elements that say so: told by its place, its links and plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, pairwise

from pipeline.parse.html.measure import Measure, inline_source, measure, words_in
from pipeline.parse.html.parts import source_of
from pipeline.parse.html.tags import HEADINGS
from pipeline.parse.html.titles import is_trail, nodes_before
from pipeline.parse.html.tree import Node, Page
from pipeline.parse.html.words import Anchor, line_of, words_of

# ページの先頭へ戻る, ▲ このページのトップへ, PAGE TOP, 上へ: the words of a link to the top of its page
_TO_TOP = re.compile(
    r"[\W_]*(?:この)?(?:ページ|頁|page)?[\sの]*(?:先頭|トップ|top|上部?)[\sへに]*(?:戻る|もどる)?[\W_]*", re.IGNORECASE
)
# ここから本文です。, メニューの終端です。, スキップして本文へ, スポンサーリンク, ［PR］, MENU: signs for those who hear a page, labels of advertisements
_SIGN = re.compile(
    r"ここ(?:から|まで)が?(?:本文|\w*メニュー|\w*ナビゲーション|フッター|ヘッダー)(?:です)?。?"
    r"|(?:ページの先頭です。)?.{0,20}(?:スキップ|飛ば)(?:して本文へ|します).{0,5}|(?:本文|コンテンツ)へ(?:ジャンプ|移動|スキップ.{0,20})(?:します)?。?"
    r"|(?:[1一]つ)?前の(?:ページ|画面)[にへ]戻る"
    r"|(?:本文|ページ|\w*メニュー|\w*ナビゲーション|フッター)の?(?:先頭|終端|終わり|始まり|はじまり|ここから|ここまで)(?:です)?。?"
    r"|ソーシャルサイトへのリンク.{0,20}|コメントは(?:受け付けて|停止).{0,10}|メニュー(?:を?(?:開く|閉じる))?|menu"
    r"|スポンサード?リンク|sponsored(?: links?)?|[［[](?:広告|PR)[］\]]|ページ(?:の先頭|トップ)へ(?:戻る)?",
    re.IGNORECASE,
)
# ホーム, HOME, 丘の市トップページ: where a breadcrumb trail and the menu of a site begin
HOME = re.compile(r".{0,12}?(?:トップ(?:ページ)?|ホーム|home|top)\W*", re.IGNORECASE)
# もどる, ← 一覧へ戻る, トップページに戻る, 次の記事へ: the words of a link that leads away from a page
_BACK = re.compile(
    r"\W*(?:(?:(?:一覧|ホーム|トップ(?:ページ)?)[にへ]?)?(?:戻る|もどる)|[前次]の(?:記事|ページ|投稿)(?:へ|を見る)?)\W*"
)
_STEPS = tuple("＞>›»≫")
"""What parts the start of a site from the next step of a breadcrumb trail."""
LONGEST_SIGN, _LONGEST_SAID = 400, 50
"""Characters of source, and of words."""
# ご感想をお聞かせください, アンケート, 役に立ちましたか, コメントを残す: what a form is introduced with that asks about the page
_FEEDBACK = re.compile(r"ご?(?:感想|意見)|アンケート|お聞かせ|役に立|コメント(?:を|する|$)|公開されること")
_COMMENT = re.compile(_FEEDBACK.pattern + "|必須|評価する")
_FEEDBACK_WORDS, _FEEDBACK_SOURCE = 160, 1_500
"""Characters, of words and of source, that such an introduction has at most."""
# この記事を見ている人はこんな記事も見ています, 関連記事, アクセスランキング, 最近の投稿, 月別アーカイブ: lists of other pages
_OTHERS = re.compile(
    r".{0,14}こんな(?:記事|ページ)も.{0,10}|(?:関連|人気|新着|最新|おすすめ|注目)の?(?:記事|ニュース|投稿)(?:一覧)?|.{0,6}ランキング"
    r"|(?:その他|最近)の(?:投稿|記事|コメント)|[あ合]わせて読みたい.{0,6}|よく(?:見|読)られている(?:ページ|記事)|(?:月別)?アーカイブ"
    r"|カテゴリー?(?:一覧)?|Follow me!?"
)
_OTHERS_WORDS = (
    "記事",
    "投稿",
    "ページ",
    "ニュース",
    "ランキング",
    "アーカイブ",
    "コメント",
    "読みたい",
    "カテゴリ",
    "Follow",
)
"""One of them is in each of the headings above."""
_AUTHOR, _END = "この記事を書いた人", 16_000
"""What stands above the name of an author, and the characters of source at a page's end that are looked at for it."""
_LAST_HEADINGS = 15
"""Such lists follow the content."""
_LONGEST_HEADING, _CAPTION = 200, 50
"""Characters of source of such a heading, and of a plain caption like it."""
# 更新日：2027年9月7日, 締切 6月30日, 受付中: what a page says of its subject above its title
_TOLD = re.compile(r"(?:更新|公開|掲載|登録|投稿)日|[0-9]{4}年|[0-9０-９]月|受付|募集|締切|終了|円")
# 担当：商工課 電話 000-1111, 事務局（000-11-2222）: whom to ask, in contrast to the address of a town hall
_CONTACT = re.compile(r"(?:課|係|室|グループ|担当|事務局).{0,60}?(?:電話|tel|☎|[0-9]{2,4}-[0-9]{3,4})", re.IGNORECASE)
# © 2027 丘の市, Copyright (C) Oka City, 丘の市役所 … All Rights Reserved., but no sentence: 「© 丘の市」と書いてください。
_COPYRIGHT = re.compile(
    r"(?!.*。)(?:\W*(?:©|\(c\)|copyright)|.*(?:all rights reserved|copyright\s*(?:©|\(c\)|[0-9])|(?:©|\(c\))\s*(?:19|20)[0-9]{2}))",
    re.IGNORECASE,
)
# 丘の市役所 〒000-0000, 丘の町役場 法人番号 1234567890123 〒…: the address of a town hall, in contrast to that of one of its sections
_HALL = re.compile(
    r"\W*\S{1,12}(?:[市区]役所|[町村]役場|[都道府県]庁)(?:\W|法人番号|[0-9]{13})*〒(?!.*(?:課|係|室|宛)).{,150}$"
)
_LARGEST_HALL = 2_000
"""Characters of source."""
_LAST = 40
"""So many nodes from a page's end are looked at for its foot."""
_FOOT = 0.3
"""A foot is at most this share of its page."""
_NO_FOOT = frozenset(("h1", "h2", "h3", "table", "article", "main"))
_AFTER_TOP = 300
"""Beneath the last link to the top, so many characters at most are the foot of the site."""
_PARTS = frozenset(("td", "th", "dt", "dd", *HEADINGS))
"""Their words belong with others, and stand around nothing."""
SENTENCE = 25
"""Words with a full stop and so many characters are a sentence of the content."""


def drop_rims(page: Page, title: Node | None, dropped: set[Node]) -> None:
    """Adds to `dropped` what is written around the content of a page without a `main` part."""
    leaves = [node for node in page.nodes if node.tag not in _PARTS and inline_source(node)]
    signs = [node for node in leaves if node.size <= LONGEST_SIGN and is_sign(inline_source(node))]
    dropped.update(signs)
    cells = (node for node in page.nodes if node.tag == "td")
    leading = (node for node in (*leaves, *cells) if "<a" in (source := inline_source(node)) and leads_away(source))
    dropped.update(leading)
    if title is not None:
        _drop_head(page, title, dropped)
        dropped.update(node for node in leaves[-_LAST:] if _is_trail_below(node, words_in(title)))
    _drop_foot(page, title, signs, dropped)


def names_contact(node: Node) -> bool:
    """Whether a node says whom to ask (担当：商工課 電話 000-1111), in contrast to the address of a town hall."""
    return _CONTACT.search(words_in(node)) is not None


def asks_about_page(form: Node) -> bool:
    """Whether a small form asks for comments on the page (コメントを残す), whatever fields it has."""
    return form.size <= _FEEDBACK_SOURCE and _COMMENT.search(words_in(form)) is not None


def drop_questions(forms: Iterable[Node], root: Node, dropped: set[Node]) -> None:
    """Drops what introduces a form that asks about the page, and the wrappers that hold nothing else."""
    for form in forms:
        node = form
        while node.parent is not None and node.parent is not root:
            others = [child for child in node.parent.children if child is not node and child not in dropped]
            if sum(len(child) if isinstance(child, str) else child.size for child in others) > _FEEDBACK_SOURCE:
                break
            words = "".join(map(words_in, others))
            if len(words) > _FEEDBACK_WORDS or (words and not _FEEDBACK.search(words)):
                break
            node = node.parent
        dropped.add(node)
        siblings = node.parent.children[: node.position] if node.parent is not None else ()
        for before in reversed(siblings):
            if not isinstance(before, Node) or not inline_source(before) or not _FEEDBACK.search(words_in(before)):
                break
            dropped.add(before)


def drop_other_pages(page: Page, title: Node | None, dropped: set[Node], *, plain: bool) -> None:
    """Drops the lists of other pages that a heading calls so (関連記事, 最近の投稿), and who wrote the page.

    On a page without a `main` part, a `plain` one, a caption that is no heading says as much.
    """
    if _AUTHOR in page.source[-_END:]:
        authors = [node for node in page.nodes if _AUTHOR in inline_source(node) and words_in(node) == _AUTHOR]
        boxes = [box for box in map(_stretch, authors) if sum(one.size for one in box) <= _FEEDBACK_SOURCE]
        dropped.update(one for box in boxes for one in box)
    headings = islice((node for node in reversed(page.nodes) if node.tag in HEADINGS), _LAST_HEADINGS)
    last = page.nodes[-_LAST:] if plain else []
    captions = (node for node in last if node.size <= _CAPTION and node.tag in ("p", "div"))
    for heading in (*headings, *captions):
        if heading.size > _LONGEST_HEADING:
            continue
        source = source_of(heading)
        if not any(word in source for word in _OTHERS_WORDS):
            continue
        if heading is title or heading in dropped or not _OTHERS.fullmatch(words_in(heading)):
            continue
        stretch = _stretch(heading)
        found = [measure(node, {heading: Measure(0, 0)}) for node in stretch]
        if sum(one.linked for one in found) >= sum(one.said for one in found):
            dropped.update(stretch)


def _stretch(heading: Node) -> list[Node]:
    """A heading and what stands under it: up to the next one of its level, or the wrapper that it opens."""
    node = heading
    level = HEADINGS.get(heading.tag, 6)
    while node.parent is not None and not any(
        child.strip() if isinstance(child, str) else child.size for child in node.parent.children[: node.position]
    ):
        below = [one for one in node.parent.nodes() if one.tag in HEADINGS and one is not heading]
        if node.parent.parent is None or any(HEADINGS[one.tag] <= level for one in below):
            break
        node = node.parent
    if node is not heading or node.parent is None:
        return [node]
    found = [node]
    for child in node.parent.children[node.position + 1 :]:
        if isinstance(child, Node):
            if HEADINGS.get(child.tag, 9) <= level:
                break
            found.append(child)
    return found


def _drop_head(page: Page, title: Node, dropped: set[Node]) -> None:
    """What stands above the title, outside of its own part (文字サイズ 縮小 標準), where nothing there is a sentence."""
    above = {
        node: words_in(node)
        for node in nodes_before(page.root, title)
        if inline_source(node) and node not in dropped and title.parent not in {*node.ancestors()}
    }
    is_text = any(len(words) >= SENTENCE and "。" in words for words in above.values())
    if not is_text and not any(node.tag in ("td", "th") for node in above):
        gone = {node for node, words in above.items() if not _TOLD.search(words)} | dropped
        for node in reversed([*nodes_before(page.root, title)]):  # what stands inside comes first
            if node.children and _says_little(node, gone) and title.parent not in {*node.ancestors()}:
                gone.add(node)
        dropped.update(gone)


def _says_little(node: Node, gone: set[Node]) -> bool:
    """Whether a node holds but nodes that are `gone` and words beside them (文字サイズ, a list of sizes)."""
    loose = [child for child in node.children if isinstance(child, str)]
    return all(child in gone for child in node.children if isinstance(child, Node)) and not _TOLD.search("".join(loose))


def copyright_of(page: Page) -> Node | None:
    """The last element near a page's end that holds a copyright notice."""
    for leaf in reversed(page.nodes[-_LAST:]):
        loose = "".join(child for child in (leaf.content, *leaf.children) if isinstance(child, str))
        if loose and _COPYRIGHT.match(words_in(loose)):
            return leaf
    return None


def _hall_of(nodes: list[Node], title: Node | None) -> Node | None:
    """The first of some nodes, outside of the title's part, that is or opens the address of the town hall."""
    for node, following in pairwise([*nodes, None]):
        if node is None or title is None or node.size > _LARGEST_HALL or title.parent in {*node.ancestors()}:
            continue
        beside = [following] if following is not None and node.content is not None else []  # 丘の市役所 ⏎ 〒000-0000
        if _HALL.match(" ".join(map(words_in, (node, *beside)))):
            return node
    return None


def _drop_foot(page: Page, title: Node | None, signs: list[Node], dropped: set[Node]) -> None:
    """The foot of the site: the part with the address of the town hall or the last copyright notice, or what follows the last link to the top."""
    root, nodes = page.root, page.nodes[-_LAST:]
    above = set(title.ancestors()) if title is not None else set()
    if (foot := _hall_of(nodes, title) or copyright_of(page)) is not None:
        while (up := foot.parent) is not None and up is not root and up not in above and up.size <= _FOOT * root.size:
            parts = _NO_FOOT - {"h2", "h3"} if up.parent in above else _NO_FOOT
            if any(one.tag in parts for one in up.nodes()) or names_contact(up):
                break
            foot = up
        if foot not in above and _begins_after(foot, title):
            dropped.add(foot)
            _drop_after(foot, dropped)
        return
    last = [sign for sign in signs if sign in nodes and "#" in (sign.content or "#")][-1:]
    for sign in last:
        if _begins_after(sign, title):
            _drop_after(sign, dropped)


def _is_trail_below(node: Node, title: str) -> bool:
    """Whether a leaf near the end of a page is the breadcrumb trail that leads to its title."""
    source = inline_source(node)
    if "<a" not in source or node.tag in HEADINGS:
        return False
    words, anchors = words_of(source)
    is_linked = any(title in anchor.words for anchor in anchors)  # a document named after the page
    return not is_linked and line_of(words).endswith(title) and is_trail(source, title)


def _begins_after(node: Node, title: Node | None) -> bool:
    if title is None:
        return True
    *_, root = title.ancestors()
    return all(node is not before for before in nodes_before(root, title)) and title not in [*node.nodes()]


def _drop_after(node: Node, dropped: set[Node]) -> None:
    """What follows a node to the page's end, where little is said there and nothing has a heading or is a table."""
    after: list[Node] = []
    up = node
    while up.parent is not None:
        after += [child for child in up.parent.children[up.position + 1 :] if isinstance(child, Node)]
        up = up.parent
    after = [one for one in after if one not in dropped and not names_contact(one)]
    holds = {below.tag for one in after for below in (one, *one.nodes())}
    if sum(len(words_in(one)) for one in after) <= _AFTER_TOP and holds.isdisjoint(_NO_FOOT):
        dropped.update(after)


def is_sign(source: str) -> bool:
    """Whether inline source is a sign for those who hear a page (ここから本文です。), or leads to its top."""
    words, anchors = words_of(source)
    line = line_of(words)
    if len(line) > _LONGEST_SAID:
        return False
    if _SIGN.fullmatch(line):
        return True
    if (len(anchors) == 1 and anchors[0].words != line) or not all(map(_leads_off, anchors)):
        return False
    for anchor in anchors:
        line = line.replace(anchor.words, "", 1)
    return bool(anchors) and not line.strip("｜|/ ・")


def _leads_off(anchor: Anchor) -> bool:
    """Whether a link leads to the top of its page, or back to another."""
    if anchor.href.startswith("#"):
        return not anchor.words or _TO_TOP.fullmatch(anchor.words) is not None
    return _BACK.fullmatch(anchor.words) is not None


def leads_away(source: str) -> bool:
    """Whether inline source is a breadcrumb trail that begins at the start of the site, or a link back to another page."""
    words, anchors = words_of(source)
    line = line_of(words)
    if not anchors or not line.startswith(first := anchors[0].words):
        return False
    if HOME.fullmatch(first):
        return line[len(first) :].lstrip()[:1] in _STEPS
    return first == line and _BACK.fullmatch(line) is not None
