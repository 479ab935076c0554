"""Gives fonts without a ToUnicode map the one that their own embedded TrueType program, or the names of their glyphs, imply."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from typing import Any

from pipeline.parse.pdf.text.characters import is_doubtful

_MOST_GLYPHS = 65_536
_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.S)
_CODE_AND_TEXT = re.compile(rb"<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f\s]*)>")  # <0041> <5E02>
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
# <0041> <0043> <5E02>, or a text for each code: <0041> <0042> [<5E02> <5185>]
_RANGE = re.compile(rb"<([0-9A-Fa-f]{1,4})>\s*<([0-9A-Fa-f]{1,4})>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])")
_TEXT = re.compile(rb"<([0-9A-Fa-f\s]*)>")
_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Mended def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange"
)
_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"
_NOWHERE = "\ue000"
"""Codes without a character begin here: in the private-use area, where nothing counts as text."""
_RESOLVED = ("Japan1", "GB1", "CNS1", "Korea1", "KR")
"""Character collections whose CIDs pdfium itself maps to Unicode."""
_SAME_CODES = {"/UniJIS2004-UTF16-H": "/UniJIS-UTF16-H", "/UniJIS2004-UTF16-V": "/UniJIS-UTF16-V"}
"""Encodings that differ in the shape of some glyphs only (JIS X 0213:2004)."""

Range = tuple[int, int, str]
"""The first and the last of successive codes, and what the first stands for; the others stand for the characters after it."""


def mend_fonts(data: bytes, password: str | None, *, in_full: bool = False) -> bytes | None:
    """A PDF's bytes → the same PDF with ToUnicode maps added; None where every font says its characters.

    Mended are composite fonts with an identity encoding and no ToUnicode: by the Unicode cmap of their embedded TrueType
    program (subtables 4 and 12; format 14, which lists variation sequences, says nothing about single glyphs). A font
    without such a program gets a map into the private-use area, so that its glyphs count as unmapped and not as text. Fonts
    that draw their letters themselves (Type 3) are mended where each of their glyphs has a name that says a character.
    `in_full`, maps that leave out codes are completed in the same way. A predefined encoding or map that pdfium lacks is
    replaced by one that says the same.
    """
    import pikepdf

    mended = False
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            for font in pdf.objects:
                if not isinstance(font, pikepdf.Dictionary):
                    continue
                if font.get("/Subtype") == "/Type0" and "/DescendantFonts" in font:
                    mended |= _mend(font, pdf, in_full)
                elif font.get("/Subtype") == "/Type3" and "/ToUnicode" not in font:
                    mended |= _mend_by_names(font, pdf)
            rewritten = io.BytesIO()
            if mended:
                pdf.save(rewritten)
    except pikepdf.PdfError:  # too damaged to be written anew: the glyphs stay unmapped, and are told so
        return None
    return rewritten.getvalue() if mended else None


def _mend(font: Any, pdf: Any, in_full: bool) -> bool:
    """Whether a composite font had to be given an encoding or a map, which it has now."""
    import pikepdf

    if encoding := _SAME_CODES.get(str(font.get("/Encoding"))):
        font.Encoding = pikepdf.Name(encoding)
        return True
    if isinstance(font.get("/ToUnicode"), pikepdf.Name):  # /Identity-H: its codes are characters
        ranges = _ranges({code: chr(code) for code in (*range(0x20, 0xD800), *range(0xE000, 0xFFFE))})
    elif not _is_unnamed(font) or ("/ToUnicode" in font and not in_full):
        return False
    else:
        by_program = _characters_by_glyph(font.DescendantFonts[0])
        characters = dict(by_program)
        if "/ToUnicode" in font:
            said = _read_to_unicode(font.ToUnicode.read_bytes())
            if all(text == chr(code) for code, text in said.items()):  # glyph numbers, handed on for characters
                said = {code: text for code, text in said.items() if not by_program and not is_doubtful(code)}
            characters |= said
        ranges = _with_gaps(_ranges(characters))
    font.ToUnicode = pdf.make_stream(_to_unicode(ranges))
    return True


def _mend_by_names(font: Any, pdf: Any) -> bool:
    """Whether the glyphs of a simple font have names that all say characters: its map says them now.

    The names are those of the Adobe Glyph List (comma, uni88DC). A letter's name under another code than its own says nothing:
    A, B, C may number the glyphs, as 49 and g12 do; under its own, any single character does (7, for seven).
    """
    import pikepdf
    from pdfminer.encodingdb import name2unicode

    encoding = font.get("/Encoding")
    differences = encoding.get("/Differences", ()) if isinstance(encoding, pikepdf.Dictionary) else ()
    characters: dict[int, str] = {}
    code = 0
    for item in differences:
        if isinstance(item, int):
            code = item
            continue
        if not isinstance(item, pikepdf.Name):
            return False
        name = str(item).removeprefix("/")
        if name != ".notdef":
            if len(name) == 1 and code != ord(name):
                return False
            try:
                characters[code] = name if len(name) == 1 else name2unicode(name)
            except KeyError:
                return False
        code += 1
    if characters:
        font.ToUnicode = pdf.make_stream(_to_unicode(_ranges(characters)))
    return bool(characters)


def _is_unnamed(font: Any) -> bool:
    """Whether a composite font's codes are glyph numbers, of no collection that pdfium knows."""
    if font.get("/Encoding") not in ("/Identity-H", "/Identity-V"):
        return False
    info = font.DescendantFonts[0].get("/CIDSystemInfo", {})
    return str(info.get("/Ordering", "")) not in _RESOLVED


