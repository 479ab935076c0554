"""Code points as fonts hand them out → the characters a reader sees, and which of them stand on the full-width grid."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pipeline.folding import clean

_WIDE_RANGES = (
    (0x2E80, 0xA4CF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x2460, 0x27BF), (0x20000, 0x3FFFF),
)  # fmt: skip
_DOUBTFUL_RANGES = ((0x0250, 0x0370), (0x0460, 0x1DFF), (0xA4D0, 0xABFF))


def _marked(ranges: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
    marks = np.zeros(0x110000, bool)
    for first, last in ranges:
        marks[first : last + 1] = True
    return marks


_WIDE, _DOUBTFUL = _marked(_WIDE_RANGES), _marked(_DOUBTFUL_RANGES)
_FEWEST_RARE, _RARE = 8, 0.25
"""A page's text in one font is implausible with so many different rare ideographs, which are so large a share of all."""
UNKNOWN = ord("〓")
"""The printers' sign for a character that is not at hand."""
_REPAIRED = np.zeros(0x110000, np.int32)

# what fonts' maps give for a character that looks the same: 076‧220 , 1∕2 ; \x02 is pdfium's hyphen at a line's end
_LOOK_ALIKES = {0x2215: "/", 0x2044: "/", 0x29F8: "/", 0x2027: "・", 0x2236: ":", 0x02: "-", 0xAD: "-"}
# Wingdings and Symbol in the private-use area: U+F06C before an item is a disc
_SYMBOLS = {
    0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF071: "□", 0xF072: "□", 0xF074: "◆", 0xF075: "◆", 0xF076: "❖", 0xF077: "◆",
    0xF09E: "・", 0xF09F: "•", 0xF0A1: "○", 0xF0A7: "▪", 0xF0A8: "□", 0xF0B2: "☆", 0xF0B7: "•", 0xF0D8: "➢", 0xF0DC: "➤",
    0xF0DF: "←", 0xF0E0: "→", 0xF0E8: "➔", 0xF0F0: "⇨", 0xF0FB: "×", 0xF0FC: "✓", 0xF0FE: "☑", 0xF052: "☑", 0xF0A3: "☐",
    0xF0AB: "★", 0xF0A5: "◎", 0xF0E2: "↓", 0xF0E1: "↑", 0xF0EA: "↓", 0xF0F2: "⇩", 0xF02D: "-", 0xF0A6: "○", 0xF0AE: "→",
}  # fmt: skip


def wide_mask(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of many code points stand on the full-width grid (as `is_wide`, for a whole page at once)."""
    return _WIDE[codes]


@cache
def is_wide(char: str) -> bool:
    """Whether a character stands on the full-width grid (kanji, kana, full-width forms, ①)."""
    code = ord(char) if char else 0
    return any(first <= code <= last for first, last in _WIDE_RANGES)


def is_doubtful(code: int) -> bool:
    """Whether a code point belongs to a script that Japanese documents hardly use: often a glyph number taken for one."""
    return bool(_DOUBTFUL[code])


def has_doubtful(codes: NDArray[np.int64]) -> bool:
    """Whether one of many code points is doubtful (as `is_doubtful`)."""
    return bool(_DOUBTFUL[np.minimum(codes, 0x10FFFF)].any())


def has_rare(codes: NDArray[np.int64]) -> bool:
    """Whether there are some ideographs among code points that are hardly used anywhere."""
    return int(np.count_nonzero(_rare_ideographs()[codes])) >= _FEWEST_RARE


def are_implausible(codes: NDArray[np.int64]) -> bool:
    """Whether so many of the ideographs among code points are rare that their font's map must tell the wrong ones."""
    codes = np.unique(codes)
    rare = int(np.count_nonzero(_rare_ideographs()[codes]))
    return rare >= max(_FEWEST_RARE, _RARE * int(np.count_nonzero((codes >= 0x3400) & (codes <= 0x9FFF))))


@cache
def _rare_ideographs() -> NDArray[np.bool_]:
    """Marks the ideographs that are of the first level of no national set: JIS X 0208, GB 2312, Big5."""
    marks = _marked(((0x3400, 0x4DBF), (0x4E00, 0x9FFF)))
    high = range(0xA1, 0xFF)
    sets = (
        ("euc_jp", 0xB0, 0xCF, high),
        ("gb2312", 0xB0, 0xD7, high),
        ("big5", 0xA4, 0xC6, (*range(0x40, 0x7F), *high)),
    )
    for codec, first, last, cells in sets:
        pairs = bytes(byte for row in range(first, last + 1) for cell in cells for byte in (row, cell))
        marks[[ord(char) for char in pairs.decode(codec, "ignore")]] = False
    return marks


def repaired(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Many code points → those of the characters to publish (as `repair`), UNKNOWN where the font does not say which."""
    codes = np.minimum(codes, 0x10FFFF)
    found = _REPAIRED[codes]
    if not found.all():
        for code in set(codes[found == 0].tolist()):
            _REPAIRED[code] = ord(repair(code) or chr(UNKNOWN))
        found = _REPAIRED[codes]
    return found.astype(np.int64)


def repair(code: int) -> str:
    """A code point → the character to publish; "" where the font does not say which (control, U+FFFD, private use).

    Radicals become the ideograph they stand for (⾦ ⻑ → 金 長); names such as 髙﨑 stay as they are. White space of any
    kind and unseen characters become a space. Old-style figures and small capitals (oneoldstyle, Asmall: U+F731, U+F761 of
    Adobe's corporate use area) become those they are variants of.
    """
    if code in _LOOK_ALIKES:
        return _LOOK_ALIKES[code]
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if 0xF020 <= code <= 0xF0FF:
        return "•"
    if 0xF721 <= code <= 0xF77E:
        return chr(code - 0xF700)
    if 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF or code in (0xFFFD, 0xFFFE, 0xFFFF, 0x10FFFF):
        return ""
    char = chr(code)
    if 0x2E80 <= code <= 0x2FDF:
        return clean(char)
    if 0xF900 <= code <= 0xFA0D or 0x2F800 <= code <= 0x2FA1F:  # duplicates of Korean and Chinese sets, drawn alike
        return unicodedata.normalize("NFKC", char)
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Cc":
        return ""
    return " " if category == "Cf" else char
