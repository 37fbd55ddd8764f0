"""What the page knows of a month (社团一览), read once and kept until something is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from xcedu_desktop.clock import today
from xcedu_desktop.forms.clubs.attendance import ClubMonth, club_month
from xcedu_desktop.forms.clubs.clashes import busy_leaders, busy_rooms
from xcedu_desktop.forms.clubs.joining import Joining, day_in_term, day_of_pupil, joining, joining_day
from xcedu_desktop.forms.clubs.kept_clubs import KeptClubs
from xcedu_desktop.forms.clubs.last_term import LastTerm, copied, last_term
from xcedu_desktop.forms.clubs.rules_slots import told_at_once
from xcedu_desktop.forms.clubs.summary import ClubsSummary, People, attended, summary
from xcedu_desktop.school.ground import Ground
from xcedu_desktop.school.tables import (
    CalendarDay,
    ClassMembership,
    Pupil,
    School,
    SchoolClass,
    Staff,
    Term,
)

if TYPE_CHECKING:
    from xcedu_desktop.form import MonthView
    from xcedu_desktop.ledger import Ledger
    from xcedu_desktop.periods import Month
    from xcedu_desktop.store.changes import ChangeSet

_GROUND = (School, CalendarDay, Term, SchoolClass, Pupil, ClassMembership, Staff)
"""What the page reads and never writes."""


class Board:
    """Figures and people of one month; who can join a club is asked when somebody types."""

    def __init__(
        self, ledger: Ledger, month: Month, before: Board | None = None, people: People | None = None
    ) -> None:
        self.ledger, self.month = ledger, month
        self.version = ledger.version
        self._ground: dict[object, Any] = dict(before._ground) if before is not None else {}
        self._clubs: KeptClubs = before._clubs if before is not None else KeptClubs()
        self._joining: dict[str, Joining] = {}
        with self._view() as view:
            self.summary: ClubsSummary = summary(view, people)
        same = before is not None and before.summary.people is self.summary.people
        self.names: list[tuple[Any, Any, Any]] = before.names if before is not None and same else []
        """What grids read of pupils and staff to show and to understand names: labels by table, reading, order of classes."""

    def again(self) -> Board:
        """The same month after a write of this page: classes, pupils and calendar are not read again."""
        return Board(self.ledger, self.month, self, self.summary.people)

    def anew(self, month: Month) -> Board:
        """A month read anew, after a write somewhere else; the people are made again only where somebody moved."""
        board = Board(self.ledger, month, None, self.summary.people)
        if board.summary.people is self.summary.people:
            board.names = self.names
        return board

    @contextmanager
    def _view(self) -> Iterator[MonthView]:
        """The month's rows; what lies under all forms is read by the first view only."""
        with self.ledger.view(self.month) as view:
            view.kept.update(self._ground)
            self._clubs.lend(view)
            yield view
            self._clubs.keep(view)
            if not self._ground:
                for model in _GROUND:
                    view.rows(model)
                self._ground = {key: view.kept[key] for key in (*_GROUND, Ground)}

    @property
    def day(self) -> date:
        """The reference day: from it on, or up to it, the page's acts count."""
        return self.summary.day

    @property
    def leaving_day(self) -> date:
        """The last day of who is put out now: today; in a month gone by its reference day."""
        return today() if self.month.contains(today()) else self.day

    def joining(self, club_id: str) -> Joining:
        """Who can join a club, as of the last write."""
        if self.version != self.ledger.version:
            self._joining.clear()
            self.version = self.ledger.version
        if club_id not in self._joining:
            with self._view() as view:
                self._joining[club_id] = joining(view, club_id, self.summary.people.roster)
        return self._joining[club_id]

    def joining_days(self, club_id: str, pupil_ids: list[str]) -> dict[str, date]:
        """Since when each of these pupils is in the club, were they to join now."""
        with self._view() as view:
            day = joining_day(view, club_id)
            return {pupil_id: day_of_pupil(view, pupil_id, day) for pupil_id in pupil_ids}

    def service_days(self, pupil_ids: list[str]) -> dict[str, date]:
        """Since when each takes part in after-school service: the term's first day where the class has none yet."""
        with self._view() as view:
            days = {none: day_in_term(view, self.summary.term, none) for none in (True, False)}
            found = {}
            for pupil_id in pupil_ids:
                person = self.summary.people.get(pupil_id)
                part = self.summary.classes.get(person.class_id) if person else None
                found[pupil_id] = day_of_pupil(view, pupil_id, days[part is None or not part.taking_part])
            return found

    def staff_day(self) -> date:
        """Since when a new member of the staff takes part."""
        with self._view() as view:
            return day_in_term(view, self.summary.term, not self.summary.staff)

    def attended(self, club_id: str) -> dict[str, tuple[int, int]]:
        """Pupil id → (came, marked) this month."""
        with self._view() as view:
            return attended(view, club_id)

    def attendance(self, club_id: str) -> ClubMonth:
        """A club's month of attendance."""
        with self._view() as view:
            return club_month(view, club_id)

    def busy_leaders(self, club_id: str) -> Mapping[str, str]:
        """Who leads another club at this one's times, with where."""
        with self._view() as view:
            return busy_leaders(view, club_id)

    def busy_rooms(self, slot_id: str) -> Mapping[str, str]:
        """Rooms that are taken at the time of a slot, with by whom."""
        with self._view() as view:
            return busy_rooms(view, slot_id)

    def told_at_once(self, records: set[str]) -> dict[tuple[str, str], str]:
        """What is wrong with slots and leaders just typed, by row and field."""
        with self._view() as view:
            return told_at_once(view, records)

    def last_term(self) -> LastTerm | None:
        """The clubs of an earlier term that this one lacks."""
        with self._view() as view:
            return last_term(view)

    def copied(self, found: LastTerm, members: bool) -> ChangeSet:
        """What copying them would write."""
        with self._view() as view:
            return copied(view, found, members)
