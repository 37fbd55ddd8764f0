"""名录: everything that bears a name and can be gone to (pupils, staff, clubs, rooms, equipment…), as the search box wants it."""

from __future__ import annotations

from dataclasses import dataclass

from xcedu_desktop.form import MonthView
from xcedu_desktop.forms.registry import FORMS
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.names import Names
from xcedu_desktop.school.tables import Pupil, SchoolClass
from xcedu_desktop.store.base import Live, fields_of


@dataclass(frozen=True)
class Entry:
    """A row with a name. `key`: the column that holds it; `where`: the pupil's class, else what kind of row it is."""

    table: str
    row_id: str
    key: str
    name: str
    where: str


def directory(view: MonthView) -> list[Entry]:
    """All entries, by table in the order of the forms; classes are called as on the month."""
    names = Names(view.session, view.month.last if view.month.last < view.today else view.today)
    g = ground(view)
    found: list[Entry] = []
    for model in (model for form in FORMS for model in form.live if _is_named(model)):
        table = model.__tablename__
        for row_id, name in names.labels(table).items():
            where = model.title
            if model is Pupil:
                class_id = g.pupils.get(row_id)
                where = g.class_name(class_id) if class_id else "不在班"
            found.append(Entry(table, row_id, model.label_key, name, where))
    return found


def _is_named(model: type[Live]) -> bool:
    """Whether its rows bear a name of their own: a required text; classes are called by stage, year and number."""
    label = fields_of(model).get(model.label_key)
    named = label is not None and label.required and not label.hidden and label.kind.value in ("text", "name")
    return model is SchoolClass or (named and model.month_key is None)
