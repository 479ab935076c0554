"""The review page: normalized/report/index.html, static and self-contained, beside the pictures of the pages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from pipeline.files import write_new
from pipeline.publish.changes.change import Change
from pipeline.publish.dataset import Dataset
from pipeline.publish.pages import Drawn
from pipeline.publish.report_data import payload

STYLES = ("vendor/tabulator_simple.min.css", "report.css")
SCRIPTS = (
    "vendor/tabulator.min.js",
    "vendor/chart.min.js",
    "app.js",
    "evidence.js",
    "programs.js",
    "pictures.js",
    "lists.js",
)
SOURCE_MAP = re.compile(r"(//|/\*)# sourceMappingURL=.*$", re.MULTILINE)  # //# sourceMappingURL=tabulator.min.js.map


def write_report(
    dataset: Dataset, previous: Dataset | None, changes: Sequence[Change], folder: Path, pages: Drawn
) -> None:
    """Write report/index.html into `folder`, beside the pictures that `pages.write_pages` drew there.

    Everything scraped reaches the page as JSON and is set as text by its scripts; a Content-Security-Policy admits these scripts alone, by their hash.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    data = payload(dataset, previous, changes, pages)
    styles, scripts = [_read(name) for name in STYLES], [_read(name) for name in SCRIPTS]
    environment = Environment(
        loader=PackageLoader("pipeline.publish"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    page = environment.get_template("index.html").render(
        data=_json(data),
        as_of=data["asOf"],
        version=dataset.version,
        styles=styles,
        scripts=scripts,
        policy=_policy(styles, scripts),
    )
    write_new(folder / "report" / "index.html", page.encode())


def _read(name: str) -> str:
    return SOURCE_MAP.sub("", (files("pipeline.publish") / "templates" / name).read_text("utf-8"))


def _json(data: object) -> str:
    """JSON that may stand inside a script element: no `<`, so no tag and no comment begins in it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
