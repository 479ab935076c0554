"""schema.org as JSON-LD: a GovernmentService per programme whose output is a MonetaryGrant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.publish import evidence
from pipeline.publish.dataset import Dataset, children, filled
from pipeline.publish.loss import Loss
from pipeline.publish.overview import Overview, overviews

Row = dict[str, Any]

PLACES = {"national": "Country", "prefecture": "State", "municipality": "City"}


def write_schemaorg(dataset: Dataset, folder: Path) -> list[Loss]:
    """Write schemaorg.jsonld: one graph of GovernmentServices."""
    contacts, periods = (children(dataset.rows(table)) for table in ("contacts", "periods"))
    sources = {row["source_id"]: row for row in dataset.rows("sources")}
    tops = overviews(dataset)
    programs = dataset.rows("programs")
    graph = [
        _service(row, sources[row["source_id"]], tops[row["program_id"]], contacts.get(row["program_id"], []), dataset)
        for row in programs
    ]
    content = {"@context": "https://schema.org", "@graph": graph}
    (folder / "schemaorg.jsonld").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    others = sum(max(0, len(rows) - 1) for rows in periods.values())
    return [
        Loss("補助率", len(dataset.tables["rates"]), "MonetaryGrant に率の項目がない（additionalProperty に最大の率だけ）"),
        Loss("上限額のほかの金額", len(dataset.tables["amounts"]) - sum(top.yen is not None for top in tops.values()), "maxValue は一つ"),
        Loss("二つ目からの期間", others, "validThrough は一つ"),
        Loss("対象経費・条件・必要書類", sum(bool(row["eligible_costs"] or row["conditions"]) for row in programs), "項目がない"),
        Loss("値ごとの根拠の場所", len(dataset.tables["rates"]) + len(dataset.tables["amounts"]), "制度単位の isBasedOn だけ"),
    ]  # fmt: skip


def _service(program: Row, source: Row, top: Overview, contacts: list[Row], dataset: Dataset) -> dict[str, Any]:
    place = PLACES.get(program["area_level"] or "", "AdministrativeArea")
    url = evidence.address(source, program["locator"], program["name_text"])
    provider = program["provider"] or "・".join(program["area_names"] or ()) or None
    return filled(
        {
            "@type": "GovernmentService",
            "@id": f"#{program['program_id']}",
            "identifier": program["program_id"],
            "name": program["name"],
            "description": program["summary"],
            "inLanguage": "ja",
            "serviceType": program["category"],
            "serviceOperator": filled({"@type": "GovernmentOrganization", "name": provider}) if provider else None,
            "areaServed": [
                {"@type": place, "name": name, "identifier": code}
                for name, code in zip(program["area_names"] or (), program["area_codes"] or (), strict=False)
            ],
            "audience": filled({"@type": "Audience", "audienceType": program["eligibility"]}) if program["eligibility"] else None,
            "availableChannel": [
                filled({"@type": "ServiceChannel", "name": row["organisation"], "servicePhone": _phone(row), "serviceUrl": url})
                for row in contacts
            ],
            "serviceOutput": _grant(program, top),
            "isBasedOn": url,
            "dateModified": dataset.as_of.isoformat(),
        }
    )  # fmt: skip


def _grant(program: Row, top: Overview) -> dict[str, Any]:
    window = top.deadline
    return filled(
        {
            "@type": "MonetaryGrant",
            "name": program["name"],
            "amount": filled({"@type": "MonetaryAmount", "currency": "JPY", "maxValue": top.yen}) if top.yen is not None else None,
            "additionalProperty": filled(
                {"@type": "PropertyValue", "name": "最大補助率", "value": str(top.percent), "unitText": "%"}
            )
            if top.percent is not None
            else None,
            "validFrom": window["start_date"].isoformat() if window and window["start_date"] else None,
            "validThrough": window["end_date"].isoformat() if window else None,
        }
    )  # fmt: skip


def _phone(row: Row) -> dict[str, str] | None:
    return {"@type": "ContactPoint", "telephone": row["phone"]} if row["phone"] else None
