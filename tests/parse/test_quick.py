"""The records that a page is made of are those that their constructors make."""

from pipeline.parse.quick import new_block, new_line
from pipeline.records import Block, Line


def test_records_are_those_of_their_constructors() -> None:
    line = new_line("補助率 1/2", "/html/body/p[1]", 2)
    assert line == Line("補助率 1/2", "/html/body/p[1]", 2)
    assert repr(new_line("甲", "L1")) == repr(Line("甲", "L1"))
    block = new_block("field", "/html/body/p[1]", (line,), "補助率", 3, "https://www.example.jp/")
    same = Block("field", "/html/body/p[1]", (line,), label="補助率", level=3, url="https://www.example.jp/")
    assert (block, repr(block), type(block)) == (same, repr(same), Block)
    assert repr(new_block("paragraph", "L1", ())) == repr(Block("paragraph", "L1"))
