"""Sums of a month's grid and what they lack, kept in step line by line: a key costs one line, not the month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Held(NamedTuple):
    """What one cell adds: its value, and whether it is wrong, copied, blank though to be filled, of a day to come."""

    value: int | None = None
    wrong: int = 0
    copied: int = 0
    blank: int = 0
    ahead: int = 0


_NOTHING = Held()


class Sum:
    """The cells of a line, of a day or of the month, added up. `counted`: how many hold a value.

    Cells of days to come are not in `total` and `counted`, as they are in no report yet: `later` is their sum.
    """

    __slots__ = ("ahead", "blank", "copied", "counted", "later", "total", "wrong")

    def __init__(self) -> None:
        self.total = self.counted = self.wrong = self.copied = self.blank = self.ahead = self.later = 0

    def add(self, held: Held, sign: int = 1) -> None:
        """Adds a cell, or takes it away again."""
        if held.ahead:
            self.later += sign * (held.value or 0)
        elif held.value is not None:
            self.total += sign * held.value
            self.counted += sign
        self.wrong += sign * held.wrong
        self.copied += sign * held.copied
        self.blank += sign * held.blank
        self.ahead += sign * held.ahead

    def join(self, other: Sum) -> None:
        """Adds another sum."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def whole(self) -> bool:
        """Nothing is wrong, to be confirmed, to be filled or of a day to come."""
        return not (self.wrong or self.copied or self.blank or self.ahead)

    @property
    def value(self) -> int | None:
        """The sum up to today; None where all is blank."""
        return self.total if self.counted else None

    @property
    def of_day(self) -> int | None:
        """The sum of one day, be it to come."""
        return self.later if self.ahead else self.value


class Tally:
    """`held` says what a cell adds; `lines` and `days` hold the sums by row id and column key."""

    def __init__(self, lines: Sequence[str], keys: Sequence[str], held: Callable[[str, str], Held]) -> None:
        self._keys, self._held = tuple(keys), held
        self._cells: dict[str, list[Held]] = {}
        self.lines: dict[str, Sum] = {}
        self.days: dict[str, Sum] = {key: Sum() for key in keys}
        self.renew(lines)

    @property
    def all(self) -> Sum:
        """The month's."""
        found = Sum()
        for one in self.lines.values():
            found.join(one)
        return found

    def renew(self, lines: Iterable[str]) -> None:
        """Counts these lines anew."""
        for line in lines:
            old = self._cells.get(line)
            new = self._cells[line] = [self._held(line, key) for key in self._keys]
            own = self.lines.setdefault(line, Sum())
            for at, key in enumerate(self._keys):
                if old is not None:
                    if old[at] == new[at]:
                        continue
                    for there in (own, self.days[key]):
                        there.add(old[at], -1)
                if new[at] != _NOTHING:
                    for there in (own, self.days[key]):
                        there.add(new[at])
