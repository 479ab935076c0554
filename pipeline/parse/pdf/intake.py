"""Bytes → an open pdfium document, or a refusal that says why: not a PDF, ruined, locked, damaged, a bomb, a giant."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING

from pipeline.parse.pdf.layers import without_hidden_layers
from pipeline.records import DocumentRefused, Notice

if TYPE_CHECKING:
    import pypdfium2

LARGEST_FILE = 200_000_000
LARGEST_STREAM = 64_000_000
"""Bytes one content stream may unpack to: the busiest real page of the samples has 2 MB."""
MOST_PAGES = 3_000
_DEFLATE_LIMIT = 1_032
"""Deflate packs at most 1,032 bytes into one: smaller streams cannot pass LARGEST_STREAM."""
_REPLACED = b"\xef\xbf\xbd"
"""U+FFFD in UTF-8: what a text decoder leaves of bytes it cannot read. By chance one in 17 million bytes."""
_HTML = re.compile(rb"\A[\s\xef\xbb\xbf]*<(?:!doctype html|html|head|\?xml[^>]*>\s*<(?:!doctype )?html)", re.I)
_STREAM = re.compile(rb">>\s*stream\r?\n")  # << /Length 300 /Filter /FlateDecode >> stream
_LAYERS = b"/OCProperties"
_IMAGE = re.compile(rb"/Subtype\s*/Image")


def open_document(data: bytes, name: str, password: str | None) -> tuple[pypdfium2.PdfDocument, list[Notice]]:
    """Bytes → an open document and what had to be done for it; DocumentRefused, one line naming `name`, where it cannot."""
    import pypdfium2

    _check_kind(data, name)
    notices: list[Notice] = []
    if _check_streams(data, name):
        data, notices = _take_out_layers(data, name, password)
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentRefused(_locked(name, password)) from error
        mended = mend(data, name, password)
        try:
            document = pypdfium2.PdfDocument(mended)
        except pypdfium2.PdfiumError as again:
            raise DocumentRefused(f"{name}: PDFが壊れていて修復できません。元のファイルを取り直してください") from again
        notices.append(
            Notice("warning", "repaired", f"{name}: 壊れたPDFを修復して読みました。欠けた部分がないか確認してください")
        )
    if b"%%EOF" not in data[-2048:]:
        words = f"{name}: ファイルの末尾がありません(途中で切れている可能性)。欠けたページがないか確認してください"
        notices.append(Notice("warning", "truncated", words))
    if not 0 < len(document) <= MOST_PAGES:
        pages = len(document)
        document.close()
        if not pages:
            raise DocumentRefused(f"{name}: ページが1枚もありません。元のファイルを取り直してください")
        raise DocumentRefused(
            f"{name}: ページが多すぎます({pages:,}ページ、上限{MOST_PAGES:,}ページ)。分割して渡してください"
        )
    return document, notices


def _check_kind(data: bytes, name: str) -> None:
    if not data:
        raise DocumentRefused(f"{name}: 空のファイルです")
    if len(data) > LARGEST_FILE:
        raise DocumentRefused(f"{name}: ファイルが大きすぎます({len(data):,}バイト、上限{LARGEST_FILE:,}バイト)")
    if b"%PDF-" not in data[:1024]:
        if _HTML.match(data[:2048]):
            raise DocumentRefused(
                f"{name}: 中身はHTMLで、PDFではありません(エラーページを保存した可能性)。取得元を確認してください"
            )
        raise DocumentRefused(f"{name}: PDFではありません(先頭に %PDF- がありません)")
    replaced = data.count(_REPLACED)
    if replaced >= 20 and replaced > len(data) / 50_000:
        raise DocumentRefused(
            f"{name}: 文字コード変換で壊れたPDFです(置換文字U+FFFDが{replaced:,}個)。バイナリのまま取り直してください"
        )


def _check_streams(data: bytes, name: str) -> bool:
    """Unpacks, within bounds, the streams that could be bombs; returns whether the document has layers.

    Pictures are left packed by every later step as well, so they are by this one.
    """
    has_layers = _LAYERS in data
    for found in _STREAM.finditer(data):
        head = data[max(0, found.start() - 1500) : found.start() + 2]
        head = head[head.rfind(b" obj") :]
        filters = head.count(b"FlateDecode") + head.count(b"/Fl ")
        if not filters or (_IMAGE.search(head) and filters == 1):
            continue
        end = data.find(b"endstream", found.end())
        if not has_layers and b"/ObjStm" in head:
            packed = data[found.end() : end if end >= 0 else len(data)]
            has_layers = _LAYERS in _start_of(packed)
        size = (end if end >= 0 else len(data)) - found.end()
        if filters == 1 and size * _DEFLATE_LIMIT < LARGEST_STREAM:
            continue
        if _unpacks_past_limit(data[found.end() : found.end() + size], filters):
            raise DocumentRefused(
                f"{name}: 展開すると{LARGEST_STREAM // 1_000_000}MBを超えるデータが入っています(圧縮爆弾の疑い)。読み込みを中止しました"
            )
    return has_layers


def _take_out_layers(data: bytes, name: str, password: str | None) -> tuple[bytes, list[Notice]]:
    """Bytes of a document with layers → without what is on hidden ones; a document too damaged for that stays as it is."""
    import pikepdf

    try:
        visible = without_hidden_layers(data, password)
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, AttributeError):
        return data, []
    if visible is None:
        return data, []
    return visible, [Notice("info", "hidden-text", f"{name}: 非表示レイヤーの内容を読みませんでした")]


def _unpacks_past_limit(packed: bytes, times: int) -> bool:
    """Whether bytes packed by deflate, `times` over, grow beyond the limit; damaged ones are pdfium's to judge."""
    try:
        for _ in range(times - 1):
            packed = zlib.decompressobj().decompress(packed, LARGEST_STREAM)
            if len(packed) >= LARGEST_STREAM:
                return True
        worker = zlib.decompressobj()
        total = 0
        for start in range(0, len(packed), 4_096):  # 4 kB unpack to 4 MB at most
            total += len(worker.decompress(packed[start : start + 4_096]))
            if total > LARGEST_STREAM:
                return True
            if worker.eof:
                break
    except zlib.error:
        return False
    return False


def _start_of(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, LARGEST_STREAM)
    except zlib.error:
        return b""


def _locked(name: str, password: str | None) -> str:
    if password is None:
        return f"{name}: パスワードで保護されています。--password で開くためのパスワードを指定してください"
    return f"{name}: 指定されたパスワードでは開けません"


def mend(data: bytes, name: str, password: str | None) -> bytes:
    """A damaged PDF's bytes → the same document written anew, without its lock; DocumentRefused where it cannot be."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            mended = io.BytesIO()
            pdf.save(mended)
    except pikepdf.PasswordError as error:
        raise DocumentRefused(_locked(name, password)) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise DocumentRefused(f"{name}: PDFが壊れていて修復できません。元のファイルを取り直してください") from error
    return mended.getvalue()
