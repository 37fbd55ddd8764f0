"""Each rule of 课后服务·社团: one case that it finds, and the nearest one that it must not."""

from datetime import date, time

import pytest

from tests.rules.book import NOVEMBER, OCTOBER, Book
from xcedu_desktop.form import Severity

ONE, TWO, THREE = (f"一1-{n}-2026-09-01" for n in range(3))
TUESDAY = date(2026, 10, 27)


@pytest.fixture
def clubbed(book: Book) -> Book:
    """Two clubs at one time in different rooms, one pupil in each since the last week; this week's meetings taken."""
    for name, room, pupil in (("剪纸社", "美术室", ONE), ("编程社", "机房", TWO)):
        book.join(book.club(name, place=room), pupil)
        book.add("club_session", f"{name}-28", club_id=name, day=date(2026, 10, 28), present=1)
    return book


def test_right_clubs_have_no_finding(clubbed: Book) -> None:
    assert clubbed.all() == []


def test_c01_member_who_left(clubbed: Book) -> None:
    clubbed.put("pupil", ONE, to_date=date(2026, 10, 29))
    found = clubbed.one("C01")
    assert (found.where, found.message) == ("剪纸社 · 冯1", "10月29日已离校，10月30日还在社团里")
    assert found.verb == "退出"
    clubbed.do(found.fix)
    assert clubbed.found("C01") == []
    clubbed.put("pupil", TWO, to_date=date(2026, 10, 30))
    assert clubbed.found("C01") == []


def test_c01_member_before_entry(clubbed: Book) -> None:
    clubbed.put("pupil", ONE, from_date=TUESDAY)
    assert clubbed.one("C01").message == "10月26日还没有入校，已在社团里"
    clubbed.put("pupil", ONE, from_date=date(2026, 10, 26))
    assert clubbed.found("C01") == []


def test_c02_two_clubs_at_one_time(clubbed: Book) -> None:
    member = clubbed.join("编程社", ONE)
    found = clubbed.one("C02")
    assert (found.where, found.message, found.severity) == (
        "编程社 · 冯1",
        "周三 16:30 已在剪纸社",
        Severity.ERROR,
    )
    clubbed.put("club_member", member, status="候补")
    assert clubbed.found("C02") == []
    clubbed.put("club_member", member, status="正式")
    clubbed.put("place_use", "编程社-时间", from_time=time(17, 30), to_time=time(18, 0))
    assert clubbed.found("C02") == []  # one ends as the other begins


def test_c02_one_after_the_other(clubbed: Book) -> None:
    clubbed.join("编程社", ONE, since=date(2026, 10, 29))
    with clubbed.store.read() as session:
        first = (
            session.connection()
            .exec_driver_sql("SELECT id FROM club_member WHERE club_id = '剪纸社'")
            .scalar()
        )
    clubbed.put("club_member", str(first), status="退出", to_date=date(2026, 10, 28))
    assert clubbed.found("C02") == []


@pytest.mark.parametrize(
    ("left", "joined", "hits"),
    [
        (29, 29, 0),  # changed clubs on a Thursday; both meet on Wednesdays
        (28, 28, 1),  # on the Wednesday itself
        (29, 26, 1),  # a Wednesday between
        (27, 22, 0),
    ],
)
def test_c02_asks_for_a_day_on_which_both_meet(clubbed: Book, left: int, joined: int, hits: int) -> None:
    clubbed.join("编程社", ONE, since=date(2026, 10, joined))
    with clubbed.store.read() as session:
        asked = "SELECT id FROM club_member WHERE club_id = '剪纸社'"
        first = session.connection().exec_driver_sql(asked).scalar()
    since = date(2026, 10, 22)
    clubbed.put("club_member", str(first), status="退出", from_date=since, to_date=date(2026, 10, left))
    assert len(clubbed.found("C02")) == hits


@pytest.mark.parametrize(("begins", "hits"), [((16, 29), 0), ((16, 30), 1), ((17, 29), 1), ((17, 30), 0)])
def test_a_slot_without_end_meets_what_goes_on_when_it_begins(
    clubbed: Book, begins: tuple[int, int], hits: int
) -> None:
    clubbed.join("编程社", ONE)
    clubbed.put("place_use", "编程社-时间", from_time=time(*begins), to_time=None)
    assert len(clubbed.found("C02")) == hits


