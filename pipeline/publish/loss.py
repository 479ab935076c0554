"""What a target format cannot carry: counted while exporting, and reported beside the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of loss: what is lost, in how many rows, and why."""

    what: str
    rows: int
    why: str


def counted(losses: Sequence[Loss]) -> list[Loss]:
    """The losses that happened, the largest first."""
    return sorted((loss for loss in losses if loss.rows), key=lambda loss: (-loss.rows, loss.what))


def loss_report(form: str, losses: Sequence[Loss]) -> str:
    """The losses as Markdown; an export that loses nothing says so."""
    if not losses:
        return f"# {form} への書き出しで失われたもの\n\nありません。\n"
    lines = [f"# {form} への書き出しで失われたもの", "", "| 項目 | 行数 | 理由 |", "|---|---:|---|"]
    return "\n".join([*lines, *(f"| {loss.what} | {loss.rows} | {loss.why} |" for loss in losses)]) + "\n"
