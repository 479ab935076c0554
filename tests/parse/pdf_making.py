"""Makes small PDFs for the tests: a content-stream writer over pikepdf, with a Japanese font that need not be embedded."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name

LABELS = ("概　要", "対 象 者", "補助率", "申請期間", "問合せ先")
VALUES = (
    "市内の中小企業の設備投資を支援します。",
    "市内に事業所を有する中小企業者",
    "2/3以内（上限１００万円）",
    "令和７年４月１日～令和８年２月２８日",
    "工業振興課 0123-45-6789",
)
LEFT, RIGHT, BORDER, TOP, ROW = 60.0, 530.0, 150.0, 142.0, 28.0
"""The table that most tests draw: five rows of 28 pt, a label column of 90 pt."""


@dataclass
class Page:
    """One page being drawn; coordinates are points from the top left, y downwards."""

    width: float = 595.0
    height: float = 842.0
    ops: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, size: float = 10.5, *, font: str = "J", extra: str = "") -> Page:
        """Words with their baseline at y; `extra` is put before the text is shown (3 Tr, 1 1 1 rg …)."""
        code = words.encode("utf-16-be").hex()
        self.ops.append(f"q BT {extra} /{font} {size} Tf 1 0 0 1 {x} {self.height - y} Tm <{code}> Tj ET Q")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, pen: float = 0.7, extra: str = "") -> Page:
        self.ops.append(f"q {extra} {pen} w {x0} {self.height - y0} m {x1} {self.height - y1} l S Q")
        return self

    def box(self, x0: float, top: float, x1: float, bottom: float, color: str = "0.8 0.9 1 rg", how: str = "f") -> Page:
        self.ops.append(f"q {color} {x0} {self.height - bottom} {x1 - x0} {bottom - top} re {how} Q")
        return self

    def raw(self, operators: str) -> Page:
        self.ops.append(operators)
        return self

    def table_text(self, *, top: float = TOP, labels=LABELS, values=VALUES) -> Page:
        """The words of the usual table, without any rule."""
        for k, (label, value) in enumerate(zip(labels, values, strict=True)):
            baseline = top + ROW * k + 18
            self.text(LEFT + 6, baseline, label).text(BORDER + 6, baseline, value)
        return self

    def across(self, *, x0: float = LEFT, x1: float = RIGHT, top: float = TOP, rows: int = 5, **kind) -> Page:
        for k in range(rows + 1):
            self.line(x0, top + ROW * k, x1, top + ROW * k, **kind)
        return self

    def down(self, xs=(LEFT, BORDER, RIGHT), *, top: float = TOP, bottom: float = TOP + 5 * ROW, **kind) -> Page:
        for x in xs:
            self.line(x, top, x, bottom, **kind)
        return self


def ruled_page() -> Page:
    """The usual table with all its rules, under a heading."""
    return Page().text(60, 128, "◇ 設備投資促進補助金", 14).across().down().table_text()


def pdf(*pages: Page, change=None) -> bytes:
    """The bytes of a PDF of these pages; `change(document)` may edit the pikepdf document before it is saved."""
    document = pikepdf.new()
    fonts = Dictionary(J=_font(document, "UniJIS-UCS2-H"), V=_font(document, "UniJIS-UCS2-V"))
    for page in pages:
        added = document.add_blank_page(page_size=(page.width, page.height))
        added.Resources = Dictionary(Font=fonts)
        added.Contents = document.make_stream("\n".join(page.ops).encode("latin-1"))
    if change is not None:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _font(document: pikepdf.Pdf, encoding: str) -> pikepdf.Object:
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/HeiseiKakuGo-W5"),
        Flags=4,
        FontBBox=Array([-92, -250, 1010, 922]),
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=737,
        StemV=93,
    )
    child = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/HeiseiKakuGo-W5"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Japan1", Supplement=2),
        FontDescriptor=document.make_indirect(descriptor),
        DW=1000,
        W=Array([1, Array([500] * 94)]),
    )
    return document.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/HeiseiKakuGo-W5"),
            Encoding=Name("/" + encoding),
            DescendantFonts=Array([document.make_indirect(child)]),
        )
    )
