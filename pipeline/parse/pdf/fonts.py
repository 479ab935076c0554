"""Gives fonts without a ToUnicode map the one that their own embedded TrueType program implies."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

_MOST_GLYPHS = 65_536


_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Mended def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange"
)
_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"
_NOWHERE = "\n".join(  # a range may not go beyond one leading byte, a block not beyond 100 ranges
    [
        _HEAD,
        *(
            "\n".join(
                ["64 beginbfrange", *(f"<{k:02X}00> <{k:02X}FF> <E000>" for k in range(at, at + 64)), "endbfrange"]
            )
            for at in range(0, 256, 64)
        ),
        _TAIL,
    ]
).encode("ascii")
_RESOLVED = ("Japan1", "GB1", "CNS1", "Korea1", "KR")
"""Character collections whose CIDs pdfium itself maps to Unicode."""


def mend_fonts(data: bytes, password: str | None) -> bytes | None:
    """A PDF's bytes → the same PDF with ToUnicode maps added; None where every font says its characters.

    Mended are composite fonts with an identity encoding and no ToUnicode: by the Unicode cmap of their embedded TrueType
    program (subtables 4 and 12; format 14, which lists variation sequences, says nothing about single glyphs). A font
    without such a program gets a map into the private-use area, so that its glyphs count as unmapped and not as text.
    """
    import pikepdf

    mended = False
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            for font in _silent_fonts(pdf, pikepdf):
                glyphs = _characters_by_glyph(font.DescendantFonts[0])
                font.ToUnicode = pdf.make_stream(_to_unicode(glyphs) if glyphs else _NOWHERE)
                mended = True
            rewritten = io.BytesIO()
            if mended:
                pdf.save(rewritten)
    except pikepdf.PdfError:  # too damaged to be written anew: the glyphs stay unmapped, and are told so
        return None
    return rewritten.getvalue() if mended else None


def _silent_fonts(pdf: Any, pikepdf: Any) -> Iterator[Any]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary) or item.get("/Subtype") != "/Type0" or "/ToUnicode" in item:
            continue
        if item.get("/Encoding") in ("/Identity-H", "/Identity-V") and "/DescendantFonts" in item:
            info = item.DescendantFonts[0].get("/CIDSystemInfo", {})
            if str(info.get("/Ordering", "")) not in _RESOLVED:
                yield item


def _characters_by_glyph(descendant: Any) -> dict[int, int]:
    """Character codes (CIDs) of a font → code points, by its embedded program; empty where it does not say."""
    program = descendant.get("/FontDescriptor", {}).get("/FontFile2")
    if program is None:
        return {}
    try:
        by_glyph = {glyph: code for code, glyph in _read_cmap(program.read_bytes()).items()}
    except (struct.error, ValueError, KeyError):
        return {}
    to_glyph = descendant.get("/CIDToGIDMap")
    if to_glyph is None or to_glyph == "/Identity":
        return by_glyph
    table = to_glyph.read_bytes()
    cids = struct.unpack(f">{len(table) // 2}H", table[: len(table) // 2 * 2])
    return {cid: by_glyph[glyph] for cid, glyph in enumerate(cids) if glyph in by_glyph}


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


def _to_unicode(characters: dict[int, int]) -> bytes:
    """CID → code point as a ToUnicode CMap, at most a hundred entries a block (PDF 32000-1, 9.10.3)."""
    lines = [_HEAD]
    items = sorted((cid, code) for cid, code in characters.items() if cid <= 0xFFFF)
    for start in range(0, len(items), 100):
        block = items[start : start + 100]
        lines.append(f"{len(block)} beginbfchar")
        lines += [f"<{cid:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for cid, code in block]
        lines.append("endbfchar")
    lines.append(_TAIL)
    return "\n".join(lines).encode("ascii")
