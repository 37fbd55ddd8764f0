"""A school year of months: leavers, transfers, a closed day, holidays and two corrections; each workbook says what was reported."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from tests.month.school import CODE, ident, made
from xcedu_desktop.form import ReportedView, Severity
from xcedu_desktop.forms.clubs.reported import ReportedMember
from xcedu_desktop.forms.heating.history import Histories, Standing
from xcedu_desktop.forms.heating.tables import Equipment
from xcedu_desktop.forms.meals.reported import ReportedHeads
from xcedu_desktop.forms.meals.tables import count_id, day_log_id, signup_id
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.book import read_workbook, rows_of
from xcedu_desktop.month.derive import reported_models, same_rows, stored
from xcedu_desktop.month.export import ExportResult
from xcedu_desktop.periods import Month
from xcedu_desktop.school.ground import ground
from xcedu_desktop.school.reported import Enrolment, ReportedClass
from xcedu_desktop.store.base import ReportedRow
from xcedu_desktop.store.changes import Change, ChangeSet

R = TypeVar("R", bound=ReportedRow)

PROFILE = {
    "code": CODE, "name": "邹坞镇北陈郝小学", "stage": "小学", "township": "邹坞镇", "village": True, "clerk": "王芳",
    "phone": "06324411352", "principal": "李校长", "clubs_within_service": True,
}  # fmt: skip
YEAR = [Month(2026, 9).plus(n) for n in range(12)]
GRADES, SIZE = 6, 6
SNOW = date(2026, 11, 24)


@dataclass
class Year:
    """The school as its clerk keeps it, month by month; every month is reported on the third of the next one."""

    ledger: Ledger
    out: Path
    today_is: Callable[[date], None]

    def do(self, *changes: Change) -> None:
        self.ledger.apply(ChangeSet("填报", changes))

    def enrol(self, key: str, entry_year: int, since: date) -> None:
        self.do(
            made("pupil", key, name="学" + chr(0x4E00 + hash_of(key)), sex="男", from_date=since),
            made(
                "class_membership", key, pupil_id=ident("pupil", key), class_id=ident("school_class", entry_year), from_date=since
            ),
            made("service_pupil", key, pupil_id=ident("pupil", key), from_date=since),
        )  # fmt: skip

    def leave(self, key: str, last: date, why: str) -> None:
        self.do(
            Change(
                "pupil",
                ident("pupil", key),
                {"to_date": None, "leaving": None},
                {"to_date": last, "leaving": why},
            )
        )

    def fill(self, month: Month) -> None:
        """Sign-ups, counts and the day's log of every school day: all who are there eat, but for one class a day."""
        with self.ledger.view(month) as view:
            g = ground(view)
            days = g.school_days
            there = {(row.id, day): g.enrolment(row.id, day) for row in g.classes for day in days}
        ids = sorted({class_id for class_id, _ in there})
        rows = [
            Change(
                "meal_signup", signup_id(class_id, month), None,
                {"class_id": class_id, "month": month, "persons": max(there[class_id, day] for day in days)},
            )
            for class_id in ids
        ]  # fmt: skip
        for n, day in enumerate(days):
            rows += [
                Change(
                    "meal_count", count_id(class_id, day, "午餐"), None,
                    {"class_id": class_id, "day": day, "meal": "午餐", "heads": max(0, there[class_id, day] - (n % 3 == at % 3))},
                )
                for at, class_id in enumerate(ids) if there[class_id, day]
            ]  # fmt: skip
            rows.append(
                Change(
                    "meal_day_log",
                    day_log_id(CODE, day, "午餐"),
                    None,
                    {"day": day, "meal": "午餐", "companion": "赵老师", "sample_grams": 150},
                )
            )
        self.do(*rows)

    def report(self, month: Month) -> ExportResult:
        """Declare what the rows say, explain what must be, export; an error fails the test by its words."""
        with self.ledger.view(month) as view:
            g = ground(view)
            self.ledger.declare(month, len(g.classes), len(g.pupils))
        for finding in self.ledger.findings(month):
            assert finding.severity is not Severity.ERROR, (
                month,
                finding.rule,
                finding.where,
                finding.message,
            )
            if finding.blocks:
                self.ledger.explain(month, finding.rule, finding.record, "设备已报修")
        return self.ledger.export(month, self.out)

    def stored(self, month: Month, revision: int) -> ReportedView:
        with self.ledger.store.read() as session:
            found = stored(session, CODE, month, revision)
            assert found is not None
            return found


