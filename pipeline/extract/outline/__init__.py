"""Blocks → programmes by a source's profile: a guide of marked headings, or a page that lists programmes in chapters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pipeline.extract.labels import label_kind
from pipeline.extract.naming import PROGRAMME_NOUN, read_name
from pipeline.extract.outline.bands import is_open_chapter, lists_bands, own_bands
from pipeline.extract.outline.generic import left_out, outline_generic
from pipeline.extract.outline.marks import marked_headings
from pipeline.extract.outline.named_tables import with_names
from pipeline.extract.outline.passages import passages_of
from pipeline.extract.outline.running import running_heads
from pipeline.folding import squeeze
from pipeline.records import Block, Document, LayoutChanged, Notice, Passage, Programme

# `1. 県全域の…`, `３．…`, `第2章 …`: numbering that an editor may change
_NUMBERING = re.compile(r"^(?:第?\s*[0-9０-９]{1,2}\s*[章部節]?\s*[.．、:：]?)")


@dataclass(frozen=True, slots=True)
class OutlinePlan:
    """The `[outline]` section of a profile: the words by which this source's structure is recognised."""

    kind: Literal["guide", "listing", "generic"] = "generic"
    programme_mark: str = ""
    sections: tuple[str, ...] = ()
    facility_sections: tuple[str, ...] = ()
    open_chapters: tuple[str, ...] = ()
    closed_chapters: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    area: str = ""
    provider: str = ""

    @classmethod
    def read(cls, section: Mapping[str, Any]) -> OutlinePlan:
        """A profile's `[outline]` table → the plan. Raises LayoutChanged for a key that no plan has."""
        unknown = set(section) - set(cls.__dataclass_fields__)
        if unknown:
            raise LayoutChanged(f"[outline] に知らない項目があります: {'、'.join(sorted(unknown))}")
        values: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in section.items()
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the document that is no programme: a facility with its blocks, or the cover and closing pages."""

    title: str
    locator: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a document consists of. `rest` is everything that belongs to no programme and no facility."""

    programmes: tuple[Programme, ...]
    facilities: tuple[Section, ...] = ()
    rest: tuple[Section, ...] = ()
    notices: tuple[Notice, ...] = field(default=())


def outline(document: Document, plan: OutlinePlan) -> Outline:
    """Cut a document into programmes, facilities and the rest.

    Raises LayoutChanged where a section, chapter or mark that the plan names is not there.
    """
    if plan.kind == "guide":
        return _guide(document, plan)
    if plan.kind == "listing":
        return _listing(document, plan)
    programmes = outline_generic(document)
    return Outline(programmes, notices=left_out(document, programmes))


# ---- a guide: section bands, and one marked heading (◇) per programme or facility


def _guide(document: Document, plan: OutlinePlan) -> Outline:
    known = {squeeze(name): name for name in (*plan.sections, *plan.facility_sections, *plan.other)}
    blocks, marks, mark = marked_headings(document.blocks, plan.programme_mark, known)
    running = running_heads(blocks)
    own = own_bands(blocks, known, marks, running)
    section, head = "", None
    body: list[Block] = []
    edges: list[Block] = []
    cut: list[tuple[str, Block | None, list[Block]]] = []
    met: Counter[str] = Counter()
    for position, block in enumerate(blocks):
        name = (known | own).get(squeeze(block.text)) if block.kind in ("heading", "paragraph") else None
        if name is None and position not in marks:
            (edges if position in running else body).append(block)
            continue
        if name is not None and name == section and position not in marks:
            continue  # an index tab or running head that repeats its band on the next page
        cut.append((section, head, body))
        section, head, body = name if name is not None else section, block if position in marks else None, []
        met[section] += name is not None
    cut.append((section, head, body))
    notices = _told_apart(document, plan, met, own)
    if mark != plan.programme_mark:
        what = f"「{mark}」で始まる見出し" if mark else "同じ大きさの見出し"
        words = f"「{plan.programme_mark}」の見出しがないので、{what}を制度として読みました"
        notices = (*notices, Notice("warning", "other-mark", words, mark))
    programmes, facilities, rest = [], [], []
    if edges:
        rest.append(Section("", edges[0].locator, tuple({block.text: block for block in edges}.values())))
    for section, head, body in cut:
        if head is None:
            if body:
                rest.append(Section(section, body[0].locator, tuple(body)))
        elif section in plan.facility_sections or (section in own.values() and "施設" in section):
            facilities.append(Section(_bare(head, mark), head.locator, tuple(body)))
        elif section in plan.sections or section in own.values() or not plan.sections:
            programmes.append(_programme(head, body, (section,) if section else ()))
        else:
            rest.append(Section(head.text, head.locator, tuple(body)))
    if not programmes:
        raise LayoutChanged(f"「{plan.programme_mark}」で始まる制度の見出しが一つもありません")
    return Outline(tuple(programmes), tuple(facilities), tuple(rest), notices)


