"""Characters: the folding that scanning works on, and the cleaning of words that are published.

`fold` keeps the length, so that an offset in the folded string is an offset in the original: a value is found in
the folded string and its words are cut out of the original. NFKC is not used: it changes lengths, turns the list
mark of `①2/3` into a digit and `½` into `1⁄2`, misses the radicals U+2E80–2EFF and rewrites names (﨑, 髙).
"""

from __future__ import annotations

import re
import unicodedata

# Radicals that fonts hand out instead of the ideograph (`⻑⻘⺠` survive NFKC); Unicode's EquivalentUnifiedIdeograph.txt.
_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺"
    "⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎"
    "⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣"
    "⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
# Kangxi radicals whose Unicode equivalent is an old form: a Japanese font that prints ⼾ means 戸 (⼾建て), not 戶.
_JAPANESE_FORMS = {"⼾": "戸", "⾭": "青", "⿈": "黄", "⿊": "黒"}

_LOOK_ALIKES = {
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200c\u200d"
    "\u202f\u205f\u2060\u3000\ufeff\u00ad",
    "/": "∕⁄⧸",
    "-": "‐‑‒–—―−﹣─━➖",
    "~": "〜∼∾〰⁓˜",
    ":": "∶︓﹕",
    ",": "﹐",
    ".": "．",
    "・": "･‧·",
    "¥": "￥",
    "%": "﹪",
    "'": "’‘′",
}


class _Fold(dict[int, int]):
    """A translation table that answers for every character (str.translate pays dearly for a missing key)."""

    def __missing__(self, code: int) -> int:
        if code < 0x10000:  # what is rarer is not worth remembering
            self[code] = code
        return code


def _radicals() -> dict[int, int]:
    table = {ord(a): ord(b) for a, b in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
    for code in range(0x2F00, 0x2FD6):
        table[code] = ord(_JAPANESE_FORMS.get(chr(code)) or unicodedata.normalize("NFKC", chr(code)))
    return table


def _fold_table() -> _Fold:
    table = _Fold(_radicals())
    for code in range(0xFF01, 0xFF5F):  # ！ … ～
        table[code] = code - 0xFEE0
    for code in (*range(0xFF61, 0xFFA0), *range(0xF900, 0xFB00)):  # ｶ → カ, 令 (U+F9A8) → 令
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1:
            table[code] = ord(plain)
    for plain, others in _LOOK_ALIKES.items():
        for other in others:
            table[ord(other)] = ord(plain)
    return table


_FOLD = _fold_table()
_RADICAL_TABLE = _radicals()
# characters that are not seen and mean nothing: zero width, soft hyphen, byte order mark, bidi marks, C0/C1 controls
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f-\x9f]")
_WHITE = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return the text with width, look-alikes and radicals folded, character for character (same length).

    Full-width letters and digits, ∕⁄／ → /, ‐−－ → -, 〜～ → ~, half-width kana, ⾦⻑ → 金長, odd spaces → space (a tab parts columns and stays).
    List marks (①), vulgar fractions (½) and square eras (㋿) stay as they are: they are characters of their own.
    """
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """Words without any white space: what is spread over a line (基 盤 強 化) is what it is without."""
    return "".join(text.split())


def name_key(text: str) -> str:
    """Words by which names are compared: without white space, characters of width and form as their plain ones (NFKC)."""
    return squeeze(unicodedata.normalize("NFKC", text))


def single_spaced(text: str) -> str:
    """Words with every stretch of white space as one space."""
    return " ".join(text.split())


def clean(text: str) -> str:
    """Return words fit to publish: white space folded, unseen characters gone, radicals as ideographs, width kept."""
    return _WHITE.sub(" ", _UNSEEN.sub("", text)).strip().translate(_RADICAL_TABLE)


# https://example.jp/2025/1/2 , www.example.jp/1/2 , info@example.jp
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w.-]+")


def mask_addresses(folded: str) -> str:
    """Blank out web and mail addresses, keeping the length: their digits are no dates, shares or sums."""
    if "://" not in folded and "@" not in folded and "www." not in folded:
        return folded
    return _ADDRESS.sub(lambda found: " " * len(found[0]), folded)
