"""Which encoding Japanese bytes are in, whatever their label says: BOM, strict UTF-8, then the best of the old ones."""

from __future__ import annotations

import codecs
import re

from pipeline.records import DocumentRefused, Notice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# <meta charset="shift_jis">, <meta http-equiv=… content="text/html; charset=EUC-JP">, <?xml … encoding="Shift_JIS"?>
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{3,20})""", re.I)
# ESC $ B, ESC ( J: the escape sequences of ISO-2022-JP
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
# the words Japanese pages are made of, against half-width kana and rarities that wrong decoding makes
_EXPECTED = re.compile("[\u3040-\u30ff\u4e00-\u9fff、。・「」（）]")
_SUSPECT = re.compile("[\uff61-\uff9f\ue000-\uf8ff\u0080-\u009f\ufffd]")
_TWICE, _SAMPLE = b"\xc3\xa3\xc2\x81", 8_192
"""The first two bytes of hiragana, taken for ã and a control character and encoded again, which no text has, and where they are sought."""
_ALIASES = {
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms932": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
}


def decode(data: bytes, *, name: str, declared: str | None = None) -> tuple[str, tuple[Notice, ...]]:
    """Bytes → text and what a maintainer should know: a byte-order mark, else strict UTF-8, else the likeliest old encoding.

    `declared` is what HTTP said; what the document itself says is looked up. Pages with a stale `charset=shift_jis` over
    UTF-8 bytes are common, therefore UTF-8 that is valid wins over every declaration.
    Raises DocumentRefused where no encoding fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lossy(data, encoding, name)
    if b"\0" in data:
        if data[:200].count(b"\0") > len(data[:200]) // 8:
            return _lossy(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le", name)
        data = data.replace(b"\0", b"")
    if b"\x1b" in data and data.isascii() and _ESCAPES.search(data):
        return _lossy(data, "iso2022_jp_ext", name)
    try:
        middle = len(data) // 2
        if _TWICE in data[:_SAMPLE] or _TWICE in data[middle : middle + _SAMPLE]:
            return _undone(data.decode("utf-8"), name)
        text = data.decode("utf-8")
        return text, _lost_before(text, name) if "\ufffd" in text else ()
    except UnicodeDecodeError as error:
        broken_at = error.start
    labels = [declared, *(label.decode("ascii") for label in _DECLARED.findall(data[:4096]))]
    named = [known for known in map(_known, filter(None, labels)) if known is not None]
    readings: dict[str, str] = {}
    for each in dict.fromkeys([*named, "cp932", "euc_jp", "euc_jis_2004"]):
        try:
            readings[each] = data.decode(each)
        except UnicodeDecodeError:
            continue
    if readings and _likelihood(text := max(readings.values(), key=_likelihood)) > -0.5:
        return text, ()
    likeliest = max(["utf-8", "cp932", "euc_jp", *named], key=lambda each: _likelihood(data.decode(each, "replace")))
    return _lossy(data, likeliest, name, broken_at)


def _lost_before(text: str, name: str) -> tuple[Notice, ...]:
    """What is to be said of U+FFFD in a sound document, which an earlier program put for what it could not read.

    Raises DocumentRefused where they are many.
    """
    lost = text.count("\ufffd")
    if lost > 20 + len(text) // 100:
        raise DocumentRefused(
            f"{name}: 文字コード変換で文字が失われています(置換文字U+FFFDが{lost:,}個)。元のファイルを取り直してください"
        )
    return (Notice("warning", "broken-character", f"{name}: 失われた文字(U+FFFD)が {lost} か所あります"),)


def _undone(text: str, name: str) -> tuple[str, tuple[Notice, ...]]:
    """Text whose UTF-8 was taken for Western letters and encoded again → what it was; DocumentRefused where some of it is lost."""
    try:
        mended = b"".join(char.encode("latin-1" if char < "\u0100" else "cp1252") for char in text).decode("utf-8")
    except UnicodeError as error:
        raise DocumentRefused(f"{name}: UTF-8 を二度変換した文字化けです。元のファイルを取り直してください") from error
    words = f"{name}: UTF-8 を二度変換した文字化けを元に戻しました"
    return mended, (Notice("warning", "broken-character", words),)


def _known(label: str) -> str | None:
    label = label.lower()
    try:
        return codecs.lookup(_ALIASES.get(label, label)).name
    except LookupError:
        return None


def _likelihood(text: str) -> float:
    """The more Japanese a reading holds, and the less of what wrong readings are full of, the likelier it is."""
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return (len(_EXPECTED.findall(text)) - 3 * len(_SUSPECT.findall(text))) / max(1, wide)


def _lossy(data: bytes, encoding: str, name: str, broken_at: int = 0) -> tuple[str, tuple[Notice, ...]]:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    if not lost:
        return text, ()
    if lost > 20 + len(text) // 100:
        raise DocumentRefused(f"{name}: 文字コードを判別できません(先頭から {broken_at} バイト目で壊れています)")
    message = f"{name}: {encoding} として読めない文字が {lost} か所あります"
    return text.replace("\ufffd", ""), (Notice("warning", "broken-character", message),)
