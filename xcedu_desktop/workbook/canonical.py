"""The canonical line of a row: the one text by which a row is sealed and compared, whatever its sheet looks like."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.periods import Month
from xcedu_desktop.workbook.plan import Row

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def canonical_text(text: str) -> str:
    """NFC, line ends as \\n, without what XML 1.0 cannot hold."""
    return unicodedata.normalize("NFC", _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def canonical_value(value: Any) -> str | int | None:
    """Dates and times ISO, months 2026-11, yes/no 1/0, integers plain, text canonical; blank text is None."""
    if value is None:
        return None
    if isinstance(value, bool | int):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Month):
        return str(value)
    return canonical_text(str(value)) or None


def canonical_line(row: Row) -> str:
    """JSON with sorted keys: the row's id as "id", its values by column key; blanks left out.

    `_x` is written `_\\u0078`: spreadsheet files give `_x0041_` a meaning of its own.
    """
    said = {key: shown for key, value in row.values.items() if (shown := canonical_value(value)) is not None}
    text = json.dumps({**said, "id": row.id}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.replace("_x", "_\\u0078")


def row_of(line: str, fields: Mapping[str, Field]) -> Row:
    """The row of a canonical line. ValueError, TypeError or KeyError for a text that is none."""
    said = json.loads(line)
    row_id = said.pop("id")
    return Row(row_id, {key: _restored(fields[key], value) for key, value in said.items()})


def _restored(declared: Field, value: Any) -> Any:
    if isinstance(value, int):
        return bool(value) if declared.kind is Kind.YES_NO else value
    text = str(value)
    match declared.kind:
        case Kind.DAY:
            return date.fromisoformat(text)
        case Kind.MONTH:
            return Month(int(text[:4]), int(text[5:]))
        case Kind.TIME:
            return time.fromisoformat(text)
        case _:
            return text


def digest(lines: Iterable[str]) -> str:
    """SHA-256 (hex) over the lines in the order given, each ended by \\n, as UTF-8."""
    summed = hashlib.sha256()
    for line in lines:
        summed.update(line.encode("utf-8") + b"\n")
    return summed.hexdigest()
