"""What rows are called: labels of ids and ids of labels, classes by key and by remembered name. Made for one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from xcedu_desktop.fields import Reading
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import key_of
from xcedu_desktop.school.tables import ClassAlias, School, SchoolClass
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.unit_of_work import live_models
from xcedu_desktop.values.class_names import ClassKey, spoken


class Names:
    """Lookups over one session; each table is read once, when first asked for."""

    def __init__(self, session: Session, day: date) -> None:
        self._session = session
        self._day = day
        self._labels: dict[str, Mapping[str, str]] = {}
        self._ids: dict[str, Mapping[str, Sequence[str]]] = {}

    @cached_property
    def stage(self) -> str:
        """The school's stage (学段)."""
        return self._session.execute(select(School.stage)).scalar() or "小学"

    @cached_property
    def classes(self) -> Mapping[ClassKey, str]:
        """Class key to row id."""
        rows = self._session.execute(select(SchoolClass)).scalars()
        return {key: row.id for row in rows if (key := key_of(row)) is not None}

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """A name the clerk once answered for (启明星班) to class id."""
        rows = self._session.execute(select(ClassAlias.name, ClassAlias.class_id)).all()
        return {name: class_id for name, class_id in rows if name and class_id}

    def labels(self, table: str) -> Mapping[str, str]:
        """Row id to shown name of every row of a table."""
        if table not in self._labels:
            self._labels[table] = (
                self._class_labels() if table == "school_class" else self._plain_labels(table)
            )
        return self._labels[table]

    def find(self, table: str, text: str) -> Sequence[str]:
        """The ids of the rows called so."""
        if table not in self._ids:
            found: dict[str, list[str]] = defaultdict(list)
            for row_id, label in self.labels(table).items():
                found[label].append(row_id)
            self._ids[table] = found
        return self._ids[table].get(text, ())

    def reading(self, today: date, month: Month | None) -> Reading:
        """How texts are read and ids shown with these names."""
        return Reading(
            today=today, month=month, find=self.find,
            # stage and classes are read when a class is named: most cells hold none
            stage_of=lambda: self.stage, class_id=lambda key: self.classes.get(key), class_alias=lambda name: self.aliases.get(name),
            label=lambda table, row_id: self.labels(table).get(row_id, ""),
        )  # fmt: skip

    def _class_labels(self) -> Mapping[str, str]:
        return {row_id: spoken(key, self._day) for key, row_id in self.classes.items()}

    def _plain_labels(self, name: str) -> Mapping[str, str]:
        model = live_models()[name]
        table = table_of(model)
        rows = self._session.execute(
            select(table.c.id, table.c[model.label_key]).order_by(table.c.position)
        ).all()
        return {row_id: str(label) for row_id, label in rows if label is not None}
