"""A first profile for a document nobody has described yet: its marks, sections and labels, as TOML to be read by a person."""

from __future__ import annotations

import json
import re
from collections import Counter

from pipeline.extract.labels import label_kind
from pipeline.extract.outline import OutlinePlan, outline
from pipeline.extract.outline_generic import PROGRAMME_NOUN
from pipeline.records import Block, Document, LayoutChanged

# ◇海外販路開拓支援事業, ■創業支援補助金: a mark that opens several names is the document's mark for a programme
_MARK = re.compile(r"^([◇◆■□●○◎★☆▼▽▲△])\s*\S")
_LONGEST = 60


def propose(document: Document) -> tuple[OutlinePlan, tuple[str, ...]]:
    """A document → the outline plan that fits it best, and the names of the programmes it would find.

    A mark that opens at least two programme names makes a guide; two headings of one level with programmes below make a
    listing; anything else is read without a plan (generic).
    """
    plans = [plan for plan in (_guide(document), _listing(document)) if plan is not None]
    for plan in [*plans, OutlinePlan()]:
        try:
            found = outline(document, plan)
        except LayoutChanged:
            continue
        return plan, tuple(programme.name_text for programme in found.programmes)
    return OutlinePlan(), ()


def as_toml(document: Document, source_id: str, file_name: str) -> str:
    """The proposal as a profile; what only a person can know is left as a visible 要記入."""
    plan, names = propose(document)
    kind = "guide_pdf" if document.media_type == "application/pdf" else "aggregator_html"
    lines = [
        f"# {file_name} から提案したプロファイルです。「要記入」を埋め、見出しが正しいか確かめてください。",
        f"# 見つかった制度 {len(names)} 件:",
        *(f"#   {name}" for name in names[:40]),
        f"# 見出しの下で見つかったラベル: {'、'.join(_labels(document)[:30])}",
        "",
        "[identity]",
        f"source_id = {_quote(source_id)}",
        f"title = {_quote(document.title or '要記入')}",
        'publisher = "要記入"',
        f"kind = {_quote(kind)}",
        "",
        "[fetch]",
        'page_url = "要記入"',
        'file_url = "要記入"            # または link_text: page_url のページでこの文字のリンク先',
        f"media_type = {_quote(document.media_type)}",
        "",
        "[rights]",
        'licence = "要記入"',
        'attribution = "要記入"',
        'rights = "facts"',
        "",
        "[outline]",
        f"kind = {_quote(plan.kind)}",
    ]
    if plan.programme_mark:
        lines.append(f"programme_mark = {_quote(plan.programme_mark)}")
    for key in ("sections", "facility_sections", "open_chapters", "closed_chapters", "other"):
        if values := getattr(plan, key):
            lines.append(f"{key} = {json.dumps(list(values), ensure_ascii=False)}")
    lines += ["", "[expect]", f"programs = [{max(1, len(names) // 2)}, {max(1, len(names) * 2)}]", ""]
    return "\n".join(lines)


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
    return OutlinePlan(kind="guide", programme_mark=mark, sections=_bands(document, mark))


def _bands(document: Document, mark: str) -> tuple[str, ...]:
    """Short headings above the marked ones, each followed by at least one of them."""
    bands: dict[str, bool] = {}
    last = ""
    for block in document.blocks:
        if block.text.startswith(mark):
            if last:
                bands[last] = True
        elif _is_band(block):
            last = re.sub(r"[\s\u3000]+", "", block.text)
    return tuple(bands)


def _is_band(block: Block) -> bool:
    short = block.kind == "heading" and len(block.text) <= 12 and "\n" not in block.text
    return short and block.level <= 2 and not label_kind(block.text) and not PROGRAMME_NOUN.search(block.text)


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
    other = tuple(name for name in chapters if name not in closed and name not in opened)
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


def _labels(document: Document) -> list[str]:
    found: dict[str, None] = {}
    for block in document.blocks:
        texts = [block.label, block.text] if block.kind in ("field", "heading") else []
        texts += [cell.text for cell in block.cells if cell.col == 0]
        for text in texts:
            if text and label_kind(text):
                found[re.sub(r"[\s\u3000]+", "", text)] = None
    return list(found)


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
