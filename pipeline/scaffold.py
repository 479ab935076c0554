"""A new source's first files: a proposed profile, the document as its fixture, and a test that fails until a person has looked."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.chunks import File, read_file
from pipeline.engine import Failure
from pipeline.extract.outline import Outline, OutlinePlan
from pipeline.extract.proposal import printed_labels, propose
from pipeline.records import Block, Document, DocumentRefused, PipelineError
from pipeline.sources.profile import BLANK, check_source_id

_TEST = '''"""{source_id}: the profile reads its document as a person does. Fails until its facts are labelled (tests/labels)."""

from pathlib import Path

from tests.reading_truth import assert_read_as_labelled


def test_what_is_read_is_what_a_person_reads() -> None:
    assert_read_as_labelled("{source_id}", Path(__file__).parent / "documents" / "{fixture}")
'''
_OUTLINE = """# kind: guide   = 制度の見出しに同じ印（programme_mark）が付く冊子。sections は帯や章の名前で、category になる
#       listing = 章（open_chapters, closed_chapters）の中に制度が並ぶページ。other は誰も読まない章
#       generic = 印も章もない文書。一つの制度、または見出しと条件から見つけた制度"""
_MOST, _LONGEST = 40, 50
"""Lines of a list in the comments, and characters of a line."""
_ENDS = ("%%EOF", "</html>")


def new_profile(file: Path, source_id: str, root: Path) -> tuple[Path, Path, Path]:
    """Write the proposal for `file` below the checkout `root` → the paths of the profile, its fixture and its failing test.

    Raises PipelineError where one of them exists already (nothing is overwritten), DocumentRefused for an unreadable file.
    """
    check_source_id(source_id)
    data = file.read_bytes()
    profile = root / "pipeline" / "sources" / f"{source_id}.toml"
    fixture = root / "tests" / "documents" / f"{source_id}{file.suffix.lower()}"
    test = root / "tests" / f"test_source_{source_id}.py"
    for path in (profile, fixture, test):
        if path.exists():
            raise PipelineError(f"{path.relative_to(root)} はもうあります: 上書きしません")
    ending = next((end for end in _ENDS if end.encode() in data[-1024:]), None)
    content = read_file(make_toml, File(data, file.name), source_id, file.name, ending)
    if isinstance(content, Failure):
        raise DocumentRefused(content.about(str(file)))
    for path in (profile, fixture, test):
        path.parent.mkdir(parents=True, exist_ok=True)
    profile.write_text(content, encoding="utf-8")
    fixture.write_bytes(data)
    test.write_text(_TEST.format(source_id=source_id, fixture=fixture.name), encoding="utf-8")
    return profile, fixture, test


def make_toml(document: Document, source_id: str, file_name: str, ending: str | None = None) -> str:
    """A document → its proposed profile: what was found in it as comments, what only a person can know as 要記入.

    `ending`: what the file ends with, by which a fetch that broke off is told.
    """
    plan, found = propose(document)
    is_pdf = document.media_type == "application/pdf"
    count = len(found.programmes)
    lines = [
        f"# {file_name} から提案したプロファイルです。「{BLANK}」を埋め、見立てが正しいか確かめたら見立ては消してください。",
        *_what_was_found(document, found),
        "",
        "[identity]",
        f"source_id = {_quote(source_id)}",
        f"title = {_quote(document.title or _only_name(found) or BLANK)}",
        f"publisher = {_quote(BLANK)}",
        f"kind = {_quote('guide_pdf' if is_pdf else 'aggregator_html')}",
        "",
        "[fetch]",
        f"page_url = {_quote(BLANK)}   # 文書が載っているページ",
        f"file_url = {_quote(BLANK)}   # 文書そのもの。毎年変わるなら代わりに link_text = page_url にあるリンクの文字",
        f"media_type = {_quote(document.media_type)}",
        *([f"ends_with = {_quote(ending)}   # 途中で切れた取得を見分ける"] if ending else []),
        "",
        "[rights]",
        f"licence = {_quote(BLANK)}   # 書かれていなければ「明示なし（事実のみを利用）」",
        f"attribution = {_quote(BLANK)}   # 出典：…",
        'rights = "facts"   # facts = 事実だけを使う / full = 文章も使ってよい',
        "",
        "[outline]",
        *_OUTLINE.splitlines(),
        *_plan_lines(plan),
        '# area = "〇〇市"       # 地域を名乗らない制度の地域。国の制度なら書かない',
        '# provider = "〇〇市"',
        "",
        "[expect]   # 信じられる版の姿。外れると公開が止まる",
        f"programs = [{max(1, count // 2)}, {count * 2}]",
        "share_read = 0.8",
        "ids_kept = 0.5",
        "change = 0.5",
        "",
    ]
    return "\n".join(lines)


def _what_was_found(document: Document, found: Outline) -> Iterator[str]:
    """Comment lines: the programmes and their places, the headings by level, the labels, the tables."""
    yield f"# 制度 {len(found.programmes)} 件:"
    yield from _listed(f"{_place(each.locator)}  {each.name_text}" for each in found.programmes)
    heads = [block for block in document.blocks if block.kind == "heading"]
    levels = Counter(block.level for block in heads)
    yield f"# 見出し {len(heads)} 本（段階ごと: {'、'.join(f'{n} に {levels[n]} 本' for n in sorted(levels))}）:"
    yield from _listed(f"{'  ' * (block.level - 1)}{block.text}" for block in heads)
    yield f"# ラベル: {'、'.join(printed_labels(document)) or 'なし'}"
    tables = [block for block in document.blocks if block.kind == "table"]
    yield f"# 表 {len(tables)} 個（先頭の行）:"
    yield from _listed(f"{_place(table.locator)}  {table.rows}行{table.cols}列  {_head_row(table)}" for table in tables)


def _listed(items: Iterator[str]) -> Iterator[str]:
    each = [" ".join(item.split("\n")) for item in items]
    yield from (f"#   {item[:_LONGEST]}{'…' if len(item) > _LONGEST else ''}" for item in each[:_MOST])
    if len(each) > _MOST:
        yield f"#   ほか {len(each) - _MOST} 件"


def _only_name(found: Outline) -> str:
    """A document about one programme bears its name."""
    return found.programmes[0].name_text if len(found.programmes) == 1 else ""


def _place(locator: str) -> str:
    """`p.3 12.0,…` → p.3; an XPath → its last two steps."""
    return locator.split(" ", maxsplit=1)[0] if locator.startswith("p.") else "/".join(locator.split("/")[-2:])


def _head_row(table: Block) -> str:
    return " | ".join(cell.text for cell in table.cells if cell.row == 0)


def _plan_lines(plan: OutlinePlan) -> Iterator[str]:
    yield f"kind = {_quote(plan.kind)}"
    if plan.programme_mark:
        yield f"programme_mark = {_quote(plan.programme_mark)}"
    for key in ("sections", "facility_sections", "open_chapters", "closed_chapters", "other"):
        if values := getattr(plan, key):
            yield f"{key} = {json.dumps(list(values), ensure_ascii=False)}"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
