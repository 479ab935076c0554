"""Takes what is on hidden layers (optional content that is switched off) out of a PDF before it is read."""

from __future__ import annotations

import io
from typing import Any

_DEEPEST_FORM = 8
Layer = tuple[int, int]
"""A layer's object number and generation."""


def without_hidden_layers(data: bytes, password: str | None) -> bytes | None:
    """A PDF's bytes → the same PDF without the content of layers that are off; None where no page has any."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
        off = _hidden(pdf.Root.get("/OCProperties"))
        if not off:
            return None
        cut = False
        cleaned: set[Layer] = set()
        for page in pdf.pages:
            content, cut_here = _visible(page.obj, off, cleaned)
            if cut_here:
                page.Contents = pdf.make_stream(content)
            shown = [one for one in page.get("/Annots", []) if not _is_off(one.get("/OC"), off)]
            if cut_notes := len(shown) < len(page.get("/Annots", [])):
                page.Annots = pikepdf.Array(shown)
            cut = cut or cut_here or cut_notes
        if not cut:
            return None
        rewritten = io.BytesIO()
        pdf.save(rewritten)
    return rewritten.getvalue()


def _hidden(properties: Any) -> set[Layer]:
    """Object numbers of the layers that a screen does not show (PDF 32000-1, 8.11.4).

    Off are those that the default configuration switches off, and those whose usage says so for viewing (print only).
    """
    if properties is None:
        return set()
    default = properties.get("/D", {})
    layers = list(properties.get("/OCGs", []))
    off = {layer.objgen for layer in default.get("/OFF", [])}
    if default.get("/BaseState") == "/OFF":
        off |= {layer.objgen for layer in layers} - {layer.objgen for layer in default.get("/ON", [])}
    return off | {
        layer.objgen for layer in layers if layer.get("/Usage", {}).get("/View", {}).get("/ViewState") == "/OFF"
    }


def _is_off(membership: Any, off: set[Layer]) -> bool:
    """Whether a layer is off, or a membership dictionary hides what it marks (8.11.2.2: expression, else policy)."""
    if membership is None:
        return False
    if membership.get("/Type") != "/OCMD":
        return membership.objgen in off
    if "/VE" in membership:
        return not _holds(membership.VE, off)
    layers = membership.get("/OCGs", [])
    on = [one.objgen not in off for one in ([layers] if _is_layer(layers) else layers) if one is not None]
    if not on:
        return False
    shown = {"/AllOn": all(on), "/AnyOff": not all(on), "/AllOff": not any(on)}
    return not shown.get(str(membership.get("/P", "/AnyOn")), any(on))


def _holds(expression: Any, off: set[Layer], depth: int = 0) -> bool:
    """A visibility expression, [/And a b], [/Or a b] or [/Not a] of layers or expressions → whether it is true."""
    if _is_layer(expression):
        return expression.objgen not in off
    operator, *rest = expression
    if depth >= _DEEPEST_FORM:
        return True
    parts = [_holds(part, off, depth + 1) for part in rest]
    return {"/And": all(parts), "/Or": any(parts), "/Not": not any(parts)}.get(str(operator), True)


def _is_layer(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary)


def _visible(holder: Any, off: set[Layer], cleaned: set[Layer], depth: int = 0) -> tuple[bytes, bool]:
    """The content stream of a page or form without its hidden stretches, and whether it, or a form in it, had any.

    Forms that it draws are `cleaned` in place, once.
    """
    import pikepdf

    resources = holder.get("/Resources", {})
    layers, forms = resources.get("/Properties", {}), resources.get("/XObject", {})
    kept = []
    cut = False
    marks: list[bool] = []  # for each open marked-content stretch: whether it is hidden
    for instruction in pikepdf.parse_content_stream(holder):
        operands, name = instruction.operands, str(instruction.operator)
        if name in ("BDC", "BMC"):
            hidden = name == "BDC" and operands[0] == "/OC" and _is_off(layers.get(str(operands[1])), off)
            marks.append(hidden)
            cut = cut or hidden
            if hidden:
                continue
        elif name == "EMC" and marks:
            if marks.pop():
                continue
        elif name == "Do" and (form := forms.get(str(operands[0]))) is not None:
            if _is_off(form.get("/OC"), off):
                cut = True
                continue
            if form.get("/Subtype") == "/Form" and form.objgen not in cleaned and depth < _DEEPEST_FORM:
                cleaned.add(form.objgen)
                content, cut_inside = _visible(form, off, cleaned, depth + 1)
                if cut_inside:
                    form.write(content)
                    cut = True
        if not any(marks):
            kept.append(instruction)
    return pikepdf.unparse_content_stream(kept), cut
