"""Find the programme a person means by its id, its name, or a part of it."""

from __future__ import annotations

from typing import Any

from pipeline.folding import name_key
from pipeline.publish.dataset import Dataset
from pipeline.records import PipelineError

SUGGESTED = 5
NEAR = 60.0
"""Per cent of likeness from which a name is worth suggesting."""


def match_key(text: str) -> str:
    """Width, case and spaces aside: ＤＸ 推進 → dx推進."""
    return name_key(text).casefold()


def find_program(dataset: Dataset, wanted: str) -> dict[str, Any]:
    """The one programme whose id, name or part of name is `wanted`; none or several raise `PipelineError` naming them."""
    programs = dataset.rows("programs")
    said = match_key(wanted)
    for matches in (
        [row for row in programs if row["program_id"] == wanted],
        [row for row in programs if match_key(row["name"]) == said or match_key(row["name_text"]) == said],
        [row for row in programs if said and said in match_key(row["name"])],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise PipelineError(f"「{wanted}」に当たる制度が {len(matches)} 件あります: {_listed(matches)}")
    from rapidfuzz import fuzz

    likeness = {row["program_id"]: fuzz.partial_ratio(said, match_key(row["name"])) for row in programs}
    near = sorted(programs, key=lambda row: -likeness[row["program_id"]])[:SUGGESTED]
    near = [row for row in near if likeness[row["program_id"]] >= NEAR]
    raise PipelineError(f"制度が見つかりません: {wanted}" + (f"（近い名前: {_listed(near)}）" if near else ""))


def _listed(rows: list[dict[str, Any]]) -> str:
    shown = "、".join(f"{row['program_id']} {row['name']}" for row in rows[:SUGGESTED])
    return shown + (f" ほか {len(rows) - SUGGESTED} 件" if len(rows) > SUGGESTED else "")
