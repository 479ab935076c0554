"""HTML to blocks against lxml and bs4 on the same bytes in one run: milliseconds per page and times lxml's.

Bare lxml means the tree and the words of its headings and cells, the least that anybody wants of a page; the tree alone is
shown beside it.

Usage: python benchmarks/pages.py [FILE.html …]   (default: the pages of ../shared where present, and a generated aggregator page)
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
SHARED = ROOT / ".." / "shared"
TURNS, ROUNDS = 3, 8
HEADINGS_AND_CELLS = ("h1", "h2", "h3", "h4", "h5", "h6", "th", "td")


def generated(programmes: int = 120) -> bytes:
    """An aggregator page of our own: accordions, labels, lists, a matrix, links; about 140 kB."""
    entry = """<h4>{n}番目の設備更新支援補助金</h4><details><summary><span>制度詳細を見る</span></summary><div>
<p><strong>概要</strong><br>\n市内の中小企業者が省エネルギー設備へ更新する費用の一部を補助し、生産性の向上と脱炭素経営を後押しする制度です。予算の範囲内で先着順に受け付けます。</p>
<p><strong>対象者</strong></p><ul><li>市内に事業所を有する中小企業者</li><li>市税を滞納していない者</li><li>同じ設備について他の補助金を受けていない者</li></ul>
<p><strong>補助内容</strong></p><ul><li>補助率:小規模事業者 2/3、中小企業者 1/2</li><li>補助上限額:{n}00万円</li><li>対象経費:機械装置、工具器具、外注費、広報費、旅費など</li></ul>
<p><strong>募集期間</strong><br>\n令和7年4月1日 ~ 令和7年11月28日 17時(必着)<br>\n※予算の上限に達した時点で受付を終了する場合があります</p>
<p><strong>公式リンク</strong><br>\n<a href="https://www.example.jp/{n}.html" target="_blank" rel="noopener">設備更新支援補助金({n})</a></p></div></details>"""
    head = '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>補助金一覧</title></head><body><header><nav><a href="/">ホーム</a></nav></header>'
    body = "".join(entry.format(n=number) for number in range(programmes))
    return f"{head}<main><h1>補助金一覧</h1>{body}</main><footer>©</footer></body></html>".encode()


def documents(names: list[str]) -> dict[str, bytes]:
    """The pages to measure, by name."""
    if names:
        return {Path(name).name: Path(name).read_bytes() for name in names}
    found = [*SHARED.glob("facsimile/*.html"), *sorted(SHARED.glob("samples/html/*.html"))]
    return {"generated": generated(), **{path.name: path.read_bytes() for path in found}}


def measured(data: bytes, readers: dict[str, Callable[[bytes], object]]) -> dict[str, float]:
    """The least milliseconds of each reader, in a few turns of several rounds: a busy moment of the machine hits all of them."""
    least = dict.fromkeys(readers, float("inf"))
    for _ in range(TURNS):
        for name, read in readers.items():
            gc.collect()  # nobody pays for what the reader before left behind
            for _ in range(ROUNDS):
                start = time.perf_counter()
                read(data)
                least[name] = min(least[name], (time.perf_counter() - start) * 1000)
    return least


def main() -> None:
    """Measure every page with every reader and print a table; the last line is the sum."""
    import warnings

    from bs4 import BeautifulSoup
    from lxml import html as lxml_html

    from pipeline.parse.html import parse_html

    def bare_lxml(data: bytes) -> list[tuple[str, str]]:
        return [
            (each.tag, each.text_content()) for each in lxml_html.document_fromstring(data).iter(*HEADINGS_AND_CELLS)
        ]

    warnings.simplefilter("ignore")
    readers: dict[str, Callable[[bytes], object]] = {
        "lxml": bare_lxml,
        "lxml, tree alone": lxml_html.document_fromstring,
        "blocks": lambda data: parse_html(data, name="page"),
        "blocks, repaired": lambda data: parse_html(data, name="page", repair=True),
        "bs4": lambda data: BeautifulSoup(data, "lxml"),
    }
    print(f"{'page':44}{'kB':>6}" + "".join(f"{name:>24}" for name in readers))
    totals = dict.fromkeys(readers, 0.0)
    pages = documents(sys.argv[1:])
    for name, data in pages.items():
        times = measured(data, readers)
        for reader, spent in times.items():
            totals[reader] += spent
        print(row(name, len(data), times))
    print(row(f"{len(pages)} pages", sum(map(len, pages.values())), totals))


def row(name: str, size: int, times: dict[str, float]) -> str:
    """One line of the table: milliseconds and times bare lxml."""
    return f"{name[-43:]:44}{size / 1000:6.0f}" + "".join(
        f"{spent:15.2f} ms ×{spent / times['lxml']:4.1f}" for spent in times.values()
    )


if __name__ == "__main__":
    main()
