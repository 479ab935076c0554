"""Glyphs to pieces: stretches on one baseline without a wide gap, or in one vertical column, with spaces restored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.parse.pdf.content import Floats, Glyphs, string, union
from pipeline.parse.pdf.text.characters import is_wide, wide_mask
from pipeline.parse.pdf.text.drawn_order import WIDEST, reading_places
from pipeline.parse.pdf.text.piece import Piece
from pipeline.parse.pdf.text.vertical import join_columns

_BREAK, _BREAK_AFTER_BLANK = 1.6, 2.2
"""A gap of so many em parts two pieces; typed spaces in between make it more likely that the words belong together."""
_SPACE = 0.19
"""A gap of so many em beyond the usual gap of the piece was a space (a Latin space is 0.22 em in Noto Sans CJK)."""

_LOOSE, _LOOSEST, _FEWEST_LOOSE = 0.08, 0.5, 2
"""Letters are spaced out by so many em, from the least to the most, where so many gaps tell."""
_GRID, _FEWEST_ON_GRID = 0.015, 3
"""How exactly, in em, letters stand on a grid of half an em, and how few of other widths show one."""

_SONANT = re.compile(r".[\u3099\u309a]")  # は + ◌゚ → ぱ


def pieces(glyphs: Glyphs, cell: NDArray[np.int32]) -> list[Piece]:
    """Glyphs and the number of the cell each lies in (-1: none) → pieces, in the order drawn, cut at cell borders."""
    every_code = glyphs.code
    solid = (every_code != 0x20).nonzero()[0]
    if not len(solid):
        return []
    box = glyphs.box.take(solid, axis=0)
    sizes = np.array([style.size for style in glyphs.styles], np.float32)[glyphs.style[solid]]
    codes = every_code[solid]
    wide = wide_mask(codes)
    after_blank = np.concatenate(([False], solid[1:] - solid[:-1] > 1))
    gap, cut = _cuts(box, sizes, cell[solid], after_blank)
    if (places := reading_places(box, sizes, cell[solid], cut)) is not None:
        after_blank = np.append(False, (np.diff(places) == 1) & after_blank[places[1:]])
        solid, box, sizes, codes, wide = solid[places], box[places], sizes[places], codes[places], wide[places]
        gap, cut = _cuts(box, sizes, cell[solid], after_blank)
    starts = np.concatenate(([0], cut.nonzero()[0] + 1))
    ends = np.append(starts[1:], len(solid))
    figure = (codes >= 0x30) & (codes <= 0x39)
    point = (codes[:-1] == 0x2C) | (codes[:-1] == 0x2E)
    in_number = (point | (figure[:-1] & (sizes[:-1] == sizes[1:]))) & figure[1:]
    spaced = _spaces(gap, cut, sizes, wide, after_blank, in_number, starts, ends)
    if np.count_nonzero(spaced):
        spaced &= ~_on_grid(box, sizes, cut | wide[:-1] | wide[1:], starts)
    x0 = np.minimum.reduceat(box[:, 0], starts).tolist()
    top = np.minimum.reduceat(box[:, 1], starts).tolist()
    x1 = np.maximum.reduceat(box[:, 2], starts).tolist()
    bottom = np.maximum.reduceat(box[:, 3], starts).tolist()
    size = np.maximum.reduceat(sizes, starts).tolist()
    texts = _texts(codes, spaced.nonzero()[0] + 1, starts)
    firsts = solid[starts]
    style = glyphs.style[firsts].tolist()
    found = list(map(Piece, x0, top, x1, bottom, texts, size, style, firsts.tolist()))
    stacked = _columns(found, glyphs, cell)
    if any(piece.vertical for piece in stacked):
        turns = [glyphs.styles[piece.style].turns for piece in stacked]
        stacked = join_columns(stacked, [int(cell[piece.glyph]) for piece in stacked], turns)
    return _spread(stacked, cell)


def _texts(codes: NDArray[np.int64], spaces: NDArray[np.int64], starts: NDArray[np.int64]) -> list[str]:
    """Code points, of which those at `spaces` follow a space, and where pieces start → the text of each piece."""
    spaced = np.full(len(codes) + len(spaces), 0x20)
    inked = np.ones(len(spaced), np.bool_)
    inked[spaces + np.arange(len(spaces))] = False
    spaced[inked] = codes
    whole = string(spaced)
    firsts = (starts + spaces.searchsorted(starts)).tolist()
    texts = [whole[first:end] for first, end in pairwise([*firsts, len(whole)])]
    return [_composed(text) for text in texts] if "\u3099" in whole or "\u309a" in whole else texts


def _cuts(
    box: Floats, sizes: Floats, cell: NDArray[np.int32], after_blank: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]]:
    """The gap behind each glyph but the last, and whether a piece ends there."""
    size = np.maximum(sizes[:-1], sizes[1:])
    middle = (box[:, 1] + box[:, 3]) / 2
    gap = box[1:, 0] - box[:-1, 2]
    limit = np.where(after_blank[1:], _BREAK_AFTER_BLANK, _BREAK) * size
    other_line = np.abs(middle[1:] - middle[:-1]) > 0.5 * np.minimum(sizes[:-1], sizes[1:])
    return gap, other_line | (gap > limit) | (gap < -0.8 * size) | (cell[1:] != cell[:-1])


def _spaces(
    gap: Floats,
    cut: NDArray[np.bool_],
    sizes: Floats,
    wide: NDArray[np.bool_],
    after_blank: NDArray[np.bool_],
    in_number: NDArray[np.bool_],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Which glyphs a space follows: a gap that stands out from the piece's own letter spacing, or a typed space.

    `in_number` marks a comma, a point or a figure before one of its size, whose white is part of the number: 1,000, 1990.
    """
    size = np.maximum(sizes[:-1], sizes[1:])
    spaced = ~cut & (gap > np.where(in_number, 0.5, _SPACE) * size)
    if np.count_nonzero(spaced):
        relative = (gap / size).tolist()
        for piece in dict.fromkeys((starts.searchsorted(spaced.nonzero()[0], side="right") - 1).tolist()):
            first, last = int(starts[piece]), int(ends[piece]) - 1
            if last - first >= 2:
                is_numbered = last - first == 2 and wide[first : last + 1].tolist() == [False, True, True]  # 4 審査
                usual = relative[last - 1] if is_numbered else median(relative[first:last])
                if usual > 0.1:  # letter-spaced or spread: 製 品 開 発
                    spaced[first:last] &= gap[first:last] > (usual + max(_SPACE, 0.35 * usual)) * size[first:last]
            elif last - first == 1 and wide[first] and wide[last]:
                spaced[first] = False  # 概 要: a label of two characters spread over its cell
    typed = ~cut & after_blank[1:] & ((gap > 0.12 * size) | ~(wide[:-1] & wide[1:]))
    return spaced | (typed & ~_letter_spaced(gap / size, typed, cut, starts))