def _bare(head: Block, mark: str) -> str:
    return " ".join(line.text for line in head.lines).removeprefix(mark).strip()


def _told_apart(document: Document, plan: OutlinePlan, met: Counter[str], own: Mapping[str, str]) -> tuple[Notice, ...]:
    """What an edition has or lacks of the profile's bands.

    Another year's guide may have other sections, and then says so: in new bands, or in the list on its cover. A band that
    is missing without either is a layout that changed.
    """
    named = (*plan.sections, *plan.facility_sections)
    missing = [name for name in named if not met[name]]
    is_edition = own or lists_bands(document.blocks, {squeeze(name) for name in named})
    if len(missing) == len(named) or (missing and not is_edition):
        raise LayoutChanged(
            f"見出し「{'」「'.join(missing)}」が見つかりません: 様式が変わったか、別の文書です（{document.title or '無題'}）"
        )
    gone = [Notice("warning", "missing-section", f"この版には見出し「{name}」がありません", name) for name in missing]
    new = [
        Notice("warning", "unknown-section", f"知らない見出し「{name}」を区分として読みました", name)
        for name in own.values()
    ]
    return (*gone, *new)


# ---- a listing: chapters, groups (an end month, a city) and one heading per programme


def _listing(document: Document, plan: OutlinePlan) -> Outline:
    document = replace(document, blocks=with_names(document.blocks))
    chapters = list(_chapters(document, plan))
    is_closed = {_plain_key(name): False for name in plan.open_chapters}
    is_closed |= {_plain_key(name): True for name in plan.closed_chapters}
    found = {key for key, _, _ in chapters}
    missing = [name for name in is_closed if name not in found]
    own = {
        key: not is_open
        for key, head, body in chapters
        if head and key not in is_closed and not _known(key, plan) and _states_programmes(body)
        if (is_open := is_open_chapter(head.text)) is not None
    }
    if any(is_closed[name] not in own.values() for name in missing):
        raise LayoutChanged(
            f"章「{'」「'.join(missing)}」が見つかりません: 様式が変わったか、別のページです（{document.title or '無題'}）"
        )
    is_closed |= own
    chapter_level = next(head.level for key, head, _ in chapters if head is not None and key in is_closed)
    usual = _programme_level([block for key, _, body in chapters if key in is_closed for block in body])
    if not usual:
        raise LayoutChanged("章の中に制度の見出しが一つもありません")
    programmes: list[Programme] = []
    rest: list[Section] = []
    notices = list(_repeated(chapters))
    for key, head, body in chapters:
        if key in is_closed and head is not None:
            programmes.extend(_listed(head, body, _programme_level(body) or usual, is_closed=is_closed[key]))
            if key in own:
                notices.append(_unknown_chapter(head, f"{'終了した' if own[key] else '募集中の'}制度として読みました"))
        else:
            rest.append(Section(head.text if head else "", head.locator if head else "", tuple(body)))
            if head is not None and head.level == chapter_level and not _known(key, plan):
                notices.append(_unknown_chapter(head, "読んでいません"))
    return Outline(tuple(programmes), (), tuple(rest), tuple(notices))


