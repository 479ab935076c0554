"""The sections that an edition has beside those its profile names: bands of a guide, chapters of a listing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from pipeline.folding import squeeze
from pipeline.records import Block

# 人 材 育 成: letters set apart to fill a band
_SPACED = re.compile(r"(?:\S[\s\u3000]+)+\S")
# 受付を終了した補助金, 募集を締め切った制度, 過去の補助金; not 2025年11月終了予定
_CLOSED = re.compile(r"終了(?!予定)|締め?切っ|締切済|過去の")
# 県全域で募集中の補助金, 受付中の助成金, 現在使える補助金, 近日公募開始の補助金
_OPEN = re.compile(r"募集中|受付中|公募中|申請できる|使える|募集予定|公募開始")


def own_bands(
    blocks: Sequence[Block], known: Collection[str], marked: Collection[int], running: Collection[int]
) -> dict[str, str]:
    """The bands of a guide that its profile does not know, key → name, in reading order.

    `known` are the keys of the profile's bands, `marked` and `running` the positions of the marked headings (◇) and of running
    heads in `blocks`. A band is a heading of the level that the known ones have, above that of the marked headings, or one
    that the cover lists.
    """
    heads = [(i, block) for i, block in enumerate(blocks) if block.kind == "heading" and i not in marked]
    levels = Counter(block.level for _, block in heads if squeeze(block.text) in known)
    level = max(levels, key=lambda one: levels[one], default=0)
    if marked and level >= min((blocks[i].level or 7) for i in marked):
        level = 0
    first = max((i for i, _ in heads if i < min(marked, default=0)), default=0)
    cover = {squeeze(line.text) for block in blocks[:first] for line in block.lines}
    cover -= {squeeze(block.text) for block in blocks[:first] if block.kind == "heading"}
    return {
        key: key if _SPACED.fullmatch(block.text) else " ".join(line.text for line in block.lines)
        for i, block in heads
        if (key := squeeze(block.text)) not in known
        and i >= first
        and ((block.level == level and i not in running) or key in cover)
    }


def lists_bands(blocks: Sequence[Block], known: Collection[str]) -> bool:
    """Whether one block, such as a cover's list of contents, names several of the known bands."""
    return any(len({squeeze(line.text) for line in block.lines} & set(known)) >= 2 for block in blocks)


def is_open_chapter(heading: str) -> bool | None:
    """What a chapter's heading says of the calls below it: True for open ones, False for closed ones, None for neither."""
    if _CLOSED.search(heading):
        return False
    return True if _OPEN.search(heading) else None
