"""Regular expressions that are compiled when first used: most starts of the program read no text of a person."""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    def __init__(self, pattern: str, flags: int) -> None:
        self._said = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._said), name)
        setattr(self, name, found)  # from now on found without coming here
        return found


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, with its methods and attributes; a wrong pattern raises at its first use."""
    return cast(re.Pattern[str], _Late(pattern, flags))
