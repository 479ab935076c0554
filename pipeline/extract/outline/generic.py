"""Programmes of a document that no profile describes: found by their headings' nouns and the labels below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from pipeline.extract.labels import label_kind
from pipeline.extract.naming import PROGRAMME_NOUN
from pipeline.extract.outline.bands import is_open_chapter
from pipeline.extract.outline.named_tables import with_names
from pipeline.extract.outline.passages import passages_of
from pipeline.extract.outline.sections import SECTION
from pipeline.records import Block, Document, Line, Notice, Passage, Programme

# 空き店舗出店応援補助金, デジタル化推進補助金（第2次公募）: a name ends with what it is; 若葉市の補助金 heads a group of them
_NAMED = re.compile(
    r"^[\W\d]*(?!補助|助成|給付|融資|各種|主な|その他)[^\W\d].+(?<![象本当])(?:補助金|助成金|補給金?|支援金|給付金|奨励金|交付金|協力金|祝い?金|見舞金|報[奨償]金|一時金|奨学金|手当金?|補助|助成|支援|貸付金?|融資|保証|減免|免除|制度|事業)(?:について|の(?:ご?案内|概要))?[\s　]*(?:[（(【［〔<＜].{1,30})?$"
)
# 空き店舗改装補助金【2026年3月終了予定】; 教育支援 heads a group of them
_PAID_OUT = re.compile(
    r"(?:補助金?|助成金?|補給金?|支援金|給付金|奨励金|協力金|祝い?金|見舞金|報[奨償]金)(?:について)?[\s　]*(?:[（(【［〔<＜].{1,30})?$"
)
_GROUP = re.compile(r".{1,12}[都道府県市区町村]の(?:補助金|助成金|支援金?|奨励金|制度|支援制度)")
# 2分の1以内, 1/3, 10％, 50万円; 9月30日, 12月末, 随時: what a programme pays, and when it is open
_PAYS = re.compile(r"[0-9０-９][\s　]*(?:分の[\s　]*[0-9０-９]|[/／][0-9０-９]|[%％割万千円])|全額|定額")
_WHEN = re.compile(
    r"[0-9０-９][\s　]*月(?:[\s　]*[0-9０-９]|[上中下初]旬|末)|随時|通年|予算.{0,12}(?:達|なくな|無くな)"
)
_BOLD = 7
"""The level of names in bold."""
_LEAST_TOLD = 3
"""Headings of one level whose programmes are told in free words."""
# 「誰もが楽しめる自然体験型観光推進事業補助金」の募集を開始しました
_QUOTED = re.compile(r"「([^「」]{4,60}(?:補助金|助成金|支援金|給付金|奨励金|支援事業))」")
_LONGEST_NAME = 100
_LONGEST_TITLE = 40
_STATED: frozenset[str] = frozenset({"terms", "schedule", "eligibility", "eligible_costs"})


def outline_generic(document: Document) -> tuple[Programme, ...]:
    """A document → its programmes, in reading order; a plain text file is always one programme.

    Several programmes are assumed only where at least two headings of one level are called a programme and state their
    own terms, period, applicants or costs below (two of these), or where three have the name of one and say in free words
    what is paid and when; otherwise the whole document is one programme.
    """
    if document.media_type != "text/plain":
        blocks = with_names(document.blocks)
        blocks = tuple(map(_as_heading, blocks)) if document.media_type == "text/html" else blocks
        parts = _sections(blocks)
        if len(parts) >= 2:
            return tuple(_listed(head, body, blocks) for head, body in parts)
    return (_whole(document),)


def left_out(document: Document, programmes: tuple[Programme, ...]) -> tuple[Notice, ...]:
    """What a document of several programmes says of money outside them, told once below each heading."""
    if len(programmes) < 2:
        return ()
    passages = [passage for programme in programmes for passage in programme.passages]
    taken = {place for passage in passages for place in (passage.locator, *(line.locator for line in passage.lines))}
    taken |= {passage.table.locator for passage in passages if passage.table is not None}
    told: dict[str, Notice] = {}
    head = ""
    for block in document.blocks:
        head = block.text if block.kind == "heading" else head
        lines = [*block.lines, *(line for cell in block.cells for line in cell.lines)]
        is_free = taken.isdisjoint({block.locator, *(line.locator for line in lines)})
        if block.kind not in ("heading", "link") and is_free and any(_PAYS.search(line.text) for line in lines):
            words = next(line.text for line in lines if _PAYS.search(line.text))
            message = f"どの制度にも属さない部分（{head[:40] or '冒頭'}）に金額や率があります"
            told.setdefault(head, Notice("info", "outside-programmes", message, words[:120], block.locator))
    return tuple(told.values())


def _listed(head: Block, body: list[Block], blocks: tuple[Block, ...]) -> Programme:
    """A programme with the headings above it; closed where the nearest that says so (募集終了した補助金) does."""
    above: list[Block] = []
    for block in takewhile(lambda block: block is not head, blocks):
        if block.kind == "heading":
            above = [*(one for one in above if one.level < block.level), block]
    names = tuple(block.text for block in above if block.level < head.level)
    said = next((is_open for name in reversed(names) if (is_open := is_open_chapter(name)) is not None), True)
    return replace(_programme(head, body), headings=names, is_closed=not said)


def _sections(blocks: tuple[Block, ...]) -> list[tuple[Block, list[Block]]]:
    best: list[tuple[Block, list[Block]]] = []
    for level in sorted({block.level for block in blocks if block.kind == "heading"}):
        every = list(_parts(blocks, level))
        parts = [(head, body) for head, body in every if _may_be_programme(head)]
        weights = [_weight(head, body) for head, body in parts]
        are_alike = len(parts) == len(every) and all(weights) and weights.count(3) > 1
        least = 1 if are_alike or sum(weight >= 2 for weight in weights) >= _LEAST_TOLD else 3
        found = [part for part, weight in zip(parts, weights, strict=True) if weight >= least]
        if len(found) > len(best) and (level < _BOLD or len(found) >= _LEAST_TOLD):
            best = found
    return _with_other_levels(best, blocks) if len(best) > 1 else best


def _with_other_levels(
    best: list[tuple[Block, list[Block]]], blocks: tuple[Block, ...]
) -> list[tuple[Block, list[Block]]]:
    """The programmes of the best level with those that another chapter has at its own: named as one, with a label below."""
    found, taken = list(best), {id(block) for head, body in best for block in (head, *body)}
    for level in sorted({block.level for block in blocks if block.kind == "heading"}, reverse=True):
        for head, body in _parts(blocks, level):
            is_free = taken.isdisjoint({id(head), *map(id, body)})
            if is_free and _may_be_programme(head) and _PAID_OUT.search(head.text) and _weight(head, body) >= 2:
                found.append((head, body))
                taken |= {id(head), *map(id, body)}
    places = {id(block): place for place, block in enumerate(blocks)}
    return sorted(found, key=lambda part: places[id(part[0])])


def _as_heading(block: Block) -> Block:
    """A block, but a programme's name that stands in bold and labels nothing (空き店舗活用補助金) as a heading below all others."""
    if block.kind != "field" or block.lines or not _NAMED.search(block.label):
        return block
    return block._replace(kind="heading", level=_BOLD, lines=(Line(block.label, block.locator),), label="")


