"""Bytes → an open pdfium document, or a refusal that says why: not a PDF, ruined, locked, damaged, a bomb, a giant."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from warnings import catch_warnings

from pipeline.parse.pdf.file.drawn_fonts import with_names
from pipeline.parse.pdf.file.forms import count_broken_off, longest_page
from pipeline.parse.pdf.file.inkless import without_ink
from pipeline.parse.pdf.file.layers import without_hidden_layers
from pipeline.parse.pdf.file.pages import with_all_pages, with_own_resources, without_lock
from pipeline.parse.pdf.file.streams import LARGEST_STREAM, Survey, survey
from pipeline.parse.pdf.file.units import in_points
from pipeline.records import DocumentRefused, Notice

if TYPE_CHECKING:
    import pypdfium2

Made = TypeVar("Made")
LARGEST_FILE = 200_000_000
MOST_PAGES = 2_000
_REPLACED = b"\xef\xbf\xbd"
"""U+FFFD in UTF-8: what a text decoder leaves of bytes it cannot read. By chance one in 17 million bytes."""
_END = b"\n%%EOF\n"
"""What follows the last object of a whole file: qpdf passes over an object that nothing follows."""
_DYNAMIC_FORM = 2
"""FORMTYPE_XFA_FULL of pdfium: the page says `Please wait...` until a viewer has made the form."""
_HTML = re.compile(
    rb"\A[\s\xef\xbb\xbf]*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|\?xml[^>]*>\s*<(?:!doctype )?html)", re.I | re.S
)


def open_document(
    data: bytes, name: str, password: str | None, *, first: bool = True
) -> tuple[pypdfium2.PdfDocument, list[Notice]]:
    """Bytes → an open document and what had to be done for it; DocumentRefused, one line naming `name`, where it cannot.

    Not `first`, the same file was opened before, for other pages, and is not looked through again.
    """
    _check_kind(data, name)
    if b"/Encrypt" in data:
        data = _rewritten(without_lock, data, password) or data
    data = with_names(without_ink(data))
    found = survey(data, in_full=first)
    if found.is_bomb:
        raise DocumentRefused(
            f"{name}: 展開すると{LARGEST_STREAM // 1_000_000}MBを超えるデータが入っています(圧縮爆弾の疑い)。読み込みを中止しました"
        )
    is_endless = found.may_multiply and (_rewritten(longest_page, data, password) or 0) > LARGEST_STREAM
    if found.has_dust or is_endless:
        raise DocumentRefused(
            f"{name}: 図形の入れ子や模様を展開すると描画要素が多すぎます(圧縮爆弾の疑い)。読み込みを中止しました"
        )
    may_break_off = found.may_break_off and not found.damaged
    broken_off = _rewritten(count_broken_off, data, password) if may_break_off else 0
    notices = _lost(found, broken_off, name)
    if found.has_layers and (visible := _rewritten(without_hidden_layers, data, password)):
        data = visible
        notices.append(Notice("info", "hidden-text", f"{name}: 非表示レイヤーの内容を読みませんでした"))
    if found.has_units and (scaled := _rewritten(in_points, data, password)):
        data = scaled
    if found.has_notes and (whole := _rewritten(with_own_resources, data, password)):
        data = whole
    document, is_repaired = _open(data, name, password, found.pages)
    if is_repaired:
        words = f"{name}: 壊れたPDFを修復して読みました。欠けた部分がないか確認してください"
        notices.append(Notice("warning", "repaired", words))
    if b"%%EOF" not in data[-2048:]:
        words = f"{name}: ファイルの末尾がありません(途中で切れている可能性)。欠けたページがないか確認してください"
        notices.append(Notice("warning", "truncated", words))
    try:
        _check_document(document, name)
    except DocumentRefused:
        document.close()
        raise
    return document, [*notices, *_attachments(document, name)]


def _lost(found: Survey, broken_off: int | None, name: str) -> list[Notice]:
    """A word about the parts of a file that cannot be read."""
    lost = []
    if found.damaged:
        lost.append(
            f"展開できないデータが{found.damaged}個あります(ファイルの破損)。欠けた部分がないか確認してください"
        )
    if broken_off:
        lost.append(f"内容が途中で切れているページが{broken_off}枚あります。欠けた部分がないか確認してください")
    if found.lost_fonts:
        lost.append(
            f"字形のデータを欠くフォントが{found.lost_fonts}個あり、その文字は読めません。元のファイルを確認してください"
        )
    return [Notice("warning", "damaged", f"{name}: {words}") for words in lost]


def _open(data: bytes, name: str, password: str | None, pages: int) -> tuple[pypdfium2.PdfDocument, bool]:
    """(the open document, whether it was repaired): written anew where it is damaged or names fewer than its `pages`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data, password=password)
        if pages > len(document) and (whole := _rewritten(with_all_pages, data, password)):
            document.close()
            return pypdfium2.PdfDocument(whole), True
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentRefused(_locked(name, password)) from error
        if "ecurity" in str(error):
            raise DocumentRefused(f"{name}: 対応していない方式で暗号化(保護)されていて開けません") from error
        mended = mend(data, name, password)
        try:
            return pypdfium2.PdfDocument(without_ink(mended)), True
        except pypdfium2.PdfiumError as again:
            raise DocumentRefused(f"{name}: PDFが壊れていて修復できません。元のファイルを取り直してください") from again
    return document, False


def _check_document(document: pypdfium2.PdfDocument, name: str) -> None:
    pages = len(document)
    if not pages:
        raise DocumentRefused(f"{name}: ページが1枚もありません。元のファイルを取り直してください")
    if pages > MOST_PAGES:
        raise DocumentRefused(
            f"{name}: ページが多すぎます({pages:,}ページ、上限{MOST_PAGES:,}ページ)。分割して渡してください"
        )
    if document.get_formtype() == _DYNAMIC_FORM:
        raise DocumentRefused(
            f"{name}: 動的なXFAフォームで、内容がページとして入っていません。印刷用のPDFに変換して渡してください"
        )


def _attachments(document: pypdfium2.PdfDocument, name: str) -> list[Notice]:
    """A word about files inside the file: they are not read."""
    count = document.count_attachments()
    if count < 1:
        return []
    names = "、".join(document.get_attachment(number).get_name() for number in range(min(count, 5)))
    words = f"{name}: 添付ファイル{count}個は読みませんでした({names}{' ほか' if count > 5 else ''})"
    return [Notice("info", "attachments", words)]


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


def _rewritten(change: Callable[[bytes, str | None], Made | None], data: bytes, password: str | None) -> Made | None:
    """What `change` makes of a document; None where it need not be changed, or is too damaged for it."""
    import pikepdf

    try:
        with catch_warnings(action="ignore"):  # pikepdf's, of fields that no form lists
            return change(data, password)
    except (pikepdf.PdfError, pikepdf.PasswordError, LookupError, ValueError, TypeError, AttributeError):
        return None


def _locked(name: str, password: str | None) -> str:
    if password is None:
        return f"{name}: パスワードで保護されています。--password で開くためのパスワードを指定してください"
    return f"{name}: 指定されたパスワードでは開けません"


def mend(data: bytes, name: str, password: str | None) -> bytes:
    """A damaged PDF's bytes → the same document written anew, without its lock; DocumentRefused where it cannot be."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data + _END), password=password or "") as pdf:
            mended = io.BytesIO()
            pdf.save(mended)
    except pikepdf.PasswordError as error:
        raise DocumentRefused(_locked(name, password)) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise DocumentRefused(f"{name}: PDFが壊れていて修復できません。元のファイルを取り直してください") from error
    return mended.getvalue()
