"""By what a class teacher's file (班级收集表) is known again. Standard library only: every file to import is looked at."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

MARK = "xcedu-class-handout"
FORMAT = 1
KEYS = ("name", "sex", "service", "meal", "left_on", "note")
"""Keys of the columns B to G, in the hidden row above the header."""
NAME_TITLE = "姓名"
"""What the header says over the names."""
_MOST_BYTES = 2**22
_TEXTS, _MOST_TEXT = ("xl/sharedStrings.xml", "xl/worksheets/"), 2**19


def is_handout(path: Path) -> bool:
    """Whether a file looks like a class teacher's, told by its texts alone; False for what cannot be read."""
    try:
        if path.suffix.lower() in (".xls", ".et"):  # not packed: what is plain ASCII stands in it as it is
            return path.stat().st_size <= _MOST_BYTES and MARK.encode() in path.read_bytes()
        with ZipFile(path) as packed:
            # the mark stands among the texts of all sheets, or in its own small sheet, as the program that saved it likes
            parts = [part for part in packed.infolist() if part.filename.startswith(_TEXTS)]
            return any(MARK.encode() in packed.read(part) for part in parts if part.file_size <= _MOST_TEXT)
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, BadZipFile, zlib.error):
        return False


def answers_digest(lines: Sequence[tuple[str, Mapping[str, Any]]]) -> str:
    """What stands in the cells to fill, as one short text: lines of row id and cells by key; lines without either are passed
    over. A file that comes back with the text it went out with has not been filled in."""
    said = [
        [row_id, *(str(cells.get(key) or "").strip() for key in KEYS)]
        for row_id, cells in lines
        if row_id or any(str(value or "").strip() for value in cells.values())
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
