"""A first outline plan for a document nobody has described yet, by its marks, bands and chapters, to be judged by a person."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.extract.labels import label_kind
from pipeline.extract.naming import PROGRAMME_NOUN
from pipeline.extract.outline import Outline, OutlinePlan, outline
from pipeline.extract.outline.generic import states_terms
from pipeline.folding import squeeze
from pipeline.records import Block, Document, LayoutChanged

# ◇海外販路開拓支援事業, ■創業支援補助金: a mark that opens several names is the document's mark for a programme
_MARK = re.compile(r"^([◇◆■□●○◎★☆▼▽▲△])\s*\S")
_FACILITIES = re.compile(r"施設$")  # 支援施設, 関連施設
_LONGEST = 60


def propose(document: Document) -> tuple[OutlinePlan, Outline]:
    """A document → the outline plan that fits it best, and what is found by it.

    A mark that opens at least two programme names makes a guide; two headings of one level with programmes below make a
    listing. Most of what either finds must state its terms, which the entries of a table of contents do not; anything else
    is read without a plan (generic).
    """
    for plan in (_guide(document), _listing(document)):
        try:
            found = outline(document, plan) if plan else None
        except LayoutChanged:
            continue
        if plan and found and _is_believable(found):
            return plan, found
    return OutlinePlan(), outline(document, OutlinePlan())


def _is_believable(found: Outline) -> bool:
    stating = [programme for programme in found.programmes if states_terms(programme.passages)]
    return len(stating) >= 2 and len(stating) * 2 >= len(found.programmes)


def printed_labels(document: Document) -> tuple[str, ...]:
    """The words of a document that the pipeline knows as labels (補助率, 対象者 …), in reading order, without their spacing."""
    found: dict[str, None] = {}
    for block in document.blocks:
        texts = [block.label, block.text] if block.kind in ("field", "heading") else []
        texts += [cell.text for cell in block.cells if cell.col == 0]
        found.update((squeeze(text), None) for text in texts if text and label_kind(text))
    return tuple(found)


def _guide(document: Document) -> OutlinePlan | None:
    marks = Counter(
        match.group(1)
        for block in document.blocks
        if block.kind in ("heading", "paragraph") and len(block.text) <= _LONGEST
        if (match := _MARK.match(block.text)) and PROGRAMME_NOUN.search(block.text) and not label_kind(block.text)
    )
    if not marks or marks.most_common(1)[0][1] < 2:
        return None
    mark = marks.most_common(1)[0][0]
    bands = _bands(document, mark)
    facilities = tuple(name for name in bands if _FACILITIES.search(name))
    sections = tuple(name for name in bands if name not in facilities)
    return OutlinePlan(kind="guide", programme_mark=mark, sections=sections, facility_sections=facilities)


def _bands(document: Document, mark: str) -> tuple[str, ...]:
    """Short headings above the marked ones, each followed by at least one of them."""
    bands: dict[str, bool] = {}
    last = ""
    for block in document.blocks:
        if block.text.startswith(mark):
            if last:
                bands[last] = True
        elif _is_band(block):
            last = squeeze(block.text)
    return tuple(bands)


def _is_band(block: Block) -> bool:
    short = block.kind == "heading" and len(block.text) <= 12 and "\n" not in block.text
    words = squeeze(block.text)
    named = _FACILITIES.search(words) or not (label_kind(words) or PROGRAMME_NOUN.search(words))
    return short and block.level <= 2 and bool(named)


def _listing(document: Document) -> OutlinePlan | None:
    heads = [block for block in document.blocks if block.kind == "heading" and not label_kind(block.text)]
    levels = Counter(block.level for block in heads if PROGRAMME_NOUN.search(block.text))
    if not levels or max(levels.values()) < 2:
        return None
    level = max(levels.items(), key=lambda item: item[1])[0]
    above = [block for block in heads if block.level < level]
    chapter_level = min((block.level for block in above if block.level > 1), default=0)
    chapters = [block.text for block in above if block.level == chapter_level]
    if not chapters:
        return None
    closed = tuple(name for name in chapters if re.search(r"終了", name))
    opened = tuple(name for name in chapters if name not in closed and _has_programmes(document, name, level))
    if not opened:
        return None
    other = tuple(dict.fromkeys(name for name in chapters if name not in closed and name not in opened))
    return OutlinePlan(kind="listing", open_chapters=opened, closed_chapters=closed, other=other)


def _has_programmes(document: Document, chapter: str, level: int) -> bool:
    inside = False
    for block in document.blocks:
        if block.kind != "heading":
            continue
        if block.level < level and block.text == chapter:
            inside = True
        elif inside and block.level == level and PROGRAMME_NOUN.search(block.text):
            return True
        elif inside and block.level < level and block.text != chapter and label_kind(block.text) is None:
            inside = block.level > 2
    return False
