"""How heating rules say what they found: a piece by tag and kind, power in kW, money in yuan."""

from __future__ import annotations

from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.store.base import fields_of

_FIELDS = fields_of(Equipment)


def kilowatts(watts: int) -> str:
    """2200 → 2.2; 20000 → 20: without trailing zeros, since a sentence is no column."""
    text = f"{watts / 1000:.3f}".rstrip("0")
    return text.removesuffix(".")


def yuan(fen: int) -> str:
    """286000 → 2,860.00."""
    return _FIELDS["cost_fen"].format(fen)


def piece_place(tag: str | None, kind: str | None) -> str:
    """XC-0916 电暖器."""
    return " ".join(part for part in (tag, kind) if part) or "设备"


def work_place(kind: str | None, name: str | None) -> str:
    """购置 10 台壁挂式空调."""
    return " ".join(part for part in (kind, name) if part) or "购置与改造"
