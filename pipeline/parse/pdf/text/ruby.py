"""Parts reading aids (ruby, ふりがな) from the words they stand above or beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.parse.pdf.text.piece import Piece

_KANA = re.compile(r"[ぁ-ゖァ-ヺー・ 　]+|[•●○◦﹅﹆ ]+")  # ほ じょ きん; • • • (圏点)
_LARGEST = 0.62
"""Ruby is set at half the size of the word it belongs to, at most at six tenths."""


def part_ruby(found: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Pieces of a page → (words, ruby): kana at half size, close above (in vertical text: right of) larger type."""
    largest = _LARGEST * max([p.size for p in found], default=0.0)
    small = [p for p in found if p.size <= largest and _KANA.fullmatch(p.text)]
    ruby = [p for p in small if any(_aids(p, base) for base in found)]
    gone = {id(piece) for piece in ruby}
    return [piece for piece in found if id(piece) not in gone], ruby


def _aids(ruby: Piece, base: Piece) -> bool:
    if ruby.size > _LARGEST * base.size:
        return False
    em = base.size
    above = -0.45 * em <= base.top - ruby.bottom <= 0.5 * em
    if above and base.x0 - 0.6 * em <= ruby.x0 and ruby.x1 <= base.x1 + 0.6 * em:
        return True
    beside = -0.35 * em <= ruby.x0 - base.x1 <= 0.4 * em
    return base.vertical and beside and base.top - 0.6 * em <= ruby.top and ruby.bottom <= base.bottom + 0.6 * em
