"""`profile new`: the proposal for a document, and the files that are written for it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.parse import parse_document
from pipeline.records import DocumentRefused, PipelineError
from pipeline.scaffold import make_toml, new_profile
from pipeline.sources.profile import BadProfileError, load_profile
from tests.reading_truth import ROOT, snapshot

PROGRAMME = "<h3>{name}</h3><dl><dt>補助率</dt><dd>1/2以内</dd><dt>募集期間</dt><dd>随時</dd></dl>"
LISTING = (
    "<title>例示県の補助金</title><h1>例示県の補助金</h1><h2>募集中の補助金</h2>"
    + PROGRAMME.format(name="販路開拓補助金")
    + PROGRAMME.format(name="設備投資補助金")
    + "<h2>終了した補助金</h2>"
    + PROGRAMME.format(name="創業補助金")
)
CONTENTS = (  # what a table of contents names states no terms
    "<h1>販路開拓補助金の手引き</h1><h2>目次</h2><h3>補助金の申請</h3><p>3</p><h3>補助事業の実施</h3><p>5</p>"
    "<h3>補助金の請求</h3><p>8</p><h2>手引き</h2><dl><dt>補助率</dt><dd>1/2</dd><dt>募集期間</dt><dd>随時</dd></dl>"
)


def propose(data: bytes, name: str) -> dict[str, object]:
    return tomllib.loads(make_toml(parse_document(data, name=name), "x", name))["outline"]


def shipped(source_id: str) -> dict[str, object]:
    path = ROOT / "pipeline" / "sources" / f"{source_id}.toml"
    return tomllib.loads(path.read_text("utf-8"))["outline"]


def test_a_guide_of_marked_headings_is_proposed_as_a_person_described_it() -> None:
    path = snapshot("kanazawa_guide")
    wanted = shipped("kanazawa_guide")
    assert propose(path.read_bytes(), path.name) == {
        key: wanted[key] for key in ("kind", "programme_mark", "sections", "facility_sections")
    }


@pytest.mark.parametrize(
    ("page", "outline"),
    [
        (
            LISTING,
            {"kind": "listing", "open_chapters": ["募集中の補助金"], "closed_chapters": ["終了した補助金"]},
        ),
        (CONTENTS, {"kind": "generic"}),
    ],
    ids=["chapters", "table of contents"],
)
def test_a_page_is_proposed_by_its_chapters_where_they_hold_programmes(page: str, outline: dict[str, object]) -> None:
    assert propose(f"<html><body>{page}</body></html>".encode(), "x.html") == outline


def test_what_was_found_stands_in_the_comments() -> None:
    page = (
        f"<html><body>{LISTING}<table><tr><th>区分</th><th>上限</th></tr><tr><td>一般</td><td>5万円</td></tr></table>"
    )
    text = make_toml(parse_document(page.encode(), name="x.html"), "x", "x.html")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    for words in ("制度 3 件", "販路開拓補助金", "見出し 6 本", "ラベル: 補助率、募集期間", "2行2列  区分 | 上限"):
        assert any(words in line for line in comments), words


def test_the_files_are_written_once_and_want_to_be_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "案内.HTML"
    file.write_text(f"<html><body>{LISTING}</body></html>", encoding="utf-8")
    profile, fixture, test = new_profile(file, "example", tmp_path / "root")
    assert fixture.read_bytes() == file.read_bytes()
    compile(test.read_text("utf-8"), test.name, "exec")
    with pytest.raises(BadProfileError, match=r"「要記入」が残っています: \[identity\] publisher、\[fetch\] page_url"):
        load_profile("example", profile.parent)
    filled = profile.read_text("utf-8").replace("要記入", "https://example.jp/")
    profile.write_text(filled, encoding="utf-8")
    assert (load_profile("example", profile.parent).ends_with, load_profile("example", profile.parent).title) == (
        "</html>",
        "例示県の補助金",
    )
    with pytest.raises(PipelineError, match="もうあります"):
        new_profile(file, "example", tmp_path / "root")


def test_an_unreadable_document_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "案内.pdf"
    file.write_bytes(b"")
    with pytest.raises(DocumentRefused, match="空のファイル"):
        new_profile(file, "example", tmp_path / "root")
    assert [path.name for path in tmp_path.iterdir()] == ["案内.pdf"]
