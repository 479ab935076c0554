"""Pages measured in units of their own (/UserUnit: large plans) → the same pages in points, which everything here counts in."""

from __future__ import annotations

import io


def in_points(data: bytes, password: str | None) -> bytes | None:
    """A PDF's bytes → the same PDF with every page drawn in points; None where all are (PDF 32000-1, 8.3.2.3, Table 30)."""
    import pikepdf

    scaled = False
    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
        for page in pdf.pages:
            unit = float(page.obj.get("/UserUnit", 1))
            if unit == 1 or not 0 < unit < 1e4:
                continue
            boxes = {"/MediaBox": page.mediabox, "/CropBox": page.cropbox}  # its own, or what it inherits
            for name, box in boxes.items():
                page.obj[name] = pikepdf.Array([float(side) * unit for side in box])
            del page.obj["/UserUnit"]
            page.contents_add(f"q {unit} 0 0 {unit} 0 0 cm".encode(), prepend=True)
            page.contents_add(b"Q")
            scaled = True
        rewritten = io.BytesIO()
        if scaled:
            pdf.save(rewritten)
    return rewritten.getvalue() if scaled else None
