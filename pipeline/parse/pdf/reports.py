"""What a maintainer is told about pages: scanned ones, hidden text left out, fonts that do not say their characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.parse.pdf.content import Floats, PageContent
from pipeline.parse.pdf.layout import PAGE_NUMBER, PageLayout
from pipeline.parse.pdf.struck import struck_out
from pipeline.records import DocumentRefused, Notice

_HIDDEN = {
    "invisible": "透明な文字",
    "stencil": "切り抜きの型に使われた文字",
    "transparent": "透明な文字",
    "tiny": "極小の文字",
    "slanted": "斜めの文字(透かし)",
    "off-page": "ページの外の文字",
    "clipped": "切り抜きで隠れた文字",
    "colorless": "背景と同じ色の文字",
    "covered": "図形に覆われた文字",
    "watermark": "透かしの文字",
}
_FEW, _LITTLE, _MOSTLY = 300, 0.1, 0.6
"""A page with fewer glyphs, on less of it, and more of it pictures, says in these what it says: scans, filled-in forms.

A cover sets its few words large upon a picture.
"""
_LOWEST, _WIDEST = 4.0, 40.0
"""Sides of shapes that may be characters, in points."""
_MOST_DRAWN = 200
_NEAR, _UNLIKE = 0.3, 0.45
"""A drawn character stands so near to those before and after it, which are 1.2 times as high, give or take so much."""


def page_notices(content: PageContent, layout: PageLayout) -> list[Notice]:
    """What is to be said about one page."""
    number = content.frame.number
    place = f"p.{number} 0.0,0.0,{content.frame.width:.1f},{content.frame.height:.1f}"
    notices: list[Notice] = []
    if not layout.has_words:
        if len(content.pictures):
            words = f"p.{number}: 文字がありません(スキャン画像。OCRが必要)"
            notices.append(Notice("warning", "needs-ocr", words, locator=place))
        elif len(content.rules) + len(content.fills) > 50:
            words = f"p.{number}: 文字がありません(文字が図形として描かれている可能性。OCRが必要)"
            notices.append(Notice("warning", "needs-ocr", words, locator=place))
    elif _says_little(content) and (share := _share(content, content.pictures)) > _MOSTLY:
        words = f"p.{number}: ページの{share:.0%}が画像です。画像の中に文字があれば読めていません(OCRが必要)"
        notices.append(Notice("warning", "needs-ocr", words, locator=place))
    if layout.pictured:
        words = f"p.{number}: 表の{layout.pictured}欄は文字がなく画像か図形だけです。その中に文字があれば読めていません(OCRが必要)"
        notices.append(Notice("warning", "needs-ocr", words, locator=place))
    for reason, count in content.hidden:
        if reason == "ocr-layer":
            words = f"p.{number}: スキャン画像に付いた認識済みの文字を読みました。誤認識がないか確認してください"
            notices.append(Notice("warning", "ocr-layer", words, locator=place))
        elif reason == "field":
            words = f"p.{number}: 入力欄・注釈{count}か所の文字は表示用のデータがなく、読みませんでした"
            notices.append(Notice("warning", "form-field", words, locator=place))
        elif reason == "tilted":
            words = f"p.{number}: ページの文字が傾いています。表や行を読み違えていないか確認してください"
            notices.append(Notice("warning", "tilted", words, locator=place))
        elif reason == "strike":
            words = f"p.{number}: 取り消し線の注釈が{count}か所あります(文字はそのまま読みました。削除された内容でないか確認してください)"
            notices.append(Notice("warning", "struck-out", words, locator=place))
        else:
            words = f"p.{number}: {_HIDDEN[reason]}を{count}字読みませんでした"
            notices.append(Notice("info", "hidden-text", words, locator=place))
    if count := struck_out(content):
        words = f"p.{number}: 取り消し線の引かれた文字が{count}字あります(そのまま読みました。削除された内容でないか確認してください)"
        notices.append(Notice("warning", "struck-out", words, locator=place))
    if layout.ruby_count:
        words = f"p.{number}: ふりがな{layout.ruby_count}か所を本文から外しました"
        notices.append(Notice("info", "ruby", words, locator=place))
    if content.frame.turns:
        words = f"p.{number}: 横向きに置かれたページを{content.frame.turns * 90}度回して読みました"
        notices.append(Notice("info", "sideways", words, locator=place))
    if count := _drawn_among_words(content):
        words = f"p.{number}: 文字の間に図形で描かれた字が{count}字あり、読めていません(外字など)"
        notices.append(Notice("warning", "unmapped-glyph", words, locator=place))
    for font, count in content.unmapped:
        words = f"p.{number}: {_called(font)}の{count}字は文字が特定できません(〓で表示)"
        notices.append(Notice("warning", "unmapped-glyph", words, locator=place))
    return notices


def _drawn_among_words(content: PageContent) -> int:
    """How many shapes stand between two characters and are as large: one that no font has is drawn (補塡 with its 塡)."""
    words = content.glyphs.box[content.glyphs.code != 0x20]
    sides = content.outlines[:, 2:] - content.outlines[:, :2]
    few = (sides.min(axis=1, initial=np.inf) > _LOWEST) & (sides.max(axis=1, initial=0.0) < _WIDEST)
    count = 0
    for x0, top, x1, bottom in content.outlines[few][:_MOST_DRAWN].tolist():
        middle, side = (top + bottom) / 2, max(x1 - x0, bottom - top)
        line = words[(words[:, 1] < middle) & (words[:, 3] > middle)]
        line = line[abs((line[:, 3] - line[:, 1]) / side - 1.2) < _UNLIKE]
        near = _NEAR * side
        before, after = abs(line[:, 2] - x0) < near, abs(line[:, 0] - x1) < near
        within = (line[:, 0] < x1 - near) & (line[:, 2] > x0 + near)
        count += bool(before.any() and after.any() and not within.any())
    return count


def _says_little(content: PageContent) -> bool:
    """Whether few words in type stand on a page: a heading, a stamp, a page number."""
    is_recognised = any(reason == "ocr-layer" for reason, _ in content.hidden)
    return len(content.glyphs) < _FEW and _share(content, content.glyphs.box) < _LITTLE and not is_recognised


def _share(content: PageContent, boxes: Floats) -> float:
    """The share of a page that boxes fill: a scan may come in strips."""
    boxes = boxes.clip(0, [content.width, content.height] * 2)
    wide, high = (boxes[:, 2:] - boxes[:, :2]).T
    return min(1.0, float((wide * high).sum()) / (content.width * content.height))


def margin_notices(pages: Sequence[PageLayout], name: str) -> list[Notice]:
    """A word about what was taken for index tabs and left out, each text once with its pages."""
    found: dict[str, list[int]] = {}
    for page in pages:
        for line in page.margin:
            if not PAGE_NUMBER.fullmatch(line.text):
                found.setdefault(line.text, []).append(page.frame.number)
    if not found:
        return []
    parts = [f"「{text}」{page_ranges(sorted(set(numbers)))}" for text, numbers in found.items()]
    more = f" ほか{len(parts) - 8}件" if len(parts) > 8 else ""
    words = f"{name}: ページの端の文字(索引など)を本文から外しました: {'、'.join(parts[:8])}{more}"
    return [Notice("info", "margin", words)]


def blank_notices(pages: Sequence[PageLayout], notices: Sequence[Notice], name: str) -> list[Notice]:
    """A word about the pages without any that no other notice tells of: blank, or their content was lost with a part of the file."""
    told = {notice.locator.partition(" ")[0] for notice in notices}
    blank = [page.frame.number for page in pages if not page.has_words and f"p.{page.frame.number}" not in told]
    if not blank:
        return []
    words = f"{name}: 文字のないページがあります(白紙でなければ、ファイルの破損を疑ってください): {page_ranges(blank)}"
    return [Notice("warning" if _is_damaged(notices) else "info", "blank-page", words)]


def refuse_without_text(pages: Sequence[PageLayout], name: str, notices: Sequence[Notice]) -> None:
    """Raises DocumentRefused where no page of the document has a visible word; `notices` are all there are."""
    if any(page.has_words for page in pages):
        return
    numbers = page_ranges(page.frame.number for page in pages)
    if _is_damaged(notices):
        raise DocumentRefused(
            f"{name}: PDFが壊れていて読める文字がありません。元のファイルを取り直してください: {numbers}"
        )
    if any(page.has_pictures for page in pages):
        raise DocumentRefused(f"{name}: スキャン画像のため文字がありません(OCRが必要): {numbers}")
    hidden = [notice.message for notice in notices if notice.check == "hidden-text"]
    why = "、".join(hidden[:3]) if hidden else "白紙、または文字が図形として描かれています"
    raise DocumentRefused(f"{name}: 読める文字がありません({why}): {numbers}")


def _is_damaged(notices: Sequence[Notice]) -> bool:
    return any(notice.check in ("truncated", "repaired", "damaged") for notice in notices)


def refuse_without_characters(
    pages: Sequence[PageLayout], unmapped: Counter[tuple[str, int]], name: str, notices: Sequence[Notice]
) -> None:
    """Raises DocumentRefused where the fonts of a tenth of the glyphs do not say which characters they are."""
    total = sum(page.glyph_count for page in pages)
    if sum(unmapped.values()) <= 0.1 * total:
        return
    worst = Counter[str]()
    for (font, _), count in unmapped.items():
        worst[font] += count
    fonts = "・".join(_called(font) for font, _ in worst.most_common(3))
    numbers = page_ranges(sorted({page for _, page in unmapped}))
    if _is_damaged(notices):
        raise DocumentRefused(
            f"{name}: PDFが壊れていて文字を特定できません({fonts})。元のファイルを取り直してください: {numbers}"
        )
    raise DocumentRefused(
        f"{name}: {fonts}に正しい文字の対応表(ToUnicode)がなく、文字を特定できません: {numbers}。OCRするか別のPDFを用意してください"
    )


def _called(font: str) -> str:
    return f"フォント「{font}」" if font else "名前のないフォント(Type 3)"


def page_ranges(numbers: Iterable[int]) -> str:
    """1, 2, 3, 7 → `p.1-3,7`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return "p." + ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)
