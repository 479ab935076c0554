"""Takes the shapes of letters out of a file: pdfium loads every glyph's outline twice, to know ink that nobody asks for.

That is a tenth of the time a page of text takes. What is read of a font (codes, ToUnicode, widths, ascent) stands in its
dictionaries; its program gives way, in place, to a packed font whose glyphs are all one small box.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from pipeline.parse.pdf.blank import blank_font
from pipeline.parse.pdf.file.streams import START

_LARGEST = 64_000_000
"""A larger file is not copied for this; nor are packed objects unpacked beyond."""
_MOST_PROGRAMS = 200
"""Blank fonts in one file: pdfium unpacks each, to 131 kB."""
_NUMBER = re.compile(rb"(\d+)\s+0\s+\Z")  # 12 0 (obj)
_FIRST = re.compile(rb"/First\s+(\d+)")
_USE = re.compile(rb"/Font(Descriptor|File[23])\s+(\d+)\s+0\s+R")  # /FontDescriptor 7 0 R, /FontFile2 9 0 R
_SPEAKS = re.compile(rb"/CIDFontType[02]\b|/(?:WinAnsi|MacRoman)Encoding\b")
"""What says the characters of a font without its program: composite fonts never ask it, simple ones may.

The ToUnicode map of a simple one often has a few ligatures only, and leaves the rest to the names in the program."""

Objects = Iterator[tuple[int, bytes]]
"""Numbers of objects and their text."""


def without_ink(data: bytes) -> bytes:
    """A PDF's bytes → as many bytes, in which fonts that say their characters have lost their outlines.

    Nothing is changed in what is locked, packed in another way, or used by a font whose characters its program alone knows.
    """
    if len(data) > _LARGEST or b"/Encrypt" in data:
        return data
    programs, objects = _survey(data)
    users = _users(objects)
    blank = _packed_blank()
    places = [
        found[0][0]
        for number, found in programs.items()
        if len(found) == 1 and found[0][1] >= len(blank) and users[number] and all(users[number])
    ]
    if not places:
        return data
    light = bytearray(data)
    for start in places[:_MOST_PROGRAMS]:
        light[start : start + len(blank)] = blank
    return bytes(light)


def _survey(data: bytes) -> tuple[dict[int, list[tuple[int, int]]], list[tuple[int, bytes]]]:
    """Font programs by their objects' numbers, as start and length of the packed bytes; and the objects that name fonts."""
    programs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    objects: list[tuple[int, bytes]] = []
    end, room = 0, _LARGEST
    for found in START.finditer(data):
        if found.start() < end + 9:  # the end of `endstream`
            continue
        between, start = data[end : found.start()], found.end()
        objects += _plain_objects(between)
        end = max(start, data.find(b"endstream", start))
        opening = between.rfind(b"obj")
        head = between[opening:]
        if head.count(b"Flate") != 1 or b"ASCII" in head or b"/DecodeParms" in head:
            continue
        if b"/ObjStm" in head and (first := _FIRST.search(head)):
            text = _unpack(data[start:end], room)
            room -= len(text)
            objects += _packed_objects(text, int(first[1]))
        elif number := _NUMBER.search(between, max(0, opening - 20), opening):
            programs[int(number[1])].append((start, end - start))
    objects += _plain_objects(data[end:])
    return programs, objects


def _plain_objects(text: bytes) -> Objects:
    """The objects in `text` that name a font descriptor or a font program."""
    done = -1
    if b"/FontDescriptor" not in text and b"/FontFile" not in text:
        return
    for use in _USE.finditer(text):
        opening = text.rfind(b"obj", 0, use.start())
        if opening > done and (number := _NUMBER.search(text, max(0, opening - 20), opening)):
            done = opening
            yield int(number[1]), text[opening : text.find(b"endobj", use.end())]


def _packed_objects(text: bytes, first: int) -> Objects:
    """The objects of an unpacked object stream that name a font descriptor or a font program (PDF 32000-1, 7.5.7)."""
    pairs = [int(word) for word in text[:first].split() if word.isdigit()]
    starts = sorted((first + offset, number) for number, offset in zip(pairs[::2], pairs[1::2], strict=False))
    done = 0
    for use in _USE.finditer(text, first):
        place = bisect_right(starts, (use.start(), 0))
        if place > done:
            done = place
            yield starts[place - 1][1], text[starts[place - 1][0] : starts[place][0] if place < len(starts) else None]


def _unpack(packed: bytes, room: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, max(1, room))
    except zlib.error:
        return b""


def _users(objects: Iterable[tuple[int, bytes]]) -> dict[int, list[bool]]:
    """Objects that name fonts → of each font program, whether each font that uses it says its characters without it."""
    fonts: dict[int, list[bool]] = defaultdict(list)
    descriptors: list[tuple[int, int]] = []
    for number, text in objects:
        speaks = _SPEAKS.search(text) is not None
        for kind, target in _USE.findall(text):
            if kind == b"Descriptor":
                fonts[int(target)].append(speaks)
            else:
                descriptors.append((number, int(target)))
    users: dict[int, list[bool]] = defaultdict(list)
    for descriptor, program in descriptors:
        users[program] += fonts[descriptor]
    return users


@cache
def _packed_blank() -> bytes:
    return zlib.compress(blank_font(), 9)
