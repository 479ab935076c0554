"""Takes what is on hidden layers (optional content that is switched off) out of a PDF before it is read."""

from __future__ import annotations

import io
from typing import Any

_DEEPEST_FORM = 8


def without_hidden_layers(data: bytes, password: str | None) -> bytes | None:
    """A PDF's bytes → the same PDF without the content of layers that are off; None where nothing is off."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
        off = _hidden(pdf.Root.get("/OCProperties"))
        if not off:
            return None
        for page in pdf.pages:
            page.Contents = pdf.make_stream(_visible(page.obj, off, pdf, 0))
        rewritten = io.BytesIO()
        pdf.save(rewritten)
    return rewritten.getvalue()


def _hidden(properties: Any) -> set[tuple[int, int]]:
    """Object numbers of the layers that the default configuration switches off (PDF 32000-1, 8.11.4)."""
    if properties is None:
        return set()
    default = properties.get("/D", {})
    off = {layer.objgen for layer in default.get("/OFF", [])}
    if default.get("/BaseState") == "/OFF":
        on = {layer.objgen for layer in default.get("/ON", [])}
        off |= {layer.objgen for layer in properties.get("/OCGs", [])} - on
    return off


def _is_off(membership: Any, off: set[tuple[int, int]]) -> bool:
    """Whether a layer, or every layer of a membership dictionary (policy AnyOn), is off."""
    if membership is None:
        return False
    if membership.get("/Type") != "/OCMD":
        return membership.objgen in off
    layers = membership.get("/OCGs", [])
    members = [layers] if hasattr(layers, "objgen") and layers.get("/Type") == "/OCG" else list(layers)
    return bool(members) and all(member.objgen in off for member in members)


def _visible(holder: Any, off: set[tuple[int, int]], pdf: Any, depth: int) -> bytes:
    """The content stream of a page or form without its hidden stretches; forms it draws are cleaned in place."""
    import pikepdf

    resources = holder.get("/Resources", {})
    layers, forms = resources.get("/Properties", {}), resources.get("/XObject", {})
    kept = []
    marks: list[bool] = []  # for each open marked-content stretch: whether it is hidden
    for instruction in pikepdf.parse_content_stream(holder):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BDC", "BMC"):
            hidden = name == "BDC" and operands[0] == "/OC" and _is_off(layers.get(str(operands[1])), off)
            marks.append(hidden)
            if hidden:
                continue
        elif name == "EMC" and marks:
            if marks.pop():
                continue
        elif name == "Do" and (form := forms.get(str(operands[0]))) is not None:
            if _is_off(form.get("/OC"), off):
                continue
            if form.get("/Subtype") == "/Form" and depth < _DEEPEST_FORM:
                form.write(_visible(form, off, pdf, depth + 1))
        if not any(marks):
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept)