def _letter_spaced(
    gap: Floats, typed: NDArray[np.bool_], cut: NDArray[np.bool_], starts: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which gaps, in em, are no wider than those of their piece without a typed space, where most of these are spaced out.

    A program that stretches a line may type spaces of no width into it.
    """
    if not np.count_nonzero(typed):
        return typed
    plain = ~cut & ~typed
    loose = plain & (gap > _LOOSE) & (gap < _LOOSEST)
    if np.count_nonzero(loose) < _FEWEST_LOOSE:  # the usual page
        return np.zeros(len(typed), bool)
    plain, loose, gap = (np.append(one, 0) for one in (plain, loose, gap))
    count, found = (np.add.reduceat(one, starts, dtype=int) for one in (plain, loose))
    widest = np.maximum.reduceat(np.where(loose, gap, -np.inf), starts)
    usual = np.where((found >= _FEWEST_LOOSE) & (3 * found >= 2 * count), widest, -np.inf)
    narrow: NDArray[np.bool_] = gap <= usual.repeat(np.diff(np.append(starts, len(gap)))) + 0.25 * _LOOSE
    return narrow[:-1]


def _on_grid(box: Floats, sizes: Floats, other: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which glyphs the next one follows by half an em whatever their own widths: white there is no space.

    So letters stand whose font was replaced by one of other widths; those of a font of one width fill their places.
    `other` marks what is no step from a narrow glyph to the next.
    """
    odd = ~other & (np.abs(box[1:, 0] - box[:-1, 2]) > 2 * _GRID * sizes[:-1])
    if np.count_nonzero(odd) < _FEWEST_ON_GRID:
        return np.zeros(len(odd), bool)
    step = box[1:, 0] - box[:-1, 0]
    grid: NDArray[np.bool_] = ~other & (np.abs(step - 0.5 * sizes[:-1]) <= _GRID * sizes[:-1])
    odd &= grid
    steps, fits, odds = (np.add.reduceat(np.append(one, False), starts, dtype=int) for one in (~other, grid, odd))
    lies: NDArray[np.bool_] = (fits == steps) & (odds >= _FEWEST_ON_GRID) & (2 * odds > steps)
    grid &= lies[starts.searchsorted(np.arange(len(grid)), side="right") - 1]
    return grid


def _columns(found: list[Piece], glyphs: Glyphs, cell: NDArray[np.int32]) -> list[Piece]:
    """Single glyphs drawn one below the other, and glyphs turned on their side, become one vertical piece."""
    turned = {number for number, style in enumerate(glyphs.styles) if style.turns}
    near = {k for k, piece in enumerate(found[:-1], start=1) if piece.style in turned} if turned else set()
    near.update(_single_after_single(found))
    return _chained(found, sorted(near), lambda chain, piece: _stacked(chain, piece, glyphs, cell), _closed)


def _single_after_single(found: list[Piece]) -> list[int]:
    """Positions of the single characters that follow one."""
    single = [len(piece.text) == 1 for piece in found]
    return [k for k, pair in enumerate(pairwise(single), start=1) if pair == (True, True)]


def _chained(
    found: list[Piece],
    near: list[int],
    goes_on: Callable[[list[Piece], Piece], bool],
    joined: Callable[[list[Piece]], Piece],
) -> list[Piece]:
    """Pieces → the same, each chain `joined` into one; those at the positions `near` may go on a chain with the piece before."""
    done: list[Piece] = []
    chain: list[Piece] = []
    end = 0  # what stands before it is done, or in the chain
    for k in near:
        if end < k:
            done += [joined(chain)] if len(chain) > 1 else chain
            done += found[end : k - 1]
            chain = [found[k - 1]]
        if not goes_on(chain, found[k]):
            done += [joined(chain)] if len(chain) > 1 else chain
            chain = []
        chain.append(found[k])
        end = k + 1
    return [*done, *([joined(chain)] if len(chain) > 1 else chain), *found[end:]]


def _stacked(chain: list[Piece], below: Piece, glyphs: Glyphs, cell: NDArray[np.int32]) -> bool:
    above = chain[-1]
    turns = glyphs.styles[above.style].turns
    if turns != glyphs.styles[below.style].turns or cell[above.glyph] != cell[below.glyph]:
        return False
    size = max(above.size, below.size)
    if abs(above.centre - below.centre) > 0.35 * size:
        return False
    if turns:
        return min(abs(below.top - above.bottom), abs(above.top - below.bottom)) <= 1.2 * size
    gap = below.top - above.bottom
    spread = 1.2 * size
    if cell[above.glyph] >= 0 and (len(chain) < 2 or abs(gap - (above.top - chain[-2].bottom)) <= 0.1 * size):
        spread = WIDEST * size
    return is_wide(above.text) and is_wide(below.text) and -0.65 * size <= gap <= spread


def _closed(chain: list[Piece]) -> Piece:
    x0, top, x1, bottom = union(piece.box for piece in chain)
    text = "".join(piece.text for piece in chain)
    return chain[0]._replace(x0=x0, top=top, x1=x1, bottom=bottom, text=text, vertical=True)


def _spread(found: list[Piece], cell: NDArray[np.int32]) -> list[Piece]:
    """Single characters set evenly over a line (対　象　者 across its column) become one piece, a space between them."""
    return _chained(found, _single_after_single(found), lambda row, piece: _evenly(row, piece, cell), _joined)


def _evenly(row: list[Piece], piece: Piece, cell: NDArray[np.int32]) -> bool:
    last = row[-1]
    gap = piece.x0 - last.x1
    alone = all(p.text.isalpha() and is_wide(p.text) for p in (last, piece))
    if not alone or cell[last.glyph] != cell[piece.glyph] or abs(last.middle - piece.middle) > 0.2 * piece.size:
        return False
    even = len(row) < 2 or abs(gap - (last.x0 - row[-2].x1)) <= 0.4 * piece.size
    return even and 0 < gap <= WIDEST * piece.size


def _joined(row: list[Piece]) -> Piece:
    x0, top, x1, bottom = union(piece.box for piece in row)
    return row[0]._replace(x0=x0, top=top, x1=x1, bottom=bottom, text=" ".join(piece.text for piece in row))


def _composed(text: str) -> str:
    """か + U+3099 → が: sonant marks that the font draws as glyphs of their own."""
    return _SONANT.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
