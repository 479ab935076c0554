"""The dress of a page says nothing: however its source is written, its blocks are the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import md5
from pathlib import Path

import pytest

from pipeline.parse.charset import decode
from pipeline.parse.html import parse_html
from tests.parse.html_helpers import shape, shapes

SHARED = Path(__file__).parents[2] / ".." / "shared"
PAGES = sorted([*(SHARED / "facsimile").glob("*.html"), *(SHARED / "samples" / "html").glob("*.html")])
BLOCKS = "article|aside|dd|div|dl|dt|footer|h[1-6]|header|li|main|nav|ol|p|section|table|tbody|td|th|thead|tr|ul"
# <div class="x">, </p>: a tag; what stands in scripts and comments is left as it is
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
UNREAD = re.compile(r"(<!--.*?-->|<(?:script|style|pre|textarea|svg|noscript|iframe)\b.*?</\w+\s*>)", re.DOTALL | re.I)
BLOCK = re.compile(BLOCKS, re.IGNORECASE)
# <tag class="a b">, .a {…}: names of classes
CLASS = re.compile(r"""(\bclass\s*=\s*["'])([^"']*)""")
STYLE, SELECTOR = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL | re.I), re.compile(r"\.([A-Za-z_][\w-]*)")


def in_body(change: Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    """A change of each tag → that change of a page's body, scripts left out."""

    def changed(page: str) -> str:
        start = page.lower().find("<body")
        parts = UNREAD.split(page[start:])
        return page[:start] + "".join(part if n % 2 else TAG.sub(change, part) for n, part in enumerate(parts))

    return changed


def beside_blocks(before: str, after: str) -> Callable[[str], str]:
    return in_body(lambda tag: f"{before}{tag[0]}{after}" if BLOCK.fullmatch(tag[2]) and not tag[1] else tag[0])


def rename_classes(page: str) -> str:
    def name(old: str) -> str:
        return old if "material-" in old else f"k{md5(old.encode(), usedforsecurity=False).hexdigest()[:6]}"

    page = CLASS.sub(lambda found: found[1] + " ".join(map(name, found[2].split())), page)
    return STYLE.sub(lambda sheet: SELECTOR.sub(lambda found: f".{name(found[1])}", sheet[0]), page)


DRESSES: dict[str, Callable[[str], str]] = {
    "other names of classes": rename_classes,
    "large tags": in_body(lambda tag: f"<{tag[1]}{tag[2].upper()}{tag[3]}>"),
    "other quotes": in_body(lambda tag: tag[0] if "'" in tag[3] else tag[0].replace('"', "'")),
    "marks of scripts": in_body(lambda tag: tag[0] if tag[1] or tag[2] == "body" else f"<{tag[2]} data-v-1a{tag[3]}>"),
    "comments": beside_blocks("", "<!-- x -->"),
    "lines and blanks": beside_blocks("\n   ", "\n      "),
    "wrappers": lambda page: (
        page.replace("</body>", "</div></div></body>").replace("<main", "<div><div><main", 1)
        if page.count("<main") == 1 == page.count("</main>") == page.count("</body>")
        else page
    ),
}


def test_blanks_are_seen_in_preformatted_text_alone() -> None:
    words = "・甲\n  ・乙"
    assert shapes(f"<p>\n      {words.replace(chr(10), '<br>' + chr(10))}</p>") == [
        ("paragraph", (1, "・甲"), (1, "・乙"))
    ]
    assert shapes(f"<pre>{words}</pre>") == [("paragraph", (1, "・甲"), (2, "・乙"))]
    assert shapes("<p>・甲<br>&nbsp;　・乙</p>") == [("paragraph", (1, "・甲"), (2, "・乙"))]


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("page", PAGES[::6] or [None], ids=lambda page: page.stem if page else "none")
def test_a_dress_changes_nothing(page: Path | None, dress: str) -> None:
    if page is None:
        pytest.skip("no shared documents here")
    text = re.sub(r"charset\s*=\s*[\"']?[\w-]+", "charset=utf-8", decode(page.read_bytes(), name=page.name)[0], count=1)
    plain, dressed = (
        [shape(block) for block in parse_html(source.encode(), name=page.name).blocks]
        for source in (text, DRESSES[dress](text))
    )
    assert dressed == plain