def _parts(blocks: tuple[Block, ...], level: int) -> Iterator[tuple[Block, list[Block]]]:
    """The headings of a level, each with the blocks below it."""
    head: Block | None = None
    body: list[Block] = []
    for block in [*blocks, Block("heading", "", level=0)]:
        if block.kind == "heading" and block.level <= level:
            if head is not None:
                yield head, body
            head, body = (block if block.level == level else None), []
        else:
            body.append(block)


def _may_be_programme(head: Block) -> bool:
    return (
        not label_kind(head.text) and PROGRAMME_NOUN.search(head.text) is not None and not _GROUP.fullmatch(head.text)
    )


def _weight(head: Block, body: list[Block]) -> int:
    """How sure it is that a heading opens a programme: 3 where terms are stated under labels; where it has the name of one, 2
    for a label and for saying what is paid and when, 1 for one of these; else 0."""
    kinds = {label_kind(passage.label) for passage in passages_of(body)} & _STATED
    if len(kinds) >= 2 or not _NAMED.search(head.text):
        return 3 if len(kinds) >= 2 else 0
    lines = (block.text for block in body if block.kind != "link")
    words = " ".join((*lines, *(cell.text for block in body for cell in block.cells)))
    return 2 if kinds else bool(_PAYS.search(words)) + bool(_WHEN.search(words))


