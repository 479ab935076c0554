"""Supporting facilities of a guide: name, address, hours, closed days, telephone, size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.contacts import PHONE, e164
from pipeline.extract.outline import Section
from pipeline.extract.outline.passage_signs import course_name
from pipeline.folding import fold, squeeze
from pipeline.records import Block, Line, Unreadable
from pipeline.rows import FacilityRow

# 開館時間:9:00~21:00, 利用時間 10時~22時30分
_HOURS = re.compile(
    r"(?:開館|利用|営業|開所|受付)時間\s*[::]?\s*(?:午前)?(\d{1,2})(?::(\d{2})|時(?:(\d{2})分)?)\s*[~-]\s*(?:午後)?(\d{1,2})(?::(\d{2})|時(?:(\d{2})分)?)"
)
_CLOSED = re.compile(r"(?:休館|休業|定休|休所)日\s*[::]?\s*(\S+?)(?=\s|TEL|電話|☎|$)")
_PHONE = re.compile(rf"(?:TEL|電話(?:番号)?|☎)\s*[::]?\s*({PHONE.pattern})")
# 150人規模の研修, 定員120名, 定員は60人, 140 人収容, 最大150人の講演会; the largest counts
_PEOPLE = re.compile(
    r"(\d{1,5})\s*[人名]\s*(?:規模|収容|程度|まで|定員)|(?:定員|収容人数|最大|最高)(?:[はが約]|\s|:)*(\d{1,5})\s*[人名]"
)
# 最大130台の駐車場, 駐車場(最大160台)
_PARKING = re.compile(r"(\d{1,4})\s*台[^。]{0,12}駐車|駐車[^。]{0,20}?(\d{1,4})\s*台")
_LABELLED = re.compile(r"(?:開館|利用|営業|開所|受付)時間|(?:休館|休業|定休)日|TEL|電話")
# 〒920-0000 金沢市本町1-1, 所在地：金沢市本町1-1
_ADDRESS = re.compile(
    r"^(?:(?:所在地|住所|場所)\s*[::]\s*)?〒?[\d-]*\s*(\S{1,8}?[都道府県市区町村]\S{1,30}?\s?\d[\d-]*(?:番地?|号|丁目\S*)?)"
)


def read_facility(section: Section) -> FacilityRow:
    """The blocks below a facility's heading → its facts; a part with a heading of its own (＜…コーナー＞) is not described."""
    lines = _own_lines(section)
    text = fold("\n".join(line.text for line in lines))
    hours = _HOURS.search(text)
    closed = _CLOSED.search(text)
    prose = [
        line.text for line in lines if not _LABELLED.search(fold(line.text)) and not _ADDRESS.match(fold(line.text))
    ]
    return FacilityRow(
        name=re.sub(r"(?<=[A-Za-z])\s+(?=[^\x00-\x7f])", "", section.title),
        address=_address(lines),
        opens=_clock(hours, 1) if hours else None,
        closes=_clock(hours, 4) if hours else None,
        closed_days=closed.group(1) if closed else None,
        phone=_phone(text),
        capacity_people=_largest(_PEOPLE, text),
        parking_spaces=_largest(_PARKING, text),
        description="\n".join(prose) or None,
        locator=section.locator,
    )


def _own_lines(section: Section) -> list[Line]:
    lines: list[Line] = []
    for block in section.blocks:
        if block.kind == "heading":
            break
        for line in block.lines or _labelled(block):
            if course_name(line.text):
                return lines
            if line.text:
                lines.append(line)
    return lines


def _labelled(table: Block) -> Iterator[Line]:
    """A table of two columns → the lines of its values, the first after its label: 開館時間：9:00～21:00."""
    labels = {cell.row: squeeze(cell.text) for cell in table.cells if cell.col == 0}
    for cell in table.cells:
        if table.cols == 2 and cell.col == 1 and cell.lines:
            first, *more = cell.lines
            yield first._replace(text=f"{labels.get(cell.row, '')}：{first.text}")
            yield from more


def _address(lines: list[Line]) -> str | None:
    for line in lines:
        if match := _ADDRESS.match(fold(line.text)):
            return line.text[match.start(1) : match.end(1)].replace(" ", "")
    return None


def _clock(match: re.Match[str], group: int) -> str:
    minutes = match.group(group + 1) or match.group(group + 2) or "00"
    return f"{int(match.group(group)):02d}:{minutes}"


def _phone(text: str) -> str | None:
    match = _PHONE.search(text)
    if match is None:
        return None
    try:
        return e164(match.group(1))
    except Unreadable:
        return None


def _largest(rule: re.Pattern[str], text: str) -> int | None:
    numbers = [int(next(group for group in match.groups() if group)) for match in rule.finditer(text)]
    return max(numbers, default=0) or None
