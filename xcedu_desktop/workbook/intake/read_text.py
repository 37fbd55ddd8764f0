"""Reader of delimited text (.csv, tab-separated text called .xls). Cells stay text, as they stand."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Literal

from xcedu_desktop.workbook.intake.decode import decode
from xcedu_desktop.workbook.intake.failure import damaged
from xcedu_desktop.workbook.intake.raw import MAX_COLUMNS, RawSheet, make_cell, make_sheet

_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_QUOTED: Literal[0] = csv.QUOTE_MINIMAL
_UNQUOTED: Literal[3] = csv.QUOTE_NONE
_SWALLOWED = 20
"""A cell with more line breaks than this began with a stray quotation mark and ate the lines below."""


def read_text(data: bytes, name: str) -> tuple[list[RawSheet], list[str]]:
    """One sheet, named as the file without its ending, and notes. Raises IntakeFileError."""
    text = decode(data, name)
    first, _, rest = text.partition("\n")
    declared = re.fullmatch(r"sep=(.)\r?", first)
    if declared:
        delimiter, text = declared[1], rest
    else:
        delimiter = sniff_delimiter(text)
    try:
        rows = list(_split(text, delimiter, _QUOTED))
        if any(cell.count("\n") > _SWALLOWED for row in rows for cell in row):
            rows = list(_split(text, delimiter, _UNQUOTED))
    except csv.Error as error:
        raise damaged(name) from error
    title = name.rpartition(".")[0] or name
    cells = ([make_cell(_plain(value)) for value in row[:MAX_COLUMNS]] for row in rows)
    return [make_sheet(title, cells)], []


def sniff_delimiter(text: str) -> str:
    """The delimiter that most first lines have; on equal terms a tab before a semicolon before a comma."""
    lines = [line for line in text[:65536].splitlines()[:60] if line.strip()]
    ranked = sorted(
        (sum(delimiter in line for line in lines), -order, delimiter)
        for order, delimiter in enumerate("\t;,|，")
    )
    return ranked[-1][2]


def _split(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)


def _plain(value: str) -> str:
    """Systems write `="3704…"` so that Excel keeps the digits of a long number."""
    wrapped = _AS_TEXT.fullmatch(value.strip())
    return wrapped[1] if wrapped else value
