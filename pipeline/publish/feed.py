"""What changed, for feed readers: changes.atom (RFC 4287), one entry per programme and release, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.files import write_new
from pipeline.publish import evidence
from pipeline.publish.changes import summary
from pipeline.publish.changes.change import Change
from pipeline.publish.dataset import Dataset
from pipeline.records import JAPAN

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACES: Any = {None: ATOM}
FILE = "changes.atom"
KEPT = 300
"""Entries that a feed carries; older ones stay in the history."""
# RFC 4151 tag URIs: an authority and a day on which it was ours, then our own name
TAG = "tag:hojokin-pipeline.invalid,2025-11-22:"
UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


def write_feed(
    dataset: Dataset, previous: Dataset | None, changes: Sequence[Change], version: str, folder: Path
) -> None:
    """Write changes.atom: this release's entries before the last feed's, at most `KEPT`; nothing new changes nothing."""
    old = _entries(previous.folder / FILE) if previous is not None else []
    new = _release(dataset, changes, version) if previous is None or changes else []
    ids = {entry.findtext(f"{{{ATOM}}}id") for entry in new}
    entries = [*new, *(entry for entry in old if entry.findtext(f"{{{ATOM}}}id") not in ids)][:KEPT]
    feed = etree.Element(
        f"{{{ATOM}}}feed", nsmap=NAMESPACES, attrib={"{http://www.w3.org/XML/1998/namespace}lang": "ja"}
    )
    _add(feed, "id", f"{TAG}changes")
    _add(feed, "title", "補助金データの変更")
    _add(feed, "updated", entries[0].findtext(f"{{{ATOM}}}updated") if entries else _moment(dataset))
    _add(_add(feed, "author"), "name", "hojokin-pipeline")
    _add(feed, "generator", "hojokin-pipeline")
    feed.extend(entries)
    etree.indent(feed)
    write_new(folder / FILE, etree.tostring(feed, xml_declaration=True, encoding="utf-8"))


def _release(dataset: Dataset, changes: Sequence[Change], version: str) -> list[etree._Element]:
    if not changes:
        text = f"最初の公開です（制度 {len(dataset.programs)} 件）。"
        return [_entry(dataset, f"{version}/first", f"データ {version}", text, None, "minor")]
    programs = {row["program_id"]: row for row in dataset.rows("programs")}
    sources = {row["source_id"]: row for row in dataset.rows("sources")}
    grouped: dict[str, list[Change]] = {}
    for change in changes:
        grouped.setdefault(change.program_id or f"{change.table}/{change.row_id}", []).append(change)
    entries = [
        _entry(dataset, f"{version}/all", f"データ {version}: {summary(changes)}", summary(changes), None, "minor")
    ]
    for key, mine in grouped.items():
        first = mine[0]
        program = programs.get(key)
        title = f"{first.program_name}: {first.message}" if program and first.kind != "new" else first.message
        title += f" ほか {len(mine) - 1} 件" if len(mine) > 1 else ""
        source = sources.get(program["source_id"]) if program else None
        url = evidence.address(source, first.locator, program["name_text"] if program else None)
        entries.append(
            _entry(dataset, f"{version}/{key}", title, "\n".join(c.message for c in mine), url, first.weight)
        )
    return entries


def _entry(dataset: Dataset, key: str, title: str, text: str, url: str | None, weight: str) -> etree._Element:
    entry = etree.Element(f"{{{ATOM}}}entry", nsmap=NAMESPACES)
    _add(entry, "id", f"{TAG}{key}")
    _add(entry, "title", title)
    _add(entry, "updated", _moment(dataset))
    _add(entry, "category", None, {"term": weight, "label": {"major": "重要", "minor": "軽微"}[weight]})
    if url:
        _add(entry, "link", None, {"rel": "alternate", "href": url})
    _add(entry, "content", text, {"type": "text"})
    return entry


def _entries(path: Path) -> list[etree._Element]:
    if not path.exists():
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    return etree.fromstring(path.read_bytes(), parser).findall(f"{{{ATOM}}}entry")


def _moment(dataset: Dataset) -> str:
    return datetime.combine(dataset.as_of, time(0), JAPAN).isoformat()


def _add(
    parent: etree._Element, name: str, text: str | None = None, attributes: Mapping[str, Any] | None = None
) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ATOM}}}{name}", dict(attributes or {}))
    child.text = text.translate(UNPRINTABLE) if text else text
    return child
