"""Columns of ticks: √ where something holds, × or nothing where it does not."""

from collections.abc import Sequence

from xcedu_desktop.values.numbers import parse_yes_no
from xcedu_desktop.workbook.intake.raw import Cell


def are_ticks(cells: Sequence[Cell]) -> bool:
    """Whether yes and no stand there, yes at least once, and other words (候补) in no more than half of the cells."""
    said = [parse_yes_no(cell.value).value for cell in cells if not cell.blank]
    return True in said and said.count(None) * 2 <= len(said)
