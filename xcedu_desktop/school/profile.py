"""The school profile (学校概况) as a file or a form gives it: read, checked, turned into the values of the School row."""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xcedu_desktop.clock import today
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.fields import Kind, Reading
from xcedu_desktop.school.tables import School
from xcedu_desktop.store.base import fields_of
from xcedu_desktop.values.identifiers import parse_school_code
from xcedu_desktop.values.masks import shown
from xcedu_desktop.values.parsed import Notice, Parsed
from xcedu_desktop.values.text import clean_text

REQUIRED = ("code", "name", "stage", "township", "clerk", "phone", "principal")


def parse_month_day(text: str) -> Parsed[str]:
    """A day of every year as the profile keeps it (供暖开始): 11-15, 11月15日, 11.15 → 11-15; blank is no value."""
    plain = clean_text(text).value
    if not plain:
        return Parsed()
    found = re.fullmatch(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?", plain)
    if found:
        month, day = int(found[1]), int(found[2])
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000, month)[1]:
            return Parsed(f"{month:02d}-{day:02d}")
    return Parsed(error=Notice("month_day", f"「{shown(plain)}」不是日期，应写成 11-15 这样"))


def read_profile(path: Path) -> dict[str, Any]:
    """Read P.json: `code, name, stage, township, village, clerk, phone, principal`. Raises FileUnusable, WrongUsage."""
    try:
        given = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError:
        raise FileUnusable(f"读不了学校概况文件「{path}」") from None
    except ValueError:
        raise FileUnusable(f"「{path.name}」不是 UTF-8 的 JSON 文件") from None
    if not isinstance(given, dict):
        raise FileUnusable(f"「{path.name}」里应是一个学校的概况")
    return checked_profile(given)


def checked_profile(given: Mapping[str, Any]) -> dict[str, Any]:
    """The stored values of a profile given as texts; raises WrongUsage naming what is missing or wrong."""
    fields = fields_of(School)
    missing = [fields[key].title for key in REQUIRED if not str(given.get(key) or "").strip()]
    if missing:
        raise WrongUsage(f"学校概况缺少：{'、'.join(missing)}")
    values: dict[str, Any] = {}
    for key, raw in given.items():
        if key not in fields:
            continue
        if fields[key].kind is Kind.YES_NO and isinstance(raw, bool):
            values[key] = raw
            continue
        parsed = parse_school_code(raw) if key == "code" else fields[key].parse(raw, Reading(today=today()))
        if parsed.error is not None:
            raise WrongUsage(f"学校概况的{fields[key].title}不对：{parsed.error.message}")
        values[key] = parsed.value
    return values
