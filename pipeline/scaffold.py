"""A new source's first files: a proposed profile, the document as its fixture, and a test that fails until a person has looked."""

from __future__ import annotations

from pathlib import Path

from pipeline.extract.proposal import as_toml
from pipeline.parse import parse_document
from pipeline.records import PipelineError
from pipeline.sources.profile import check_source_id

_TEST = '''"""{source_id}: the profile reads its document as a person does. Fails until the facts below were labelled by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipeline.reading import read
from pipeline.sources.profile import load_profile

DOCUMENT = Path(__file__).parent / "documents" / "{fixture}"
PROGRAMMES: list[str] = []  # the names, in reading order, as the document prints them


def test_every_programme_is_found() -> None:
    reading = read(
        DOCUMENT.read_bytes(),
        name=DOCUMENT.name,
        profile=load_profile("{source_id}"),
        source_id="{source_id}",
        as_of=date.today(),
    )
    assert PROGRAMMES, "label the document by hand first (CONTRIBUTING.md, step 4)"
    assert [row.name_text for row in reading.tables["programs"]] == PROGRAMMES
'''


def new_profile(file: Path, source_id: str, root: Path) -> tuple[Path, Path, Path]:
    """Write the proposal for `file` below the checkout `root` → the paths of the profile, its fixture and its failing test.

    Raises PipelineError where one of them exists already: nothing is overwritten.
    """
    check_source_id(source_id)
    data = file.read_bytes()
    profile = root / "pipeline" / "sources" / f"{source_id}.toml"
    fixture = root / "tests" / "documents" / f"{source_id}{file.suffix.lower()}"
    test = root / "tests" / f"test_source_{source_id}.py"
    for path in (profile, fixture, test):
        if path.exists():
            raise PipelineError(f"{path.relative_to(root)} はもうあります: 上書きしません")
    content = as_toml(parse_document(data, name=file.name), source_id, file.name)
    for path in (profile, fixture, test):
        path.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text(content, encoding="utf-8")
    fixture.write_bytes(data)
    test.write_text(_TEST.format(source_id=source_id, fixture=fixture.name), encoding="utf-8")
    return profile, fixture, test
