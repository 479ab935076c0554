"""Manual decisions: findings that a maintainer has looked at are known and fine, with a reason, until a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from pipeline.rows import FindingRow
from pipeline.sources.profile import Decision
from pipeline.validate.checks import make_finding


def apply_decisions(
    source_id: str, findings: Sequence[FindingRow], decisions: Sequence[Decision], as_of: date
) -> Iterator[FindingRow]:
    """The findings of one source, the decided ones lowered to info with the reason.

    A decision whose day is over, or which no finding fits any more, changes nothing and is itself a finding.
    """
    live = [decision for decision in decisions if as_of <= decision.expires]
    fitted = set()
    for finding in findings:
        match = next((each for each in live if each.check == finding.check and each.text in (finding.text or "")), None)
        if match is None:
            yield finding
        else:
            fitted.add(match)
            note = f"（確認済み: {match.reason}。{match.expires} まで）"
            yield replace(finding, severity="info", message=finding.message + note)
    for decision in decisions:
        if decision not in live:
            message = f"確認の期限が {decision.expires} で切れました: {decision.check}「{decision.text}」（{decision.reason}）"
        elif decision not in fitted:
            message = f"確認済みとした所見がもうありません: {decision.check}「{decision.text}」（{decision.reason}）"
        else:
            continue
        yield make_finding(source_id, "warning", "stale-decision", message, text=f"{decision.check} {decision.text}")
