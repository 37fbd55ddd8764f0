"""What can be imported: the kinds that forms declare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class IntakeKind:
    """One kind of list (学生名单…). `plan` turns the lists found into planned rows and changes."""

    key: str
    title: str
    plan: Callable[[Any], Any]
