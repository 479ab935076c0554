"""Real and hostile documents of the shared samples, and pdfplumber's reading of the same pages as the oracle."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest

from pipeline.folding import fold
from pipeline.parse.pdf import parse_pdf
from pipeline.records import Block, Document, DocumentRefused

SHARED = Path(__file__).parents[2] / ".." / "shared"
PDFS, EDGE = SHARED / "samples" / "pdfs", SHARED / "samples" / "pdfs" / "edge"
pytestmark = pytest.mark.skipif(not PDFS.exists(), reason="needs ../shared/samples/pdfs")

LABELS = ["概要", "対象者", "補助率", "申請期間", "問合せ先"]


def squeeze(words: str) -> str:
    return re.sub(r"\s+", "", words)


def tables(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind == "table"]


def one_page(name: str, page: int) -> bytes:
    """The bytes of a document that holds one page of a sample."""
    out = io.BytesIO()
    source, single = pypdfium2.PdfDocument(PDFS / name), pypdfium2.PdfDocument.new()
    single.import_pages(source, [page - 1])
    single.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "00_reference_label_table", "02_heiseimin_unijis_not_embedded", "08_rotate90", "08_rotate180",
        "09_filled_rect_cells_no_lines", "10_double_lines", "11_dashed_dash_pattern", "11b_dotted_as_segments",
        "13_invisible_text", "16b_encrypted_owner_only", "18b_bad_startxref", "19_mediabox_offset", "26_table_in_form_xobject",
    ],
)  # fmt: skip
def test_the_same_table_in_every_disguise(name: str) -> None:
    (table,) = tables(parse_pdf((EDGE / f"{name}.pdf").read_bytes(), name=name))
    assert (table.rows, table.cols) == (5, 2)
    assert [squeeze(cell.text) for cell in table.cells if cell.col == 0] == LABELS


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("16_encrypted_user_pw_aes256", "--password"), ("17_zipbomb_300MB_spaces", "圧縮爆弾"), ("17c_400k_rects", "描画要素"),
        ("17e_many_pages_5000", "5,000ページ"), ("18_truncated_half", "修復できません"), ("18d_utf8_mojibake_roundtrip", "U+FFFD"),
        ("21_image_only", "OCRが必要): p.1"), ("real_scanned_page", "OCRが必要): p.1"), ("real_jnet21_corrupt_1", "U+FFFD"),
        ("real_jnet21_corrupt_3", "HTML"), ("real_pdfjs_bomb_giant", "圧縮爆弾"),
    ],
)  # fmt: skip
def test_refused_by_name(name: str, reason: str) -> None:
    with pytest.raises(DocumentRefused, match=re.escape(reason)):
        parse_pdf((EDGE / f"{name}.pdf").read_bytes(), name=name)


def words_of(name: str) -> str:
    document = parse_pdf((EDGE / f"{name}.pdf").read_bytes(), name=name)
    return "\n".join(block.text or "\n".join(cell.text for cell in block.cells) for block in document.blocks)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("04_vertical_writing_v_cmap", ["補助金の対象者は市内の中小企業者です。", "申請書を提出してください。"]),
        ("06_ruby", ["補助金の申請期限は令和七年です。"]),
        ("15_kangxi_tounicode", ["工業用水の長さ一人当たり高齢者金額"]),
        ("14_letter_spacing_variants", ["対 象 者", "補 助 率"]),
        ("20_char_variants", ["髙橋 濵田 塚本 﨑", "が（か＋濁点） ば（は＋濁点）"]),
        ("05_stacked_vertical_label_and_index_tabs", ["支援内容", "対象経費", "補助金額"]),
        ("24_text_straddles_rule_and_diagonal", ["はみ出した長いラベル文字列"]),
        ("real_jo", ["序", "宮澤賢治"]),
    ],
)
def test_characters_and_their_order(name: str, expected: list[str]) -> None:
    words = words_of(name)
    places = [words.find(part) for part in expected]
    assert -1 not in places
    assert places == sorted(places)


def test_a_table_over_three_pages_loses_its_repeated_header() -> None:
    (table,) = tables(parse_pdf((EDGE / "12_table_spans_pages.pdf").read_bytes(), name="12"))
    assert (table.rows, table.cols, table.pages) == (61, 2, (1, 2, 3))


@pytest.mark.parametrize(
    ("name", "page", "grids"),
    [
        ("fuji_city_budget_r6.pdf", 250, [(7, 8), (1, 8)]),
        ("sabae_gomi_hayamihyo.pdf", 5, [(34, 5)]),
        ("soumu_population_2024.pdf", 2, []),
        ("otoineppu_jinko_vision.pdf", 13, []),
        ("otoineppu_jinko_vision.pdf", 18, [(13, 15), (13, 15)]),
        ("it2025_koubo_denshi.pdf", 17, [(4, 3), (3, 2), (4, 3), (2, 2)]),
        ("jizokuka17_koubo.pdf", 28, [(2, 3), (5, 7), (4, 3)]),
        ("mhlw_tanjikan_pamphlet.pdf", 5, [(8, 2)]),
    ],
)
def test_grids_looked_at_by_eye(name: str, page: int, grids: list[tuple[int, int]]) -> None:
    found = tables(parse_pdf(one_page(name, page), name=name))
    assert [(table.rows, table.cols) for table in found] == grids


@pytest.mark.parametrize("source", ["facsimile", "sources"])
def test_the_guide(source: str) -> None:
    path = SHARED / source / "kanazawa_guide_r7.pdf"
    document = parse_pdf(path.read_bytes(), name=path.name)
    heads = [block.text for block in document.blocks if block.kind == "heading" and block.text.startswith("◇")]
    assert len(heads) == 13
    grids = [(table.rows, table.cols, table.pages) for table in tables(document)]
    assert grids[1:5] == [(5, 4, (2,)), (4, 4, (2,)), (3, 4, (2,)), (3, 4, (2, 3))]
    assert (5, 2, (4, 5)) in grids
    places = [head for head in heads if "館" in head or "プラザ" in head]
    assert places[-2:] == ["◇IT ビジネスプラザ武蔵", "◇金沢未来のまち創造館"]
    assert "製品開発" not in [block.text for block in document.blocks if block.page == 3]


PAGES = [
    ("fuji_city_budget_r6.pdf", 250), ("it2025_koubo_denshi.pdf", 17), ("jizokuka17_koubo.pdf", 28),
    ("jizokuka17_guidebook.pdf", 9), ("jizokuka17_sanko.pdf", 10), ("jizokuka_kisairei_coffee.pdf", 13),
    ("mhlw_careerup_leaflet.pdf", 1), ("mhlw_tanjikan_pamphlet.pdf", 6), ("otoineppu_jinko_vision.pdf", 18),
    ("otoineppu_sogosenryaku.pdf", 10), ("poster_bashoichiran_excel.pdf", 2), ("sabae_gomi_hayamihyo.pdf", 5),
    ("smrj_shoryokuka_koubo.pdf", 8), ("soumu_population_2024.pdf", 18), ("bunrui_taisho_word.pdf", 1), ("chingin_daicho_excel.pdf", 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_both_engines_agree_on_words_boxes_and_cells(name: str, page: int) -> None:
    data = one_page(name, page)
    ours, oracle = parse_pdf(data, name=name), parse_pdf(data, name=name, engine="pdfplumber")
    mine = [(t.rows, t.cols, [fold(squeeze(cell.text)) for cell in t.cells]) for t in tables(ours)]
    theirs = [(t.rows, t.cols, [fold(squeeze(cell.text)) for cell in t.cells]) for t in tables(oracle)]
    assert mine == theirs
    for one, other in zip(tables(ours), tables(oracle), strict=True):
        assert one.bbox == pytest.approx(other.bbox, abs=2.0)