def test_c03_room_and_leader(clubbed: Book) -> None:
    clubbed.put("place_use", "编程社-时间", place="美术 室")
    found = clubbed.one("C03")
    assert (found.form, found.record, found.message) == (
        "clubs",
        "编程社-时间",
        "周三 16:30 美术 室已有剪纸社",
    )
    clubbed.put("place_use", "编程社-时间", weekday=4)
    assert clubbed.found("C03") == []
    clubbed.put("place_use", "编程社-时间", weekday=3, place="操场")
    clubbed.put("place_use", "剪纸社-时间", place="操场")
    assert clubbed.found("C03") == []  # an open ground holds both
    with clubbed.store.read() as session:
        staff = (
            session.connection()
            .exec_driver_sql("SELECT staff_id FROM club_leader WHERE id='剪纸社-教师'")
            .scalar()
        )
    clubbed.put("club_leader", "编程社-教师", staff_id=staff)
    assert clubbed.one("C03").message == "周三 16:30 已在剪纸社指导"


def test_c04_capacity(clubbed: Book) -> None:
    clubbed.put("club", "剪纸社", capacity=1)
    assert clubbed.found("C04") == []
    clubbed.join("剪纸社", THREE)
    found = clubbed.one("C04")
    assert (found.where, found.message, found.verb) == ("剪纸社", "2 人，超出名额 1 人", "去看")


def test_c05_empty_club(clubbed: Book) -> None:
    clubbed.add("club", "空", name="竖笛社", school_year=2026, term_number=1)
    assert clubbed.one("C05").message == "还没有指导教师、活动时间、成员"
    clubbed.put("club", "空", school_year=2025)
    assert clubbed.found("C05") == []  # last year's


def test_c06_closed_day(clubbed: Book) -> None:
    clubbed.add("club_session", "周日", club_id="剪纸社", day=date(2026, 10, 11), present=0)
    found = clubbed.one("C06")
    assert (found.where, found.severity) == ("剪纸社 · 11日", Severity.ERROR)
    assert found.message.startswith("10月11日不上课，登记了活动")
    clubbed.put("club_session", "周日", day=date(2026, 10, 10))
    assert clubbed.found("C06") == []  # the make-up Saturday
    clubbed.put("club_session", "周日", day=date(2026, 10, 11))
    clubbed.add("calendar_day", day=date(2026, 10, 11), open=True, reason="调课")
    assert clubbed.found("C06") == []


def test_c06_outside_the_term(clubbed: Book) -> None:
    clubbed.put("club", "剪纸社", term_number=2)
    assert clubbed.one("C06").message == "10月28日不在这个社团的学期内"


def test_c07_meetings_without_attendance(clubbed: Book) -> None:
    clubbed.add("club_session", "加", club_id="编程社", day=date(2026, 10, 29))
    found = clubbed.one("C07")
    assert (found.where, found.message, found.record) == ("编程社", "本月 2 次活动，考勤只有 1 次", "编程社")
    clubbed.add("club_attendance", session_id="加", pupil_id=TWO, day=date(2026, 10, 29), mark="到")
    assert clubbed.found("C07") == []
    clubbed.add("club_session", "将来", club_id="编程社", day=date(2026, 10, 31))
    assert clubbed.found("C07") == []


def test_c07_weekly_slot_never_entered(clubbed: Book) -> None:
    clubbed.put("place_use", "编程社-时间", weekday=5)
    assert clubbed.found("C07") == []  # this Friday's is still to come; the one of the 28th was moved
    clubbed.join("编程社", THREE, since=date(2026, 10, 8))
    assert clubbed.one("C07").message == "本月 3 次活动，考勤只有 1 次"


def test_c08_attendance_rate(clubbed: Book) -> None:
    pupils = [f"一1-{n}-2026-09-01" for n in range(5)]
    marks = ["到", "到", "缺", "假", "缺"]
    rows = [
        {"id": f"考勤{n}", "session_id": "剪纸社-28", "pupil_id": p, "day": date(2026, 10, 28), "mark": m}
        for n, (p, m) in enumerate(zip(pupils, marks, strict=True))
    ]
    clubbed.add_all("club_attendance", rows)
    assert clubbed.one("C08").message == "本月出勤率 40.0%（实到 2／应到 5 人次），低于 60%"
    clubbed.put("club_attendance", "考勤2", mark="到")
    assert clubbed.found("C08") == []


def test_c09_more_present_than_members(clubbed: Book) -> None:
    clubbed.put("club_session", "剪纸社-28", present=2)
    found = clubbed.one("C09")
    assert (found.where, found.message) == ("剪纸社 · 28日", "10月28日实到 2 人，多于当日成员 1 人")
    clubbed.join("剪纸社", THREE, since=date(2026, 10, 28))
    assert clubbed.found("C09") == []