def _read_to_unicode(stream: bytes) -> dict[int, str]:
    """A ToUnicode CMap → the characters of each two-byte code it names itself (PDF 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    for block in _CHARACTERS.finditer(stream):
        found.update((int(code, 16), _text(text)) for code, text in _CODE_AND_TEXT.findall(block[1]))
    for block in _RANGES.finditer(stream):
        for first, last, text, texts in _RANGE.findall(block[1]):
            codes = range(int(first, 16), int(last, 16) + 1)
            if texts:
                found.update(zip(codes, map(_text, _TEXT.findall(texts)), strict=False))
            elif start := _text(text):
                steps = ((code, ord(start[-1]) + code - codes.start) for code in codes)
                found.update((code, start[:-1] + chr(end)) for code, end in steps if end <= 0x10FFFF)
    return {code: text for code, text in found.items() if text}


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "ignore") if len(digits) % 4 == 0 else ""


def _characters_by_glyph(descendant: Any) -> dict[int, str]:
    """Character codes (CIDs) of a font → characters, by its embedded program; empty where it does not say."""
    program = descendant.get("/FontDescriptor", {}).get("/FontFile2")
    if program is None:
        return {}
    try:
        codes = _read_cmap(program.read_bytes())
    except (struct.error, ValueError, KeyError):
        return {}
    by_glyph = {codes[code]: chr(code) for code in sorted(codes, key=_usualness)}
    to_glyph = descendant.get("/CIDToGIDMap")
    if to_glyph is None or to_glyph == "/Identity":
        return by_glyph
    table = to_glyph.read_bytes()
    cids = struct.unpack(f">{len(table) // 2}H", table[: len(table) // 2 * 2])
    return {cid: by_glyph[glyph] for cid, glyph in enumerate(cids) if glyph in by_glyph}


def _usualness(code: int) -> tuple[bool, bool, bool, int]:
    """Of the characters that one glyph draws, the last by this key is meant: ～ and not 〜, 工 and not ⼯, - and not ‒."""
    char = chr(code)
    is_wide = unicodedata.decomposition(char).startswith("<wide>")
    is_itself = unicodedata.normalize("NFKC", char) == char
    return is_wide, is_itself, unicodedata.category(char) not in ("Cf", "Lm", "Mn"), -code


def _read_cmap(program: bytes) -> dict[int, int]:
    """A TrueType program → code point → glyph, from its Unicode subtables (OpenType specification, `cmap`)."""
    count = struct.unpack_from(">H", program, 4)[0]
    tables = {program[12 + 16 * k : 16 + 16 * k]: struct.unpack_from(">II", program, 20 + 16 * k) for k in range(count)}
    start = tables[b"cmap"][0]
    found: dict[int, int] = {}
    for k in range(struct.unpack_from(">H", program, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", program, start + 4 + 8 * k)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            found.update(_subtable(program, start + offset))
    return found


def _subtable(program: bytes, at: int) -> dict[int, int]:
    kind = struct.unpack_from(">H", program, at)[0]
    found: dict[int, int] = {}
    if kind == 12:
        for k in range(struct.unpack_from(">I", program, at + 12)[0]):
            first, last, glyph = struct.unpack_from(">III", program, at + 16 + 12 * k)
            if last - first < _MOST_GLYPHS:
                found.update({code: glyph + code - first for code in range(first, last + 1)})
    elif kind == 4:
        double = struct.unpack_from(">H", program, at + 6)[0]
        segments = double // 2
        ends = struct.unpack_from(f">{segments}H", program, at + 14)
        starts = struct.unpack_from(f">{segments}H", program, at + 16 + double)
        deltas = struct.unpack_from(f">{segments}H", program, at + 16 + 2 * double)
        ranges_at = at + 16 + 3 * double
        ranges = struct.unpack_from(f">{segments}H", program, ranges_at)
        for k, (first, last, delta, shift) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
            for code in range(first, min(last, 0xFFFE) + 1):
                glyph = code
                if shift:
                    glyph = struct.unpack_from(">H", program, ranges_at + 2 * k + shift + 2 * (code - first))[0]
                if glyph or not shift:
                    found[code] = (glyph + delta) & 0xFFFF
    return {code: glyph for code, glyph in found.items() if glyph}


def _to_unicode(ranges: list[Range]) -> bytes:
    """Ranges of codes → a ToUnicode CMap, at most a hundred of them a block (PDF 32000-1, 9.10.3)."""
    lines = [_HEAD]
    for start in range(0, len(ranges), 100):
        block = ranges[start : start + 100]
        lines.append(f"{len(block)} beginbfrange")
        lines += [
            f"<{first:04X}> <{last:04X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
            for first, last, text in block
        ]
        lines.append("endbfrange")
    lines.append(_TAIL)
    return "\n".join(lines).encode("ascii")


def _ranges(characters: dict[int, str]) -> list[Range]:
    """Codes → the ranges in which code and character go up together; none goes beyond one high byte."""
    found: list[Range] = []
    for code, text in sorted(characters.items()):
        if code >= _MOST_GLYPHS:
            break
        if found and code & 0xFF and len(text) == 1:
            first, last, start = found[-1]
            if code == last + 1 and len(start) == 1 and ord(text) == ord(start) + code - first:
                found[-1] = (first, code, start)
                continue
        found.append((code, code, text))
    return found


def _with_gaps(ranges: list[Range]) -> list[Range]:
    """Ranges in order → with those of all codes between them, which have no character."""
    filled: list[Range] = []
    free = 0
    for first, last, text in [*ranges, (_MOST_GLYPHS, _MOST_GLYPHS, "")]:
        while free < first:
            end = min(free | 0xFF, first - 1)
            filled.append((free, end, _NOWHERE))
            free = end + 1
        filled.append((first, last, text))
        free = last + 1
    return filled[:-1]
