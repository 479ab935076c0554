"""The CSV tables with a machine's description beside them: Croissant 1.1 for ML tools, CSVW for linked-data tools."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from pipeline.files import digest
from pipeline.publish.dataset import TABLE_TITLES, Dataset
from pipeline.publish.loss import Loss

TITLE = "補助金・支援制度データ"
DESCRIPTION = "自治体の支援制度ガイドと補助金一覧ページから読み取った、制度・補助率・金額・期間とその根拠"
CROISSANT = {
    "string": "sc:Text", "integer": "sc:Integer", "boolean": "sc:Boolean", "date": "sc:Date", "datetime": "sc:DateTime",
    "number": "sc:Float", "list": "sc:Text", "yearmonth": "sc:Text", "time": "sc:Text",
}  # fmt: skip
CSVW = {
    "string": "string", "integer": "integer", "boolean": "boolean", "date": "date", "datetime": "dateTimeStamp",
    "number": "decimal", "list": "string", "yearmonth": "gYearMonth", "time": "time",
}  # fmt: skip
# The JSON-LD context that the Croissant 1.1 specification prescribes, letter for letter
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def write_croissant(dataset: Dataset, folder: Path) -> list[Loss]:
    """Write croissant.json and the CSV tables that it describes."""
    schemas = _tables(dataset, folder)
    content = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": "hojokin",
        "description": f"{TITLE}: {DESCRIPTION}",
        "license": _licences(dataset),
        "citeAs": "、".join(row["attribution"] for row in dataset.rows("sources") if row["attribution"]) or TITLE,
        "version": dataset.version,
        "datePublished": dataset.as_of.isoformat(),
        "isLiveDataset": True,
        "url": _home(dataset),
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"{table}.csv",
                "name": f"{table}.csv",
                "contentUrl": f"{table}.csv",
                "encodingFormat": "text/csv",
                "sha256": digest(folder / f"{table}.csv")[0],
            }
            for table in schemas
        ],
        "recordSet": [_record_set(table, schema) for table, schema in schemas.items()],
    }
    (folder / "croissant.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    lists = sum(field["type"] == "list" for schema in schemas.values() for field in schema["fields"])
    rules = sum("constraints" in field for schema in schemas.values() for field in schema["fields"])
    return [
        Loss("列の制約（必須・値の一覧・範囲）", rules, "Croissant に制約の項目がない"),
        Loss("リストの列", lists, "CSV では ; 区切りの文字列"),
        Loss("小数の正確さ（percent）", 1, "sc:Float は二進小数（分子・分母の列は正確）"),
    ]


def write_csvw(dataset: Dataset, folder: Path) -> list[Loss]:
    """Write csv-metadata.json (CSVW) and the CSV tables that it describes."""
    schemas = _tables(dataset, folder)
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "dc:title": TITLE,
        "dc:description": DESCRIPTION,
        "dc:modified": {"@value": dataset.as_of.isoformat(), "@type": "xsd:date"},
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "lineTerminators": ["\n"]},
        "tables": [
            {"url": f"{table}.csv", "dc:title": TABLE_TITLES[table], "tableSchema": _csvw_schema(schema)}
            for table, schema in schemas.items()
        ],
    }
    (folder / "csv-metadata.json").write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return []


def _tables(dataset: Dataset, folder: Path) -> dict[str, Any]:
    from schemas.table_schema import table_schema

    for table in dataset.tables:
        if folder.resolve() != dataset.folder.resolve():
            shutil.copyfile(dataset.folder / f"{table}.csv", folder / f"{table}.csv")
    return {table: table_schema(table) for table in dataset.tables}


def _licences(dataset: Dataset) -> list[str]:
    return sorted({row["licence"] for row in dataset.rows("sources") if row["licence"]}) or ["unknown"]


def _home(dataset: Dataset) -> str:
    return next((row["page_url"] for row in dataset.rows("sources") if row["page_url"]), "https://example.invalid/")


def _record_set(table: str, schema: dict[str, Any]) -> dict[str, Any]:
    targets = {key["fields"][0]: key["reference"] for key in schema.get("foreignKeys", ())}
    content: dict[str, Any] = {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": TABLE_TITLES[table],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table}/{field['name']}",
                "name": field["name"],
                "description": f"{field['title']}: {field['description']}",
                "dataType": CROISSANT[field["type"]],
                "source": {"fileObject": {"@id": f"{table}.csv"}, "extract": {"column": field["name"]}},
            }
            | (
                {
                    "references": {
                        "field": {"@id": f"{targets[field['name']]['resource']}/{targets[field['name']]['fields'][0]}"}
                    }
                }
                if field["name"] in targets
                else {}
            )
            for field in schema["fields"]
        ],
    }
    if "primaryKey" in schema:
        content["key"] = {"@id": f"{table}/{schema['primaryKey'][0]}"}
    return content


def _csvw_schema(schema: dict[str, Any]) -> dict[str, Any]:
    keys = schema.get("primaryKey", [])
    content: dict[str, Any] = {"columns": [_csvw_column(field) for field in schema["fields"]]}
    if keys:
        content["primaryKey"] = keys
    if "foreignKeys" in schema:
        content["foreignKeys"] = [
            {
                "columnReference": key["fields"],
                "reference": {
                    "resource": f"{key['reference']['resource']}.csv",
                    "columnReference": key["reference"]["fields"],
                },
            }
            for key in schema["foreignKeys"]
        ]
    return content


def _csvw_column(field: dict[str, Any]) -> dict[str, Any]:
    rules = field.get("constraints", {})
    base = CSVW[field["type"]]
    kind: Any = base
    if "pattern" in rules and base == "string":
        kind = {"base": base, "format": rules["pattern"]}
    content = {
        "name": field["name"],
        "titles": [field["name"], field["title"]],
        "dc:description": field["description"],
        "datatype": kind,
        "required": bool(rules.get("required")),
    }
    return content | ({"separator": ";"} if field["type"] == "list" else {})
