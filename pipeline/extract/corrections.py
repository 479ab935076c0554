"""Corrections of known misprints: applied to a document's words before anything is read, and refused once they are stale.

A correction is bound to a place and to the words expected there. The place is a path of printed words joined with
` / `: a heading, then a heading, label or line below it (七尾市 なりわい再生支援補助金 / 補助対象者). The expected words must
stand there exactly once; when the document no longer says them, the build stops and shows what it says now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.folding import squeeze
from pipeline.records import Block, Cell, Document, Line, Notice, PipelineError
from pipeline.sources.profile import Correction


class StaleCorrectionError(PipelineError):
    """A correction whose place, words or time is over."""


def apply_corrections(
    document: Document, corrections: Sequence[Correction], as_of: date
) -> tuple[Document, tuple[Notice, ...]]:
    """The document with every correction made, and a notice for each; StaleCorrectionError for one that no longer fits.

    `as_of` is the day against which `expires` is judged.
    """
    notices = []
    for correction in corrections:
        document, notice = _apply(document, correction, as_of)
        notices.append(notice)
    return document, tuple(notices)


def _apply(document: Document, correction: Correction, as_of: date) -> tuple[Document, Notice]:
    if correction.expires and as_of > correction.expires:
        raise StaleCorrectionError(f"訂正「{correction.at}」は {correction.expires} で期限が切れています")
    start, end = _find_place(document.blocks, correction.at)
    blocks = document.blocks[start:end]
    hits = [(index, line) for index, block in enumerate(blocks, start) for line in block.all_lines]
    hits = [(index, line) for index, line in hits for _ in range(line.text.count(correction.expect))]
    if len(hits) != 1:
        raise StaleCorrectionError(_explain(correction, len(hits), blocks))
    index, line = hits[0]
    corrected = _replace_in(document.blocks[index], line, correction)
    message = f"誤記を訂正して読みました: {correction.expect} → {correction.replace}（{correction.reason}）"
    notice = Notice("info", "correction-applied", message, correction.expect, line.locator)
    return replace(document, blocks=(*document.blocks[:index], corrected, *document.blocks[index + 1 :])), notice


def _find_place(blocks: Sequence[Block], path: str) -> tuple[int, int]:
    """The stretch of blocks that a path names: [start, end)."""
    start, end = 0, len(blocks)
    for step in path.split(" / "):
        wanted = squeeze(step)
        found = [index for index in range(start, end) if wanted in squeeze(_name(blocks[index]))]
        headings = [index for index in found if blocks[index].kind == "heading"]
        if not found:
            raise StaleCorrectionError(f"訂正の場所「{path}」のうち「{step}」が文書に見つかりません")
        start = (headings or found)[0]
        end = next((index for index in range(start + 1, end) if _closes(blocks[start], blocks[index])), end)
    return start, end


def _closes(opener: Block, block: Block) -> bool:
    if block.kind != "heading":
        return opener.kind == "field" and block.kind == "field"
    return opener.kind != "heading" or block.level <= opener.level


def _name(block: Block) -> str:
    return block.label or block.text or " ".join(cell.text for cell in block.cells)


def _replace_in(block: Block, line: Line, correction: Correction) -> Block:
    def mend(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(
            each._replace(text=each.text.replace(correction.expect, correction.replace)) if each == line else each
            for each in lines
        )

    def mend_cell(cell: Cell) -> Cell:
        return cell._replace(lines=mend(cell.lines))

    return block._replace(lines=mend(block.lines), cells=tuple(map(mend_cell, block.cells)))


def _explain(correction: Correction, hits: int, blocks: Sequence[Block]) -> str:
    if hits:
        return f"訂正「{correction.at}」の「{correction.expect}」が {hits} か所あり、どれか決まりません"
    words = " ".join(line.text for block in blocks for line in block.all_lines)
    return f"訂正「{correction.at}」の「{correction.expect}」はもうありません。いまの文: {words[:120]}"
