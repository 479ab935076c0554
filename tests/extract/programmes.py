"""Small programmes made by hand: a label and its lines."""

from pipeline.records import Block, Cell, Line, Passage, Programme


def passage(label: str, text: str, course: str = "") -> Passage:
    """Each line of `text` is a line of the passage; four spaces in front of it are one level of depth."""
    lines = []
    for number, words in enumerate(text.split("\n")):
        depth = (len(words) - len(words.lstrip(" "))) // 4
        lines.append(Line(words.strip(" "), f"L{number}", depth))
    return Passage(label, course, tuple(lines))


def programme(*passages: Passage) -> Programme:
    return Programme("見本補助金", "L0", passages)


def table(*rows: tuple[str | tuple[str, int, int], ...], cols: int) -> Block:
    """Rows of cells; a cell is its words or (words, rowspan, colspan), and covered slots are left out."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, given in enumerate(rows):
        col = 0
        for cell in given:
            words, rowspan, colspan = (cell, 1, 1) if isinstance(cell, str) else cell
            while (row, col) in taken:
                col += 1
            lines = tuple(Line(line, f"r{row}c{col}") for line in words.split("\n") if line)
            cells.append(Cell(row, col, rowspan, colspan, lines, f"r{row}c{col}", is_header=row == 0))
            taken |= {(row + down, col + right) for down in range(rowspan) for right in range(colspan)}
    return Block("table", "t", rows=len(rows), cols=cols, cells=tuple(cells))