def states_terms(passages: Iterable[Passage]) -> bool:
    """Whether a programme's passages say two of what only a programme says: terms, period, applicants, costs."""
    return len({label_kind(passage.label) for passage in passages} & _STATED) >= 2


def _programme(head: Block, body: list[Block]) -> Programme:
    return Programme(
        name_text=" ".join(line.text for line in head.lines),
        locator=head.locator,
        passages=passages_of(body),
        links=tuple((block.text, block.url, block.locator) for block in body if block.kind == "link"),
    )


def _quoted_name(document: Document) -> str | None:
    """Of a fragment without a heading: the first programme named in quotation marks."""
    matches = (_QUOTED.search(line.text) for block in document.blocks for line in block.lines)
    return next((match.group(1) for match in matches if match), None)


def _whole(document: Document) -> Programme:
    """The one programme of a document: named by a heading with a programme's noun, its title, or its first line."""
    blocks = _with_whole_title(document.blocks)
    first = next((block for block in blocks if block.lines), Block("heading", ""))
    head = first
    if document.media_type != "text/plain":
        heads = [block for block in blocks if block.kind == "heading" and PROGRAMME_NOUN.search(block.text)]
        head = next((block for block in heads if not label_kind(block.text)), first)
        if head.kind != "heading" and PROGRAMME_NOUN.search(document.title):
            whole = _programme(Block("heading", first.locator), list(blocks))
            return replace(whole, name_text=document.title)
    name = head.text if head.kind == "heading" else head.lines[0].text if head.lines else document.title
    opens_with_words = _also_states(head, name)
    if name.endswith("。") and (quoted := _quoted_name(document)):
        name = quoted
    if opens_with_words or _under_label(blocks, head):
        called = SECTION.split(name)[0] if len(name) > _LONGEST_NAME else name
        return replace(_programme(head, list(blocks)), name_text=called)
    body = [block for block in blocks if block is not head]
    rest = [head._replace(lines=head.lines[1:])] if head.kind != "heading" and len(head.lines) > 1 else []
    return replace(_programme(head, [*rest, *body]), name_text=name)


def _with_whole_title(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks whose title, printed over several lines of one size (例示市販路開拓 ⏎ 補助金), is one heading."""
    level = min((block.level for block in blocks if block.kind == "heading"), default=0)
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else block
        is_title = block.kind == last.kind == "heading" and block.level == last.level == level
        if is_title and _is_next_line(last, block) and len(last.text + block.text) <= _LONGEST_TITLE:
            line = last.lines[0]._replace(text=last.text + block.text)
            joined[-1] = last._replace(lines=(line,), bbox=block.bbox)
        else:
            joined.append(block)
    return tuple(joined)


def _is_next_line(above: Block, below: Block) -> bool:
    if above.bbox is None or below.bbox is None or above.page != below.page:
        return False
    gap, height = below.bbox[1] - above.bbox[3], above.bbox[3] - above.bbox[1]
    beside = min(above.bbox[2], below.bbox[2]) - max(above.bbox[0], below.bbox[0])
    return -0.3 * height <= gap <= height and beside > 0


def _under_label(blocks: tuple[Block, ...], head: Block) -> bool:
    """Whether a label stands above the words that name it: a fragment opens with ■補助上限額 ⏎ 200万円."""
    above = blocks[: next((place for place, block in enumerate(blocks) if block is head), 0)]
    return head.kind != "heading" and any(block.kind == "field" for block in above)


def _also_states(head: Block, name: str) -> bool:
    """Whether the words that a document opens with name it and state something too.

    A text without line breaks is its own first line; a fragment may open with a label and its words, or with a sentence.
    """
    return len(name) > _LONGEST_NAME or head.kind == "field" or (head.kind != "heading" and name.endswith("。"))
