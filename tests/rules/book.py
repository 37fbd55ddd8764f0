"""A small school, right in everything, of October 2026; each test breaks one thing and looks at what is found."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

from xcedu_desktop.form import Finding, MonthView
from xcedu_desktop.forms.meals.tables import count_id, day_log_id, signup_id
from xcedu_desktop.month.check import findings
from xcedu_desktop.month.derive import derive
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import key_id, new_id
from xcedu_desktop.store.changes import Change, ChangeSet, altered
from xcedu_desktop.store.school_file import Store, create

CODE = "2137000003"
OCTOBER = Month(2026, 10)
NOVEMBER = Month(2026, 11)
FRIDAY = date(2026, 10, 30)


class Book:
    """One school file. `today`: 30 October 2026 unless a test says otherwise."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.today = FRIDAY
        self.month = OCTOBER

    # -- writing -----------------------------------------------------------------------------------------------------

    def add(self, table: str, row_id: str = "", /, **values: Any) -> str:
        row_id = row_id or new_id()
        self.apply(Change(table, row_id, None, values))
        return row_id

    def add_all(self, table: str, rows: list[dict[str, Any]]) -> None:
        self.apply(*(Change(table, row.pop("id", None) or new_id(), None, row) for row in rows))

    def put(self, table: str, row_id: str, **values: Any) -> None:
        """Alter a row, whatever it says now."""
        change = altered(table, row_id, {key: object() for key in values}, values)
        assert change is not None
        self.apply(Change(table, row_id, dict.fromkeys(values), change.after))

    def apply(self, *changes: Change) -> None:
        with self.store.write("试验") as unit:
            unit.apply(changes)

    def do(self, fix: ChangeSet | None) -> None:
        """Take the remedy of one step that a finding offers."""
        assert fix is not None
        self.apply(*fix.changes)

    # -- what a clerk's day holds ---------------------------------------------------------------------------------------

    def pupils(self, class_id: str, count: int, since: date = date(2026, 9, 1)) -> list[str]:
        ids = [f"{class_id}-{n}-{since}" for n in range(count)]
        self.add_all("pupil", [{"id": i, "name": f"冯{n + 1}"} for n, i in enumerate(ids)])
        self.add_all(
            "class_membership", [{"pupil_id": i, "class_id": class_id, "from_date": since} for i in ids]
        )
        return ids

    def eat(
        self, day: date, heads: int | None, class_id: str = "一1", meal: str = "午餐", **more: Any
    ) -> str:
        row = count_id(class_id, day, meal)
        return self.add("meal_count", row, class_id=class_id, day=day, meal=meal, heads=heads, **more)

    def eat_every_day(self, heads: int = 10, *, but: tuple[date, ...] = (), class_id: str = "一1") -> None:
        rows = [
            {
                "id": count_id(class_id, d, "午餐"),
                "class_id": class_id,
                "day": d,
                "meal": "午餐",
                "heads": heads,
            }
            for d in school_days()
            if d not in but
        ]
        self.add_all("meal_count", rows)

    def serve(self) -> None:
        """Supplier, price, sign-ups and a log of every day: nothing of meals is missing but the counts."""
        supplier = self.add(
            "meal_supplier", "供餐", name="薛城配餐", mode="配餐企业", licence="JY1", licence_until=date(2028, 1, 1),
        )  # fmt: skip
        self.add("meal_price", supplier_id=supplier, meal="午餐", price_fen=600, from_date=date(2026, 9, 1))
        self.add("meal_signup", signup_id("一1", OCTOBER), class_id="一1", month=OCTOBER, persons=10)
        self.add_all(
            "meal_day_log",
            [
                {"id": day_log_id(CODE, d, "午餐"), "day": d, "meal": "午餐", "companion": "周全", "sample_grams": 150}
                for d in school_days()
            ],
        )  # fmt: skip

    def club(self, name: str = "剪纸社", weekday: int = 3, place: str = "美术室", **values: Any) -> str:
        """A club of the term with leader and slot (16:30–17:30), without members."""
        club = self.add("club", name, name=name, school_year=2026, term_number=1, capacity=20, **values)
        self.add("club_leader", f"{name}-教师", club_id=club, staff_id=self.teacher(f"赵{name}"))
        self.add(
            "place_use", f"{name}-时间", owner_table="club", owner_id=club, place=place, weekday=weekday,
            from_time=time(16, 30), to_time=time(17, 30),
        )  # fmt: skip
        return club

    def teacher(self, name: str) -> str:
        return self.add("staff", name=name)

    def join(self, club: str, pupil: str, since: date = date(2026, 10, 26), **values: Any) -> str:
        """A full member, by default since Monday of the last week; takes part in after-school service too."""
        member = self.add(
            "club_member", club_id=club, pupil_id=pupil, **{"status": "正式", "from_date": since, **values}
        )
        self.add("service_pupil", pupil_id=pupil, from_date=date(2026, 9, 1))
        return member

    # -- looking -----------------------------------------------------------------------------------------------------------

    def all(self, month: Month | None = None) -> list[Finding]:
        with self.store.read() as session:
            return findings(MonthView(session, CODE, month or self.month, self.today))

    def found(self, rule: str, month: Month | None = None) -> list[Finding]:
        return [f for f in self.all(month) if f.rule == rule]

    def one(self, rule: str, month: Month | None = None) -> Finding:
        found = self.found(rule, month)
        assert len(found) == 1, [(f.rule, f.where, f.message) for f in self.all(month)]
        return found[0]

    def report(self, month: Month = OCTOBER) -> None:
        """Keep the month's reported rows as revision 1, as an export does; the month is not locked."""
        with self.store.write("上报") as unit:
            view = derive(MonthView(unit.session, CODE, month, self.today))
            for rows in view.tables.values():
                unit.session.add_all(rows)
            unit.connection.exec_driver_sql(
                "INSERT INTO revision (school_code, month, revision, file_name, sha256, exported_at, exported_by, sheets,"
                " content) VALUES (?, ?, 1, 'x', 'x', '2026-10-31 10:00:00', '', '{}', x'00')",
                (CODE, str(month)),
            )


def school_days() -> list[date]:
    """The 18 school days of October 2026: after the holiday, with the make-up Saturday."""
    return [date(2026, 10, d) for d in (8, 9, 10, *range(12, 17), *range(19, 24), *range(26, 31))]


def make_book(path: Path) -> Book:
    store = create(path, CODE)
    store.who = "孙丽"
    book = Book(store)
    book.add(
        "school", "校", code=CODE, name="沙沟试验小学", stage="小学", township="沙沟镇", clerk="孙丽", phone="13906320003",
        principal="周全",
    )  # fmt: skip
    book.add("school_class", "一1", stage="小学", entry_year=2026, number=1)
    book.pupils("一1", 12)
    for month in (OCTOBER, NOVEMBER):
        book.add("declared", key_id("declared", CODE, month), month=month, classes=1, students=12)
    return book
