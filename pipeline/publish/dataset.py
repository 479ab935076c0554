"""A published release read back: typed frames, the story of its run, and the words for its columns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.files import hold_folder
from pipeline.records import PipelineError
from pipeline.rows import TABLES

if TYPE_CHECKING:
    import pandas as pd

KEYS: Mapping[str, str] = {
    "sources": "source_id",
    "programs": "program_id",
    "rates": "rate_id",
    "amounts": "amount_id",
    "periods": "period_id",
    "contacts": "contact_id",
    "links": "link_id",
    "facilities": "facility_id",
    "relations": "relation_id",
    "findings": "finding_id",
}
"""Table → its key column; `quarantine` has none."""

FACTS = ("rates", "amounts", "periods", "contacts", "links", "relations")
"""The tables whose rows say something of a programme."""

TABLE_TITLES: Mapping[str, str] = {
    "sources": "出典",
    "programs": "制度",
    "rates": "補助率",
    "amounts": "金額",
    "periods": "期間・締切",
    "contacts": "問い合わせ先",
    "links": "リンク",
    "facilities": "施設",
    "relations": "関係",
    "findings": "確認事項",
    "quarantine": "隔離",
}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """One release: `tables` are pandas frames with Arrow types (date32, int64, bool, list<string>; null is `pd.NA`).

    `run` is run.json, `package` is datapackage.json (each empty where a folder has none), `folder` is where it was read.
    """

    tables: Mapping[str, pd.DataFrame]
    run: Mapping[str, Any]
    package: Mapping[str, Any]
    folder: Path
    made: dict[str, list[Row]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def sources(self) -> pd.DataFrame:
        """One row per source document used: publisher, edition, hash, licence, freshness. Key: source_id."""
        return self.tables["sources"]

    @property
    def programs(self) -> pd.DataFrame:
        """One row per programme (制度) and call (公募回). Key: program_id; `series_id` joins calls, years and sources."""
        return self.tables["programs"]

    @property
    def rates(self) -> pd.DataFrame:
        """One row per rate of help: numerator/denominator in lowest terms, who it is for, and the words. Key: rate_id."""
        return self.tables["rates"]

    @property
    def amounts(self) -> pd.DataFrame:
        """One row per sum in whole yen that bounds or fixes the help (`kind`: cap, floor, grant …). Key: amount_id."""
        return self.tables["amounts"]

    @property
    def periods(self) -> pd.DataFrame:
        """One row per dated period or deadline, Japan time, both ends inclusive. Key: period_id."""
        return self.tables["periods"]

    @property
    def contacts(self) -> pd.DataFrame:
        """Whom to ask; program_id is null where the whole source answers. Key: contact_id."""
        return self.tables["contacts"]

    @property
    def links(self) -> pd.DataFrame:
        """Addresses a programme points to. Key: link_id."""
        return self.tables["links"]

    @property
    def facilities(self) -> pd.DataFrame:
        """Places that serve applicants, with opening hours (HH:MM). Key: facility_id."""
        return self.tables["facilities"]

    @property
    def relations(self) -> pd.DataFrame:
        """How programmes hang together: tops_up, relisted, excludes, same_series; with the reason. Key: relation_id."""
        return self.tables["relations"]

    @property
    def findings(self) -> pd.DataFrame:
        """What a maintainer should look at, with severity, check and place. Key: finding_id."""
        return self.tables["findings"]

    @property
    def quarantine(self) -> pd.DataFrame:
        """Rows that broke the contract and were not published, with the check and the value."""
        return self.tables["quarantine"]

    def rows(self, table: str) -> list[Row]:
        """The rows of a table as plain dicts (dates, ints, Decimals, lists; None for null), in published order.

        The list is made once and shared: read it, do not change it.
        """
        import pyarrow as pa

        if table not in self.made:
            self.made[table] = pa.Table.from_pandas(self.tables[table], preserve_index=False).to_pylist()
        return self.made[table]

    @property
    def as_of(self) -> date:
        """The day whose knowledge the release holds: the as-of date of its run, else the latest status_as_of."""
        told = self.run.get("as_of")
        if told:
            return date.fromisoformat(str(told)[:10])
        days = [row["status_as_of"] for row in self.rows("programs")]
        return max(days, default=date(1970, 1, 1))

    @property
    def version(self) -> str:
        """The data version of the release (SemVer), `0.0.0` where its package does not say."""
        return str(self.package.get("version") or "0.0.0")


def load(folder: str | Path = "normalized") -> Dataset:
    """Read a published folder into a `Dataset`; a folder that is none raises `PipelineError` naming what is missing."""
    import pandas as pd

    folder = Path(folder)
    tables: dict[str, pd.DataFrame] = {}
    if not folder.is_dir():
        raise PipelineError(f"{folder}: 公開データではありません（フォルダがありません）")
    with hold_folder(folder) as held:  # a refresh may swap the release while its files are opened one by one
        for table in TABLES:
            path = held / f"{table}.parquet"
            try:
                tables[table] = pd.read_parquet(path, dtype_backend="pyarrow")
            except FileNotFoundError:
                raise PipelineError(f"{folder}: 公開データではありません（{path.name} がありません）") from None
            except (OSError, ValueError) as error:
                raise PipelineError(f"{folder / path.name}: 読めません（{_one_line(error)}）") from error
        return Dataset(tables, _json(held, folder, "run.json"), _json(held, folder, "datapackage.json"), folder)


def column_words(dataset: Dataset, table: str) -> dict[str, tuple[str, str]]:
    """Column → (Japanese title, explanation), from the Parquet metadata; the name where a column has none."""
    import pyarrow.parquet as pq

    words = {name: (name, "") for name in dataset.tables[table].columns}
    path = dataset.folder / f"{table}.parquet"
    for column in pq.read_schema(path) if path.exists() else ():
        said = {key.decode(): value.decode() for key, value in (column.metadata or {}).items()}
        words[column.name] = (said.get("title") or column.name, said.get("description", ""))
    return words


def children(rows: list[Row]) -> dict[str | None, list[Row]]:
    """Rows by their programme, in order."""
    found: dict[str | None, list[Row]] = {}
    for row in rows:
        found.setdefault(row["program_id"], []).append(row)
    return found


def filled(record: Row) -> Row:
    """A record without its empty values (None, "", [])."""
    return {key: value for key, value in record.items() if value is not None and value not in ("", [])}


def _json(held: Path, folder: Path, name: str) -> Mapping[str, Any]:
    try:
        read: Mapping[str, Any] = json.loads((held / name).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise PipelineError(f"{folder / name}: 読めません（{_one_line(error)}）") from error
    return read


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:120]
