"""A small school of made-up people, entered by Changes as the program enters them."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

from xcedu_desktop.forms.meals.tables import count_id, day_log_id, signup_id, staff_count_id
from xcedu_desktop.periods import Month
from xcedu_desktop.school.calendar import SchoolCalendar
from xcedu_desktop.store.base import key_id
from xcedu_desktop.store.changes import Change
from xcedu_desktop.store.school_file import Store, create

CODE = "2137040123"
OCTOBER = Month(2026, 10)
NAME = "邹坞镇北陈郝小学"
DIFFICULT = (
    '=HYPERLINK("http://x","y")', "+86 文本", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "字_x0041_字", "_x005F_", "第一行\n第二行",
    "𠮷野家😀", "a,b;\"c\"'d'", "２０２６", "0012", "1e5", "2026-10-01", "—",
)  # fmt: skip

LONG = "墙面发黑，需要粉刷。" * 1000
"""10,000 characters."""
LONGER = "𠮷野家😀" * 10_000
"""More than a spreadsheet cell can hold."""


def made(table: str, name: object, /, **values: Any) -> Change:
    """A row made, with an id of its own name."""
    return Change(table, key_id("test", table, name), None, values)


def ident(table: str, name: object) -> str:
    return key_id("test", table, name)


def small_school(
    path: Path, *, months: tuple[Month, ...] = (OCTOBER,), classes: int = 3, size: int = 8
) -> Store:
    """A school file with classes, pupils, clubs, meals of the months, heating; without findings that block."""
    store = create(path, CODE)
    store.who = "王芳"
    with store.write("准备") as unit:
        unit.apply(_ground(classes, size, months))
    with store.write("准备") as unit:
        unit.apply([*_clubs(classes, size), *_heating(classes)])
    with store.write("准备") as unit:
        for month in months:
            unit.apply(_meals(month, classes, size))
    return store


def _ground(classes: int, size: int, months: tuple[Month, ...]) -> list[Change]:
    rows = [
        made(
            "school", 1, code=CODE, name=NAME, stage="小学", township="邹坞镇", village=True, clerk="王芳",
            phone="06324411352", principal="李校长", clubs_within_service=True,
        ),
        made("staff", 1, name="赵老师", sex="女", post="教师"),
        made("staff", 2, name="钱老师", sex="男", post="教师"),
    ]  # fmt: skip
    rows += [
        made("declared", month, month=month, classes=classes, students=classes * size) for month in months
    ]
    for n in range(classes):
        rows.append(made("school_class", n, stage="小学", entry_year=2026 - n % 6, number=n // 6 + 1))
        for p in range(size):
            key = f"{n}-{p}"
            entry = date(2026 - n % 6, 9, 1)
            rows.append(
                made(
                    "pupil", key, name=f"学{n}生{p}", sex="男女"[p % 2], birth_date=date(2020 - n % 6, 3, 1 + p % 28),
                    from_date=entry,
                )
            )  # fmt: skip
            rows.append(
                made(
                    "class_membership",
                    key,
                    pupil_id=ident("pupil", key),
                    class_id=ident("school_class", n),
                    from_date=entry,
                )
            )
    return rows


def _clubs(classes: int, size: int) -> list[Change]:
    rows = []
    for n, name in enumerate(DIFFICULT):
        club = ident("club", n)
        rows.append(
            made(
                "club",
                n,
                name=name,
                category="美术",
                school_year=2026,
                term_number=1,
                capacity=40,
                fee_fen=250 + n,
            )
        )
        rows.append(made("club_leader", n, club_id=club, staff_id=ident("staff", 1 + n % 2)))
        rows.append(
            made(
                "place_use", n, owner_table="club", owner_id=club, place=f"功能室{n}", weekday=1 + n % 5,
                from_time=time(16, 0 if n < 5 else 10), to_time=time(17, 0),
            )
        )  # fmt: skip
    for n in range(classes):
        for p in range(size):
            pupil = ident("pupil", f"{n}-{p}")
            rows.append(made("service_pupil", f"{n}-{p}", pupil_id=pupil, from_date=date(2026, 9, 1)))
            rows.append(
                made(
                    "club_member", f"{n}-{p}", club_id=ident("club", (n + p) % len(DIFFICULT)), pupil_id=pupil, status="正式",
                    from_date=date(2026, 9, 1),
                )
            )  # fmt: skip
    rows.append(made("service_staff", 1, staff_id=ident("staff", 1), from_date=date(2026, 9, 1)))
    rows.append(made("service_staff", 2, outside_name="外聘甲", from_date=date(2026, 9, 1)))
    return rows


def _heating(classes: int) -> list[Change]:
    rows = [made("circuit", 1, name="一层东线", capacity_w=40000)]
    for n in range(classes):
        rows.append(
            made(
                "room", n, name=f"教室{n + 1}", building="教学楼", use="教室", area=5425 + n, heated_by="设备取暖",
                circuit_id=ident("circuit", 1),
            )
        )  # fmt: skip
        rows.append(
            made(
                "equipment", n, tag=f"QN-{n:04d}", kind="壁挂式空调", brand="海尔", model="KFR-35GW/01", power_w=2215 if n else 1500,
                room_id=ident("room", n), purchase_date=date(2024, 10, 12), cost_fen=286010 + n, funding="专项", state="正常",
                warranty_until=date(2030, 10, 12),
            )
        )  # fmt: skip
        rows.append(
            made("room_temperature", n, day=date(2026, 10, 26), room_id=ident("room", n), temperature=185 + n)
        )
    rows.append(
        made(
            "heating_work", 1, kind="购置", name="壁挂式空调 6 台", day=date(2026, 9, 20), quantity=6, unit_price_fen=286000,
            cost_fen=1716000,
        )
    )  # fmt: skip
    rows.append(
        made(
            "inspection", 1, day=date(2026, 10, 20), room_id=ident("room", 0), finding="插座松动", measure="更换插座",
            deadline=date(2026, 10, 30), closed_on=date(2026, 10, 28),
        )
    )  # fmt: skip
    rows.append(
        made(
            "inspection", 2, day=date(2026, 10, 21), room_id=ident("room", 0), finding=LONG, measure=LONGER,
            deadline=date(2026, 11, 30), closed_on=date(2026, 10, 28),
        )
    )  # fmt: skip
    return rows


def school_days(month: Month) -> list[date]:
    return SchoolCalendar({}, {}).school_days(month)


def _meals(month: Month, classes: int, size: int) -> list[Change]:
    rows = [
        made(
            "meal_supplier", 1, name="薛城区学膳餐饮有限公司", mode="配餐企业", licence="JY23704030012345",
            licence_until=date(2028, 5, 31), phone="13906320011", from_date=date(2026, 9, 1),
        ),
        made("meal_price", 1, supplier_id=ident("meal_supplier", 1), meal="午餐", price_fen=1150, from_date=date(2026, 9, 1)),
        made("meal_service", 1, meal="午餐", from_date=date(2026, 9, 1)),
    ]  # fmt: skip
    if month != OCTOBER:
        rows = []
    for n in range(classes):
        class_id = ident("school_class", n)
        rows.append(
            Change(
                "meal_signup",
                signup_id(class_id, month),
                None,
                {"class_id": class_id, "month": month, "persons": size},
            )
        )
        for i, day in enumerate(school_days(month)):
            heads = size - (i + n) % 3
            rows.append(
                Change(
                    "meal_count", count_id(class_id, day, "午餐"), None,
                    {"class_id": class_id, "day": day, "meal": "午餐", "heads": heads, "subsidised": min(heads, n % 2)},
                )
            )  # fmt: skip
    for day in school_days(month):
        rows.append(
            Change(
                "meal_staff_count",
                staff_count_id(CODE, day, "午餐"),
                None,
                {"day": day, "meal": "午餐", "heads": 3},
            )
        )
        rows.append(
            Change(
                "meal_day_log", day_log_id(CODE, day, "午餐"), None,
                {"day": day, "meal": "午餐", "companion": "赵老师", "sample_grams": 150, "note": None},
            )
        )  # fmt: skip
    return rows