def _states_programmes(body: list[Block]) -> bool:
    """Whether a chapter lists programmes: at the level of its programmes' headings one has labelled passages below it."""
    level = _programme_level(body)
    return bool(level) and any(
        label_kind(passage.label)
        for one in _listed(Block("heading", "/"), body, level, is_closed=False)
        for passage in one.passages
    )


def _chapters(document: Document, plan: OutlinePlan) -> Iterator[tuple[str, Block | None, list[Block]]]:
    """(key, heading, blocks) of each chapter: the level of chapters is that of the first one the plan names."""
    names = {_plain_key(name) for name in (*plan.open_chapters, *plan.closed_chapters)}
    heads = [block for block in document.blocks if block.kind == "heading"]
    level = next((block.level for block in heads if _chapter_key(block) in names), 0)
    head: Block | None = None
    body: list[Block] = []
    for block in document.blocks:
        if block.kind == "heading" and (block.level <= level or _chapter_key(block) in names):
            yield (_chapter_key(head) if head else "", head, body)
            head, body = block, []
        else:
            body.append(block)
    yield (_chapter_key(head) if head else "", head, body)


def _chapter_key(head: Block) -> str:
    return _plain_key(head.text.strip())


def _plain_key(name: str) -> str:
    return squeeze(_NUMBERING.sub("", name))


def _known(key: str, plan: OutlinePlan) -> bool:
    return key in {_plain_key(name) for name in plan.other}


def _programme_level(blocks: list[Block]) -> int:
    """The heading level at which programmes stand: the commonest one among headings named like a programme; 0 for none."""
    levels = Counter(
        block.level
        for block in blocks
        if block.kind == "heading" and not label_kind(block.text) and PROGRAMME_NOUN.search(block.text)
    )
    return max(levels.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]


def _listed(chapter: Block, blocks: list[Block], level: int, *, is_closed: bool) -> Iterator[Programme]:
    groups: list[Block] = []
    head: Block | None = None
    body: list[Block] = []
    for block in [*blocks, Block("heading", "", level=1)]:
        is_head = block.kind == "heading" and block.level <= level and not label_kind(block.text)
        if not is_head and block.locator:
            body.append(block)
            continue
        if head is not None and _is_programme(head, body):
            headings = (chapter.text, *(group.text for group in groups))
            yield _programme(head, body, headings, is_closed=is_closed)
        if block.level < level:
            groups = [group for group in groups if group.level < block.level] + [block]
            head = None
        else:
            head = block
        body = []


def _is_programme(head: Block, body: list[Block]) -> bool:
    """A heading with a programme's noun, or with labelled passages below it; 最近の投稿 is neither."""
    return bool(PROGRAMME_NOUN.search(head.text)) or any(label_kind(passage.label) for passage in passages_of(body))


def _repeated(chapters: list[tuple[str, Block | None, list[Block]]]) -> Iterator[Notice]:
    seen: set[str] = set()
    for key, head, _ in chapters:
        if head is None:
            continue
        if key in seen:
            yield Notice(
                "warning", "duplicate-section", f"章「{head.text}」が二度載っています", head.text, head.locator
            )
        seen.add(key)


def _unknown_chapter(head: Block, what: str) -> Notice:
    return Notice("warning", "unknown-section", f"知らない章「{head.text}」: {what}", head.text, head.locator)


# ---- both


def _programme(head: Block, body: list[Block], headings: tuple[str, ...], *, is_closed: bool = False) -> Programme:
    name = " ".join(line.text for line in head.lines)
    passages: tuple[Passage, ...] = passages_of(body)
    notices = []
    if read_name(name).is_unbalanced:
        notices.append(
            Notice("warning", "unbalanced-bracket", f"見出しの括弧が対になっていません: {name}", name, head.locator)
        )
    if not any(label_kind(passage.label) for passage in passages) and sum(len(block.text) for block in body) < 20:
        notices.append(Notice("warning", "empty-body", f"見出しだけで中身がありません: {name}", name, head.locator))
    return Programme(
        name_text=name,
        locator=head.locator,
        passages=passages,
        headings=headings,
        links=tuple((block.text, block.url, block.locator) for block in body if block.kind == "link"),
        is_closed=is_closed,
        notices=tuple(notices),
    )
