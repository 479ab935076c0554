"""Characters: folding keeps every place, cleaning keeps every word, marks stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.folding import clean, fold, mask_addresses


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１２３ＡＢｃ", "123ABc"),
        ("２／３ 2∕3 2⁄3", "2/3 2/3 2/3"),
        ("〜～∼ ‐−－–", "~~~ ----"),
        ("（月）：％，．", "(月):%,."),
        ("⾦⻑⺠⼾建て⻘⼆", "金長民戸建て青二"),
        ("令和", "令和"),  # U+F9A8
        ("ﾃﾞｰﾀ･ｶﾀｶﾅ", "テ\u3099ータ・カタカナ"),
        ("①½㋿㍻ー髙﨑", "①½㋿㍻ー髙﨑"),
        ("a\u3000b\u00a0c\td", "a b c\td"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert len(mask_addresses(fold(text))) == len(text)


def test_cleaning_keeps_the_words_as_printed() -> None:
    assert clean("　補助率　２／３\n（⾦⻑）\u200b ①½ 髙﨑 ") == "補助率 ２／３ （金長） ①½ 髙﨑"
    assert clean("a\u202eb\x00c\ufeff") == "abc"
