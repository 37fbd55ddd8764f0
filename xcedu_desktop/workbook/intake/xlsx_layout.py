"""What calamine does not tell of an .xlsx sheet: what is hidden, merges, error cells, extent."""

import re
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from posixpath import join, normpath

from xcedu_desktop.workbook.intake.raw import Merge
from xcedu_desktop.workbook.intake.xml_parts import Attributes, Pass, local, run_pass

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")


@dataclass(slots=True)
class SheetLayout:
    """One sheet's layout, 0-based. `last_row`, `last_column`: of the last cell with a value, else -1."""

    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    two_places: list[tuple[int, int]] = field(default_factory=list)
    """Numbers that are shown with two decimals."""

    filtered: bool = False
    epoch1904: bool = False
    last_row: int = -1
    last_column: int = -1


@lru_cache(maxsize=2048)
def column_index(letters: str) -> int:
    """0-based index of a column by its letters: A is 0, XFD is 16383."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def parse_reference(reference: str) -> tuple[int, int]:
    """0-based row and column of `B12`. Raises ValueError."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(reference)
    return int(found[2]) - 1, column_index(found[1])


class _SheetPass(Pass):
    """Walks one worksheet part. Rows and cells may come without their references (then they are counted)."""

    def __init__(self, two_places: frozenset[int]) -> None:
        super().__init__()
        self.layout = SheetLayout()
        self._two_places = two_places
        self._row = -1
        self._column = -1
        self._type = ""
        self._formula = False
        self._value = ""
        self._content = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            reference = attributes.get("r")
            self._column = parse_reference(reference)[1] if reference else self._column + 1
            self._type = attributes.get("t", "n")
            self._formula, self._value, self._content = False, "", False
            if self._two_places and self._type == "n" and _style(attributes) in self._two_places:
                self.layout.two_places.append((self._row, self._column))
        elif name == "v":
            self._content = True
            self.collect()
        elif name == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.layout.hidden_rows.add(self._row)
        elif name == "f":
            self._formula = True
        elif name == "is":
            self._content = True
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.layout.merges.append((*parse_reference(first), *parse_reference(last or first)))
        elif name == "col":
            if attributes.get("hidden") in ("1", "true"):
                self.layout.hidden_columns.update(range(int(attributes["min"]) - 1, int(attributes["max"])))
        elif name == "filterColumn":
            self.layout.filtered = True

    def closed(self, name: str, text: str) -> None:
        if name == "v":
            self._value = text
        elif name == "c":
            if self._type == "e":
                self.layout.errors[self._row, self._column] = self._value.strip() or "#VALUE!"
            elif self._formula and not self._value and self._type != "str":
                # Written by a program that does not calculate: there is no cached value to read.
                self.layout.errors[self._row, self._column] = "公式无结果"
            elif not self._content:
                return
            self.layout.last_row = max(self.layout.last_row, self._row)
            self.layout.last_column = max(self.layout.last_column, self._column)


def _style(attributes: Attributes) -> int:
    """A cell's style, -1 where it has none of its own."""
    style = attributes.get("s", "")
    return int(style) if style.isdecimal() else -1


class _WorkbookPass(Pass):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.epoch1904 = False

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.epoch1904 = attributes.get("date1904") in ("1", "true", "on")
        elif name == "sheet":
            relation = next((attributes[key] for key in attributes.keys() if key.endswith(":id")), None)  # noqa: SIM118
            if relation is not None:
                self.sheets[local(attributes, "name") or ""] = relation


class _RelationPass(Pass):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def opened(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            self.targets[attributes["Id"]] = attributes["Target"]


def sheet_parts(archive: zipfile.ZipFile) -> tuple[dict[str, str], bool]:
    """Sheet name to the archive member that holds it, and the 1904 flag. Raises one of `XmlTrouble`."""
    # A few exporters write member names with backslashes or other capitals than the relations say.
    members = {member.replace("\\", "/").lstrip("/").lower(): member for member in archive.namelist()}
    workbook, relations = _WorkbookPass(), _RelationPass()
    with archive.open(members["xl/workbook.xml"]) as stream:
        run_pass(stream, workbook)
    with archive.open(members["xl/_rels/workbook.xml.rels"]) as stream:
        run_pass(stream, relations)
    parts: dict[str, str] = {}
    for name, relation in workbook.sheets.items():
        target = relations.targets[relation].replace("\\", "/")
        member = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if member.lower() in members:
            parts[name] = members[member.lower()]
    return parts, workbook.epoch1904


def read_layout(
    archive: zipfile.ZipFile, member: str, two_places: frozenset[int] = frozenset()
) -> SheetLayout:
    """The layout of one worksheet part, in one pass; `two_places` are the styles that show two decimals. Raises one of
    `XmlTrouble`."""
    handler = _SheetPass(two_places)
    with archive.open(member) as stream:
        run_pass(stream, handler)
    return handler.layout


_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]{1,3})(\d{1,9})"')
_COUNT = re.compile(rb"<(?:\w+:)?sst\b[^>]*")
_NUMBER = re.compile(rb'[cC]ount="(\d+)"')


def reach(xml: bytes) -> tuple[int, int]:
    """Rows and columns up to the farthest cell of a worksheet part, filled or not, also where its XML is flawed."""
    rows = columns = 0
    for found in _CELL.finditer(xml):
        rows = max(rows, int(found[2]))
        columns = max(columns, column_index(found[1].decode("ascii")) + 1)
    return rows, columns


def plausible_strings(data: bytes) -> bool:
    """Whether the table of texts says no larger count than it has bytes: calamine makes room for what it says."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.filename.lower().endswith("sharedstrings.xml"):
                with archive.open(info) as stream:
                    head = _COUNT.search(stream.read(4096))
                counts = [int(count) for count in _NUMBER.findall(head[0])] if head else []
                # An entry takes at least 5 bytes; `count` (of uses) may be larger than what is stored.
                if any(count > max(info.file_size, 8_000_000) for count in counts):
                    return False
    return True
