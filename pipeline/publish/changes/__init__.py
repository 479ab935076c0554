"""Write what changed since the last release: changes.csv, changes.parquet and Markdown for a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pipeline.files import write_new
from pipeline.folding import single_spaced
from pipeline.publish.changes.change import Change
from pipeline.publish.changes.diff import data_version, diff
from pipeline.publish.dataset import Dataset, load
from pipeline.publish.tables import to_csv, to_parquet

COLUMN_TITLES = {
    "weight": ("重さ", "major は金額・締切・対象・新規・終了、minor は表記など"),
    "kind": ("種類", "amount、rate、deadline、eligibility、new、gone、closed、name、wording など"),
    "op": ("操作", "added、removed、changed"),
    "program_id": ("制度 ID", "programs の program_id（資料全体の変更では空）"),
    "program_name": ("制度名", "新しい側の制度名"),
    "message": ("変更内容", "人が読む一行"),
    "old_value": ("前の値", "前の公開での値"),
    "new_value": ("新しい値", "今回の値"),
    "table": ("表", "変わった行のある表"),
    "row_id": ("行 ID", "変わった行の主キー（削除では前の公開のもの）"),
    "columns": ("列", "変わった列（; 区切り）"),
    "locator": ("場所", "資料の中の場所"),
}
MAX_LINES = 200
"""Markdown lines per weight: a pull request's body is refused above 65,536 letters."""


def write_changes(previous: Dataset | None, current: Dataset, folder: Path) -> list[Change]:
    """Write changes.csv, changes.parquet and changes.md into `folder`; returns the changes.

    A first release has no changes: its tables are empty and its Markdown says so.
    """
    import pyarrow as pa

    changes = diff(previous, current) if previous is not None else []
    schema = pa.schema(
        [
            pa.field(name, pa.string(), metadata={"title": title, "description": text})
            for name, (title, text) in COLUMN_TITLES.items()
        ]
    )
    table = pa.Table.from_pylist([asdict(change) for change in changes], schema=schema)
    write_new(folder / "changes.csv", to_csv(table))
    write_new(folder / "changes.parquet", to_parquet(table))
    version = data_version(previous, current, changes)
    if previous is None:
        text = f"# データ {version}\n\n最初の公開です（制度 {len(current.programs)} 件）。\n"
    else:
        text = markdown(previous.version, version, changes)
    write_new(folder / "changes.md", text.encode())
    return changes


def compare(before: Path, after: Path) -> str:
    """What differs between two folders as Markdown; folders of one version (`extract` knows only 1.0.0) stand by name."""
    old, new = load(before), load(after)
    names = (old.version, new.version) if old.version != new.version else (str(before), str(after))
    return markdown(*names, diff(old, new))


def markdown(before: str, after: str, changes: Sequence[Change]) -> str:
    """The changes as Markdown for a pull request: counts, then major changes by programme, then minor ones folded."""
    lines = [f"# データ {before} → {after}", "", summary(changes), ""]
    for weight, title in (("major", "重要な変更"), ("minor", "軽微な変更")):
        chosen = [change for change in changes if change.weight == weight]
        if not chosen:
            continue
        lines += [f"## {title}（{len(chosen)} 件）", ""]
        if weight == "minor":
            lines += ["<details><summary>開く</summary>", ""]
        lines += _listed(chosen)
        if weight == "minor":
            lines += ["", "</details>"]
        lines.append("")
    return "\n".join(lines)


def summary(changes: Sequence[Change]) -> str:
    """One line of counts: 重要 3（新規 1、締切 2）、軽微 4; nothing changed says so."""
    if not changes:
        return "前回の公開から変更はありません。"
    titles = {
        "new": "新規", "gone": "掲載終了", "closed": "募集終了", "opened": "募集開始", "amount": "金額", "rate": "補助率",
        "deadline": "締切", "eligibility": "対象", "round": "公募回", "status": "状態",
    }  # fmt: skip
    major = Counter(change.kind for change in changes if change.weight == "major")
    told = "、".join(f"{title} {major[kind]}" for kind, title in titles.items() if major[kind])
    return f"重要 {major.total()} 件{f'（{told}）' if told else ''}、軽微 {len(changes) - major.total()} 件"


def _listed(changes: Sequence[Change]) -> list[str]:
    """One line per change: what came, what went, then the programmes that changed, by name."""
    ranks = {"new": 0, "gone": 1}
    lines = []
    for change in sorted(changes, key=lambda one: (ranks.get(one.kind, 2), one.program_name))[:MAX_LINES]:
        whole = change.kind in {"new", "gone"} or not change.program_name
        lines.append(f"- {_escape(change.message if whole else f'{change.program_name}: {change.message}')}")
    if len(changes) > MAX_LINES:
        lines.append(f"- ほか {len(changes) - MAX_LINES} 件（changes.csv に全件）")
    return lines


def _escape(text: str) -> str:
    """Scraped words as plain Markdown text: no tag, link, mention or emphasis comes alive."""
    flat = single_spaced(text).replace("&", "&amp;").replace("<", "&lt;").replace("@", "@\u200b")
    return "".join(f"\\{letter}" if letter in r"\`*_[]#|!" else letter for letter in flat)
