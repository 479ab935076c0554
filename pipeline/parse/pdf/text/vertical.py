"""Columns of vertical text whose parts the page draws one by one: words between marks, and figures set across (令和11年)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from pipeline.parse.pdf.content import union
from pipeline.parse.pdf.text.characters import is_wide
from pipeline.parse.pdf.text.piece import Piece

_ACROSS = re.compile(r"[0-9A-Za-z!?%]{1,4}")  # 11, 5G, !?
_ALIGNED = 0.35
"""Parts of one column have their middles less than so many em apart."""
_OVERLAP, _DEEP_OVERLAP, _GAP = -0.65, -1.1, 0.6
"""Marks take half an em, and their box reaches over that of a neighbour, a whole em where 、（ meet; a wider gap parts two texts."""
_CLOSING, _OPENING = "、。，．」』）〕】》〉", "「『（〔【《〈"
_TURNED = 3
"""Quarter turns of Latin words and brackets that lie on their side."""


def join_columns(found: Sequence[Piece], cells: Sequence[int], turns: Sequence[int]) -> list[Piece]:
    """Pieces of a page with the cell and the turns of each → the same, with the parts of every vertical column joined.

    A part is a vertical piece, words that lie on their side, a character or mark by itself, or a few figures or letters
    across the column.
    """
    parts = [k for k, piece in enumerate(found) if turns[k] == _TURNED or (not turns[k] and _is_part(piece))]
    columns: list[list[int]] = []
    in_cell: dict[int, list[list[int]]] = defaultdict(list)
    for k in sorted(parts, key=lambda k: found[k].top):
        last = next((column for column in in_cell[cells[k]] if _goes_on(found[column[-1]], found[k])), None)
        if last is None:
            columns.append([k])
            in_cell[cells[k]].append(columns[-1])
        else:
            last.append(k)
    joined = list(found)
    gone: set[int] = set()
    for column in columns:
        pieces = [found[k] for k in column]
        if len(column) < 2 or not any(
            piece.vertical and turns[k] == 0 for k, piece in zip(column, pieces, strict=True)
        ):
            continue
        main = max(pieces, key=lambda piece: len(piece.text) * piece.size)
        x0, top, x1, bottom = union(piece.box for piece in pieces)
        text = "".join(piece.text.strip() for piece in pieces)
        joined[column[0]] = main._replace(x0=x0, top=top, x1=x1, bottom=bottom, text=text, vertical=True)
        gone.update(column[1:])
    return _upended([piece for k, piece in enumerate(joined) if k not in gone])


def _upended(found: list[Piece]) -> list[Piece]:
    """Where most text runs downwards, a character by itself (序) is a column too."""
    downwards = sum(len(piece.text) for piece in found if piece.vertical)
    if 2 * downwards <= sum(len(piece.text) for piece in found):
        return found
    return [piece._replace(vertical=True) if len(piece.text) == 1 and is_wide(piece.text) else piece for piece in found]


def _is_part(piece: Piece) -> bool:
    text = piece.text.strip()
    if piece.vertical or (len(text) == 1 and not text.isascii()):  # ※ is as wide as its font has it
        return True
    return piece.x1 - piece.x0 <= 1.6 * piece.size and _ACROSS.fullmatch(text) is not None


def _goes_on(above: Piece, below: Piece) -> bool:
    """Whether a part continues a column: in its line, of its size, and no further off than its own characters are."""
    size = max(above.size, below.size)
    if abs(above.centre - below.centre) > _ALIGNED * size or min(above.size, below.size) < 0.7 * size:
        return False
    pitch = max((p.bottom - p.top) / len(p.text) / p.size - 1 if p.vertical else 0.0 for p in (above, below))
    meets = above.text[-1] in _CLOSING and below.text[0] in _OPENING
    return (_DEEP_OVERLAP if meets else _OVERLAP) * size <= below.top - above.bottom <= (_GAP + max(pitch, 0.0)) * size
