"""Print guide.html in other printers' clothes: `python -m tests.clothes.build_pdfs [STYLE…]` (needs Debian's chromium and fonts).

The PDFs are kept in tests/documents/clothes, so that tests need neither; run this again only when a style changes.
Fonts: fonts-ipafont, fonts-vlgothic, fonts-noto-cjk.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf

HERE = Path(__file__).parent
OUT = HERE.parent / "documents" / "clothes"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
]

BASE = """
@page { size: A4; margin: 16mm 5mm 18mm 15mm }
body { font-size: 9.5pt; line-height: 1.45; margin: 0; font-synthesis: none }
table { width: 100%; border-collapse: collapse; margin: 2pt 0 6pt }
th, td { padding: 2pt 4pt; font-weight: normal; vertical-align: middle }
.labels th { width: 5.5em; text-align: center; white-space: nowrap }
.matrix th, .matrix td { text-align: center }
tbody.head { display: table-row-group }
h1 { font-size: 24pt; text-align: center; margin: 60mm 0 20mm }
h2, h3, h4, h5 { break-after: avoid }
h2.band { font-size: 1.6em; margin: 0 0 8pt } h3 { font-size: 1.3em; margin: 10pt 0 2pt }
h4 { font-size: 1.1em; margin: 8pt 0 3pt } h5 { font-size: 1.05em; margin: 5pt 0 1pt }
p { margin: 0 0 3pt } .note { margin-left: 1em }
.cover { text-align: center; break-after: page } .contents { list-style: none; padding: 0 }
section { position: relative; break-after: page; padding-right: 10mm }
.tab { position: absolute; right: 0; top: 22mm; writing-mode: vertical-rl; background: #e80; color: #fff; padding: 4pt }
.pair { display: flex } .pair > div { width: 50% }
tr { break-inside: avoid }
"""

STYLES = {
    # a mincho from the office printer: hairlines, no shading, a page number at the foot
    "thin-rules": """
body { font-family: "IPA明朝" } h1, h2, h3, h4, h5 { font-family: "IPAゴシック" } th, td { border: 0.25pt solid #000 }
@page { @bottom-center { content: "- " counter(page) " -"; font-size: 8pt } }
""",
    # dotted inner rules, shaded labels, no page break between sections
    "dotted-rules": """
body { font-family: "VL Pゴシック" } th, td { border: 0.75pt dotted #333 } th { background: #eee }
section { break-after: auto } h3, h4 { color: #803 } h2.band { background: #cde; padding: 2pt 6pt; margin-top: 10pt }
""",
    # no rule anywhere: cells are filled boxes with white between them
    "filled-boxes": """
body { font-family: "IPA Pゴシック" } table { border-collapse: separate; border-spacing: 2pt }
h3, h4, h5 { font-family: "VL Pゴシック" } th { background: #9cc4d8 } td { background: #e9f2f6 } h2.band { background: #246; color: #fff; padding: 3pt 8pt }
""",
    # double rules and a serif; headings boxed instead of shaded
    "double-rules": """
body { font-family: "IPA P明朝" } h1, h2, h3, h4, h5, th { font-family: "VL Pゴシック" } th, td { border: 2.25pt double #000 }
h2.band { border: 1pt solid #000; text-align: center } h3 { border-bottom: 1pt solid #666 }
""",
    # large type: page breaks fall elsewhere, rows are cut in two, matrix headers are repeated
    "large-type": """
body { font-family: "VL ゴシック"; font-size: 12.5pt; line-height: 1.6 } th, td { border: 0.5pt solid #555 }
tr { break-inside: auto } tbody.head { display: table-header-group } .matrix { font-size: 11pt } section { break-after: auto }
""",
    # dashed rules that leave the sides open
    "open-sides": """
body { font-family: "IPAゴシック" } h4, h5 { color: #036 } th, td { border: 0.5pt dashed #000 }
tr > :first-child { border-left: 0 } tr > :last-child { border-right: 0 } .matrix td[rowspan]:last-child { border-right: 0 }
""",
    # two columns on a landscape page
    "two-up": """
@page { size: A4 landscape; margin: 10mm }
body { font-family: "IPA Pゴシック"; font-size: 8pt; columns: 2; column-gap: 12mm } th, td { border: 0.5pt solid #000 }
.cover { break-after: column } section { break-after: auto } h1 { font-size: 18pt }
section { padding: 0 } .tab { display: none }
""",
    # rules between the rows alone, hardly any white between the columns, rows cut in two by the page end
    "between-rows": """
@page { size: B5; margin: 18mm 12mm 18mm 15mm; @top-left { content: "ものづくり産業 支援ガイド"; font-size: 7pt } }
body { font-family: "VL ゴシック" } .tab { display: none } section { padding: 0 } tr { break-inside: auto }
th, td { border: 0 solid #000; border-width: 0.5pt 0; padding: 2pt 3pt; text-align: left; vertical-align: top } .matrix { font-size: 8.5pt; break-inside: avoid }
.matrix th, .matrix td { text-align: left }
""",
    # no rule at all: every other row is coloured; programmes and facilities without a mark
    "coloured-rows": """
body { font-family: "VL ゴシック" } .tab { display: none } section { padding: 0 } th, td { padding: 3pt 6pt; vertical-align: top }
tr:nth-child(odd) > * { background: #eef3f7 } tbody.head th { background: #158; color: #fff } h2.band { background: #158; color: #fff; padding: 4pt 10pt }
h3 { border-left: 5pt solid #e80; padding-left: 6pt } .matrix th, .matrix td { text-align: left }
""",
    # labels written downwards, headings in bands, no border around the matrices, 新規 for NEW
    "downwards": """
@page { size: B5; margin: 14mm 12mm 14mm 30mm }
body { font-family: "VL ゴシック"; font-size: 8.8pt } .tab { display: none } section { padding: 0 } th, td { border: 0.5pt solid #945 }
.labels th { writing-mode: vertical-rl; width: 2.2em; letter-spacing: 0.15em; line-height: 1.2; background: #f6eaee }
.matrix { border-style: hidden; break-inside: avoid } h3 { background: #945; color: #fff; padding: 3pt 8pt } h4 { background: #edd; padding: 2pt 8pt }
""",
    # coloured heads and labels close to their words, rules below the other cells only; titles without marks
    "coloured-heads": """
@page { size: A4; margin: 18mm }
body { font-family: "VL Pゴシック"; font-size: 9.2pt; line-height: 1.6 } .tab { display: none } section { padding: 0 } h3 { border-bottom: 1pt solid #357 }
th { background: #dce9d5; text-align: left } .labels th { border-bottom: 0.5pt solid #999; padding: 3pt; text-align: left } td { border-bottom: 0.5pt solid #999; padding: 3pt 4pt }
tbody.head { display: table-header-group } .matrix th, .matrix td { text-align: left } section { break-after: auto }
""",
}
WORDS = {
    "coloured-heads": {"＜": "", "＞": ""},
    "coloured-rows": {"◇": ""},
    "downwards": {"◇": "", "NEW</span>": "新規</span>", "概 要": "概要", "対 象 者": "対象者", "そ の 他": "その他"},
}
"""What a style writes otherwise than guide.html."""


def build(name: str) -> Path:
    """Print one style; returns the PDF, packed and without the day it was made."""
    page = f'<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><title>ものづくり産業 支援ガイド</title><style>{BASE}{STYLES[name]}</style>'
    out = OUT / f"guide-{name}.pdf"
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder, "guide.html"), Path(folder, "guide.pdf")
        words = (HERE / "guide.html").read_text("utf-8")
        for old, new in WORDS.get(name, {}).items():
            words = words.replace(old, new)
        source.write_text(page + words, "utf-8")
        command = ["chromium", *FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={printed}", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        with pikepdf.open(printed) as pdf:
            for tag in ("/CreationDate", "/ModDate", "/Creator", "/Producer"):
                del pdf.docinfo[tag]
            for tag in ("/StructTreeRoot", "/MarkInfo", "/Outlines"):
                if tag in pdf.Root:
                    del pdf.Root[tag]
            pdf.remove_unreferenced_resources()
            pdf.save(
                out, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True, deterministic_id=True
            )
    return out


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for style in sys.argv[1:] or STYLES:
        path = build(style)
        print(f"{path.name}: {path.stat().st_size // 1000} kB")