def test_c10_member_outside_the_service(clubbed: Book) -> None:
    clubbed.add(
        "club_member", "员", club_id="剪纸社", pupil_id=THREE, status="正式", from_date=date(2026, 10, 26)
    )
    found = clubbed.one("C10")
    assert (found.record, found.where, found.message) == ("员", "剪纸社 · 冯3", "在社团，没有参加课后服务")
    clubbed.put("school", "校", clubs_within_service=False)
    assert clubbed.found("C10") == []


def test_x06_more_in_clubs(clubbed: Book) -> None:
    clubbed.add("club_member", club_id="剪纸社", pupil_id=THREE, status="正式", from_date=date(2026, 10, 26))
    assert clubbed.found("X06") == []
    clubbed.put("school", "校", clubs_within_service=True)
    found = clubbed.one("X06")
    assert (found.form, found.severity) == ("clubs", Severity.ERROR)
    assert found.message == "社团 3 人（一人只算一次），多于参加课后服务 2 人"
    clubbed.add("service_pupil", pupil_id=THREE, from_date=date(2026, 9, 1))
    assert clubbed.found("X06") == []


def test_c11_participation(clubbed: Book) -> None:
    clubbed.today = date(2026, 11, 30)
    clubbed.report(OCTOBER)
    assert clubbed.found("C11", NOVEMBER) == []
    clubbed.add("service_pupil", pupil_id=THREE, from_date=date(2026, 11, 2))
    assert clubbed.found("C11", NOVEMBER) == []  # 8.3 points
    clubbed.add("service_pupil", pupil_id="一1-4-2026-09-01", from_date=date(2026, 11, 2))
    assert (
        clubbed.one("C11", NOVEMBER).message == "参加率 33.3%（参加 4／在校 12 人），上月 16.7%（2／12 人）"
    )


def test_c12_outside_leader(clubbed: Book) -> None:
    leader = clubbed.add("club_leader", club_id="剪纸社", outside_name="刘老师", outside_phone="13906320003")
    found = clubbed.one("C12")
    assert (found.where, found.field, found.message) == (
        "剪纸社 · 刘老师",
        "agreement_date",
        "校外教师没有协议日期",
    )
    clubbed.put("club_leader", leader, agreement_date=date(2026, 9, 1))
    assert clubbed.found("C12") == []


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"from_time": time(15, 29)}, "周三 15:29 开始，早于 15:30"),
        ({"from_time": time(15, 30)}, None),
        ({"to_time": time(18, 1)}, "周三 18:01 结束，冬季晚于 18:00"),
        ({"to_time": time(18, 0)}, None),
        ({"from_time": time(9, 0), "weekday": 6}, None),
        ({"from_time": time(18, 0), "to_time": None}, "周三 18:00 开始，冬季最晚 18:00 结束"),
        ({"from_time": time(17, 30), "to_time": None}, None),
    ],
)
def test_c13_hours(clubbed: Book, values: dict[str, object], message: str | None) -> None:
    clubbed.put("place_use", "剪纸社-时间", **values)
    assert [f.message for f in clubbed.found("C13")] == ([message] if message else [])


def test_c13_too_early_and_too_late_are_two(clubbed: Book) -> None:
    clubbed.put("place_use", "剪纸社-时间", from_time=time(15, 29), to_time=time(18, 1))
    assert [(f.field, f.message) for f in clubbed.found("C13")] == [
        ("from_time", "周三 15:29 开始，早于 15:30"),
        ("to_time", "周三 18:01 结束，冬季晚于 18:00"),
    ]


def test_a_meeting_called_off_counts_nowhere(clubbed: Book) -> None:
    clubbed.put("club_session", "剪纸社-28", present=None, called_off=True)
    assert clubbed.found("C07") == []  # planned, and did not take place
    clubbed.put("club_session", "剪纸社-28", called_off=None)
    assert clubbed.one("C07").message == "本月 1 次活动，考勤还没有"
    clubbed.put("club_session", "剪纸社-28", present=0, called_off=True)
    assert clubbed.found("C08") == []
    clubbed.put("club_session", "剪纸社-28", present=9)
    assert clubbed.found("C09") == []
    clubbed.put("club_session", "剪纸社-28", day=date(2026, 10, 4))
    assert clubbed.found("C06") == []