def hash_of(key: str) -> int:
    return sum(ord(character) * at for at, character in enumerate(key, start=1)) % 20000


@pytest.fixture
def year(tmp_path: Path, today_is: Callable[[date], None]) -> Iterator[Year]:
    today_is(date(2026, 9, 1))
    with Ledger.create(tmp_path / "s.db", PROFILE) as ledger:
        found = Year(ledger, tmp_path / "上报", today_is)
        found.do(made("staff", 1, name="赵老师"), *supplier(), *clubs(2026, 1))
        for entry in range(2026, 2026 - GRADES, -1):
            found.do(made("school_class", entry, stage="小学", entry_year=entry, number=1))
            for n in range(SIZE):
                found.enrol(f"{entry}-{n}", entry, date(entry, 9, 1))
        found.do(made("club_member", 1, club_id=ident("club", "2026-1"), pupil_id=ident("pupil", "2023-0"), status="正式",
                      from_date=date(2026, 9, 7)))  # fmt: skip
        yield found


def supplier() -> list[Change]:
    return [
        made(
            "meal_supplier",
            1,
            name="学膳餐饮",
            mode="配餐企业",
            licence="JY1",
            licence_until=date(2029, 5, 31),
        ),
        made(
            "meal_price",
            1,
            supplier_id=ident("meal_supplier", 1),
            meal="午餐",
            price_fen=1150,
            from_date=date(2026, 9, 1),
        ),
        made("meal_service", 1, meal="午餐", from_date=date(2026, 9, 1)),
    ]


def clubs(school_year: int, term: int) -> list[Change]:
    key = f"{school_year}-{term}"
    club = ident("club", key)
    return [
        made(
            "club", key, name="剪纸社", category="美术", school_year=school_year, term_number=term, capacity=30
        ),
        made("club_leader", key, club_id=club, staff_id=ident("staff", 1)),
        made("place_use", key, owner_table="club", owner_id=club, place="美术室", weekday=3, from_time=time(16), to_time=time(17)),
    ]  # fmt: skip


def classroom() -> list[Change]:
    return [
        made("room", 1, name="教室1", use="教室", area=5400, heated_by="设备取暖"),
        made("equipment", 1, tag="QN-1", kind="壁挂式空调", power_w=2200, room_id=ident("room", 1), state="正常",
             purchase_date=date(2024, 10, 1), cost_fen=280000, funding="专项"),
    ]  # fmt: skip


def scrapped(year: Year, day: date) -> list[Change]:
    pieces = year.ledger.rows(Equipment)
    return Histories().move(pieces, lambda _: Standing("报废", None), day, None)


def what_happens(year: Year, month: Month) -> None:
    """The year's events, each in its month."""
    match month.month:
        case 10:
            year.do(*classroom())
            year.leave("2024-1", date(2026, 10, 20), "转出")
            # A transfer of class in the midst of the month, entered twice over: ended here, begun there.
            year.do(
                Change("class_membership", ident("class_membership", "2023-2"), {"to_date": None}, {"to_date": date(2026, 10, 12)}),
                made("class_membership", "moved", pupil_id=ident("pupil", "2023-2"), class_id=ident("school_class", 2022),
                     from_date=date(2026, 10, 13)),
            )  # fmt: skip
        case 11:
            year.do(made("calendar_day", SNOW, day=SNOW, open=False, reason="大雪停课"))
        case 12:
            year.enrol("new", 2025, date(2026, 12, 7))
        case 1:
            year.do(*scrapped(year, date(2027, 1, 12)))
        case 2:
            year.do(*clubs(2026, 2))
        case 4:
            year.leave("2025-3", date(2027, 4, 30), "休学")


