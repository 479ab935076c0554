"""A source's profile: everything about one source that somebody printed or decided, read from its TOML file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.records import PipelineError

FOLDER = Path(__file__).parent

BLANK = "要記入"
"""What a proposed profile says where only a person knows; no profile is read while a value is left so."""

# kanazawa_guide: becomes a folder name under raw/, so no dots, slashes or leading digits
SOURCE_ID = re.compile(r"[a-z][a-z0-9_]{1,63}")

KEYS = {
    "identity": {"source_id", "title", "publisher", "kind", "edition"},
    "fetch": {"page_url", "file_url", "link_text", "media_type", "words", "ends_with"},
    "rights": {"licence", "attribution", "rights"},
    "expect": {"programs", "rows", "share_read", "ids_kept", "change"},
}
"""The sections whose keys are judged here; a correction's and a decision's are those of their records."""
SECTIONS = {*KEYS, "outline", "corrections", "decisions"}


class BadProfileError(PipelineError):
    """A profile that is missing, is not TOML, or lacks what every profile must say."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A known misprint: at this place the document says `expect` and means `replace`."""

    at: str
    expect: str
    replace: str
    reason: str
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A finding that a maintainer has looked at: `check` with `text` is known and fine until `expires`."""

    check: str
    text: str
    reason: str
    expires: date


@dataclass(frozen=True, slots=True)
class Expect:
    """What a release of this source must look like; the guards compare it with what was read."""

    programs: tuple[int, int] = (1, 100_000)
    rows: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    share_read: float = 0.0
    ids_kept: float = 0.0
    change: float = 1.0


@dataclass(frozen=True, slots=True)
class Profile:
    """One source. `outline` is that section as written: the reading interprets it."""

    source_id: str
    title: str
    publisher: str
    kind: str
    edition: str | None
    page_url: str
    file_url: str | None
    link_text: str | None
    media_type: str
    words: tuple[str, ...]
    ends_with: str | None
    licence: str
    attribution: str
    rights: str
    outline: Mapping[str, Any] = field(default_factory=dict)
    expect: Expect = field(default_factory=Expect)
    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()


def check_source_id(source_id: str) -> str:
    """Return `source_id` if it may name a folder; `BadProfileError` for anything else (../etc, C:, spaces)."""
    if not SOURCE_ID.fullmatch(source_id):
        raise BadProfileError(f"source_id として使えない名前です: {source_id!r}（英小文字・数字・_ のみ）")
    return source_id


def list_source_ids(folder: Path = FOLDER) -> list[str]:
    """The ids of every profile in `folder`, sorted."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def load_profiles(folder: Path = FOLDER) -> list[Profile]:
    """Every profile in `folder`, sorted by source id."""
    return [load_profile(source_id, folder) for source_id in list_source_ids(folder)]


def load_profile(source_id: str, folder: Path = FOLDER) -> Profile:
    """Read `<source_id>.toml`; `BadProfileError` names the file and what is wrong with it."""
    path = folder / f"{check_source_id(source_id)}.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = "、".join(list_source_ids(folder))
        raise BadProfileError(f"プロファイル {source_id} はありません（あるもの: {known}）") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadProfileError(f"{path.name}: TOML として読めません（{error}）") from None
    if blanks := [f"[{name}] {key}" for name, section in content.items() for key in _blanks(section)]:
        raise BadProfileError(f"{path.name}: 「{BLANK}」が残っています: {'、'.join(blanks)}")
    try:
        profile = _build_profile(content)
    except (KeyError, TypeError, ValueError) as error:
        raise BadProfileError(f"{path.name}: {_explain(error)}") from None
    if profile.source_id != source_id:
        raise BadProfileError(f"{path.name}: source_id が {profile.source_id!r} で、ファイル名と違います")
    return profile


def _blanks(section: Any) -> list[str]:
    return [key for key, value in section.items() if value == BLANK] if isinstance(section, Mapping) else []


def _unknown(content: Mapping[str, Any]) -> list[str]:
    """What no profile has: a misspelt section or key would else be passed over in silence."""
    sections = [f"[{name}]" for name in content if name not in SECTIONS]
    return sections + [
        f"[{name}] {key}" for name, keys in KEYS.items() for key in content.get(name, {}) if key not in keys
    ]


def _build_profile(content: Mapping[str, Any]) -> Profile:
    if unknown := _unknown(content):
        raise ValueError(f"知らない項目があります: {'、'.join(unknown)}")
    identity, fetch, rights = content["identity"], content["fetch"], content["rights"]
    if not fetch.get("file_url") and not fetch.get("link_text"):
        raise ValueError("[fetch] には file_url か link_text のどちらかが要ります")
    return Profile(
        source_id=identity["source_id"],
        title=identity["title"],
        publisher=identity["publisher"],
        kind=identity["kind"],
        edition=identity.get("edition"),
        page_url=fetch["page_url"],
        file_url=fetch.get("file_url"),
        link_text=fetch.get("link_text"),
        media_type=fetch["media_type"],
        words=tuple(fetch.get("words", ())),
        ends_with=fetch.get("ends_with"),
        licence=rights["licence"],
        attribution=rights["attribution"],
        rights=rights["rights"],
        outline=content.get("outline", {}),
        expect=_build_expect(content.get("expect", {})),
        corrections=tuple(Correction(**entry) for entry in content.get("corrections", ())),
        decisions=tuple(Decision(**entry) for entry in content.get("decisions", ())),
    )


def _build_expect(section: Mapping[str, Any]) -> Expect:
    values = dict(section)
    if "programs" in values:
        low, high = values["programs"]
        values["programs"] = (int(low), int(high))
    if "rows" in values:
        values["rows"] = {table: (int(low), int(high)) for table, (low, high) in values["rows"].items()}
    return Expect(**values)


def _explain(error: Exception) -> str:
    return f"{error} がありません" if isinstance(error, KeyError) else str(error)
