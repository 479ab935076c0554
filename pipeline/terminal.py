"""What a run says on the terminal: lines while it goes, a report at its end; plain text where nobody watches."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from pipeline.publish.run import Run

OUTCOMES = {
    "published": "公開しました",
    "nothing-new": "新しいものはありません（いまのデータのままです）",
    "kept": "公開しませんでした（前のデータのままです）",
    "failed": "失敗しました（前のデータのままです）",
}


LOOK = {"変更点": "changes.md", "所見": "findings.csv", "確認画面": "report/index.html"}
"""Where a maintainer goes on reading, where the release has it."""


def make_console() -> Console:
    """A console that shows scraped text as it is: no markup, no emoji, no highlighting; it never wraps in a pipe."""
    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = 200
    return console


def show_report(console: Console, run: Run, last: Mapping[str, Any], out: Path) -> None:
    """The end report: outcome, rows published and quarantined per table, findings by kind, changes, where to look."""
    for message in run.messages:
        console.print(message, soft_wrap=True)
    if run.outcome == "published":
        console.print(_tables(run, last))
        if run.findings:
            console.print("所見: " + "、".join(f"{check} {count}" for check, count in sorted(run.findings.items())))
        quarantined = sum(counts["quarantined"] for counts in run.counts.values())
        if quarantined:
            console.print(f"隔離: {quarantined} 行（{out / 'quarantine.csv'}）")
        for title, name in LOOK.items():
            if (out / name).is_file():
                console.print(f"{title}: {out / name}")
    if run.accepted:
        console.print("今回だけ認めた確認: " + "、".join(run.accepted))
    console.print(f"{OUTCOMES.get(run.outcome, run.outcome)}: {out}")


def _tables(run: Run, last: Mapping[str, Any]) -> Table:
    table = Table(box=None, pad_edge=False)
    for title, side in (("表", "left"), ("公開", "right"), ("隔離", "right"), ("前回との差", "right")):
        table.add_column(title, justify=side)  # type: ignore[arg-type]
    before = last.get("counts", {})
    for name, counts in run.counts.items():
        change = counts["published"] - before[name]["published"] if name in before else None
        said = "" if change is None else f"{change:+d}" if change else "±0"
        table.add_row(name, str(counts["published"]), str(counts["quarantined"]), said)
    return table