def test_twelve_months_and_two_corrections_read_back_as_they_were_reported(year: Year) -> None:
    sent: list[tuple[ExportResult, Month]] = []
    for month in YEAR:
        year.today_is(month.plus(1).first + timedelta(days=2))
        what_happens(year, month)
        year.fill(month)
        sent.append((year.report(month), month))
        assert year.ledger.month_state(month).locked
        if month in (
            Month(2026, 11),
            Month(2027, 3),
        ):  # the month before is put right after this one was sent
            sent.append((correct(year, month.previous()), month.previous()))
    assert len(sent) == 14

    for result, month in sent:
        book = read_workbook(result.file)
        assert (book.changes, book.problems) == ([], [])
        assert (book.header.month, book.header.revision) == (month, result.revision)
        kept = year.stored(month, result.revision)
        assert same_rows(rows_of(book, today=month.last), kept, reported_models()), (month, result.revision)
    assert sorted((month, result.revision) for result, month in sent if result.revision == 2) == [
        (Month(2026, 10), 2),
        (Month(2027, 2), 2),
    ]
    assert year.ledger.affected_months() == []
    what_moved_stands_in_its_months(year)


def what_moved_stands_in_its_months(year: Year) -> None:
    pupils = {month: sum(row.pupils or 0 for row in rows(year, month, ReportedClass)) for month in YEAR}
    assert [pupils[month] for month in YEAR] == [36, 35, 35, 36, 36, 36, 36, 36, 35, 35, 35, 35]
    of_class = {row.id: row.pupils for row in rows(year, Month(2026, 10), ReportedClass)}
    assert (of_class[ident("school_class", 2023)], of_class[ident("school_class", 2022)]) == (5, 7)
    days = {
        row.day: row.pupils
        for row in rows(year, Month(2026, 10), Enrolment)
        if row.class_id == ident("school_class", 2024)
    }
    assert (days[date(2026, 10, 20)], days[date(2026, 10, 21)]) == (6, 5)
    assert SNOW not in {row.day for row in rows(year, Month(2026, 11), ReportedHeads)}
    assert rows(year, Month(2027, 8), ReportedHeads) == []
    assert [row.status for row in rows(year, Month(2026, 12), ReportedMember)] == ["正式"]
    assert {row.grade for row in rows(year, Month(2027, 6), ReportedClass)} == {1, 2, 3, 4, 5, 6}


def test_the_year_turns_without_a_promotion(year: Year) -> None:
    """September: the sixth grade is gone without anybody sent off by hand, the others are a grade older."""
    year.today_is(date(2027, 10, 2))
    september = Month(2027, 9)
    year.do(made("school_class", 2027, stage="小学", entry_year=2027, number=1))
    year.enrol("first", 2027, date(2027, 9, 1))
    year.fill(september)
    year.do(*clubs(2027, 1))
    year.report(september)
    found = {row.class_full: (row.grade, row.pupils) for row in rows(year, september, ReportedClass)}
    assert found == {
        "2027级1班": (1, 1), "2026级1班": (2, 6), "2025级1班": (3, 6), "2024级1班": (4, 6), "2023级1班": (5, 6), "2022级1班": (6, 6),
    }  # fmt: skip


def rows(year: Year, month: Month, model: type[R]) -> list[R]:
    return list(year.stored(month, 1).rows(model))


def correct(year: Year, month: Month) -> ExportResult:
    """One heads figure put right after the month was sent."""
    before = year.stored(month, 1)
    row = next(row for row in before.rows(ReportedHeads) if row.heads)
    year.ledger.reopen(month, "补记当天早退的学生")
    year.do(Change("meal_count", row.id, {"heads": row.heads}, {"heads": (row.heads or 0) - 1}))
    done = year.report(month)
    now = {r.id: r.heads for r in year.stored(month, 2).rows(ReportedHeads)}
    assert now[row.id] == (row.heads or 0) - 1
    assert {r.id: r.heads for r in before.rows(ReportedHeads) if r.id != row.id} == {
        key: heads for key, heads in now.items() if key != row.id
    }
    return done
