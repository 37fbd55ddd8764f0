"""Each rule of 配餐人数: one case that it finds, and the nearest one that it must not."""

from datetime import date

import pytest

from tests.rules.book import CODE, NOVEMBER, OCTOBER, Book, school_days
from xcedu_desktop.form import Severity
from xcedu_desktop.forms.meals.tables import count_id, day_log_id, signup_id, staff_count_id
from xcedu_desktop.store.changes import draft_id

MONDAY = date(2026, 10, 12)


@pytest.fixture
def fed(book: Book) -> Book:
    """The school with supplier, price, sign-ups and logs; counts are the test's."""
    book.serve()
    return book


def test_a_whole_month_of_meals_has_no_finding(fed: Book) -> None:
    fed.eat_every_day(10)
    assert fed.all() == []


def test_m01_above_the_enrolment_of_the_day(fed: Book) -> None:
    fed.eat_every_day(10, but=(MONDAY,))
    fed.eat(MONDAY, 13)
    found = fed.one("M01")
    assert (found.where, found.message) == ("一(1)班 · 12日", "10月12日就餐 13 人，多于当日在校 12 人")
    assert (found.table, found.record, found.field) == (
        "meal_count",
        count_id("一1", MONDAY, "午餐"),
        "heads",
    )
    assert found.severity is Severity.ERROR
    assert [f.rule for f in fed.all()] == ["M01"]  # one cause, one finding: neither M04 nor M14
    fed.pupils("一1", 1, since=date(2026, 10, 12))
    assert fed.found("M01") == []


def test_m01_leaver_counts_up_to_the_day(fed: Book) -> None:
    fed.put("pupil", "一1-0-2026-09-01", to_date=MONDAY)
    fed.put("meal_signup", signup_id("一1", OCTOBER), persons=12)
    fed.eat(MONDAY, 12)
    assert fed.found("M01") == []
    fed.eat(date(2026, 10, 13), 12)
    assert fed.one("M01").message == "10月13日就餐 12 人，多于当日在校 11 人"


def test_m01_signups_above_the_pupils_of_the_month(fed: Book) -> None:
    fed.eat_every_day(10)
    fed.put("pupil", "一1-0-2026-09-01", to_date=date(2026, 10, 9))
    fed.put("meal_signup", signup_id("一1", OCTOBER), persons=12)
    assert fed.found("M01") == []
    fed.put("meal_signup", signup_id("一1", OCTOBER), persons=13)
    found = fed.one("M01")
    assert (found.table, found.message) == ("meal_signup", "登记 13 人，多于本月在校 12 人")


def test_m02_closed_day_and_make_up_saturday(fed: Book) -> None:
    fed.eat_every_day(10)
    assert date(2026, 10, 10) in school_days()
    fed.eat(date(2026, 10, 11), 5, subsidised=2)
    found = fed.one("M02")
    assert (found.where, found.verb, found.severity) == ("一(1)班 · 11日", "清除", Severity.ERROR)
    assert found.message == "10月11日不上课，就餐 5 人；上课请改校历"
    fed.do(found.fix)
    assert fed.all() == []


def test_m02_remedy_in_the_calendar(fed: Book) -> None:
    fed.eat_every_day(10)
    fed.eat(date(2026, 10, 11), 5)
    fed.add(
        "meal_staff_count",
        staff_count_id(CODE, date(2026, 10, 17), "午餐"),
        day=date(2026, 10, 17),
        meal="午餐",
        heads=2,
    )
    assert [f.table for f in fed.found("M02")] == ["meal_count", "meal_staff_count"]
    for day in (11, 17):
        fed.add("calendar_day", day=date(2026, 10, day), open=True, reason="调课")
    assert fed.found("M02") == []


def test_m02_year_without_a_holiday_list(fed: Book) -> None:
    fed.today = date(2029, 10, 31)
    october = OCTOBER.plus(36)
    fed.eat(date(2029, 10, 14), 5)  # a Sunday
    fed.put("school_class", "一1", entry_year=2029)
    assert fed.one("M02", october).severity is Severity.WARNING


def test_m03_run_of_days(fed: Book) -> None:
    fed.eat_every_day(10, but=(date(2026, 10, 29), date(2026, 10, 30)))
    found = fed.one("M03")
    assert (found.where, found.message, found.cells) == ("一(1)班 · 29、30 日", "10月29日、30日还没填", 2)
    assert found.record == count_id("一1", date(2026, 10, 29), "午餐")
    fed.today = date(2026, 10, 29)
    assert fed.one("M03").message == "10月29日还没填"
    fed.today = date(2026, 10, 28)
    assert fed.found("M03") == []


def test_m03_zero_is_a_number(fed: Book) -> None:
    fed.eat_every_day(10, but=(date(2026, 10, 29),))
    fed.eat(date(2026, 10, 29), 0)
    assert fed.found("M03") == []


def test_m03_several_classes_and_different_lacks(fed: Book) -> None:
    fed.add("school_class", "一2", stage="小学", entry_year=2026, number=2)
    fed.pupils("一2", 12)
    fed.add("meal_signup", signup_id("一2", OCTOBER), class_id="一2", month=OCTOBER, persons=10)
    fed.eat_every_day(10, but=(date(2026, 10, 29), date(2026, 10, 30)))
    fed.eat_every_day(10, but=(date(2026, 10, 28), date(2026, 10, 29), date(2026, 10, 30)), class_id="一2")
    assert [(f.where, f.message, f.cells) for f in fed.found("M03")] == [
        ("一(2)班 · 28日", "10月28日还没填", 1),
        ("29、30 日", "10月29日、30日 2 个班还没填", 4),
    ]


def test_m03_only_what_is_served(fed: Book) -> None:
    fed.add("school_class", "一2", stage="小学", entry_year=2026, number=2)
    fed.pupils("一2", 12)
    fed.eat_every_day(10)
    assert fed.found("M03") == []  # neither sign-ups nor counts: not served
    service = fed.add("meal_service", meal="午餐", class_id="一2", from_date=date(2026, 10, 29))
    fed.add("meal_service", meal="午餐", class_id="一1", from_date=date(2026, 9, 1))
    assert fed.one("M03").cells == 2
    fed.put("meal_service", service, to_date=date(2026, 10, 29))
    assert fed.one("M03").cells == 1
    fed.eat(MONDAY, 8, meal="晚餐")
    assert next(f.message for f in fed.found("M03") if "晚餐" in f.message) == "10月8日至10日晚餐还没填"


def test_m04_far_from_usual(fed: Book) -> None:
    fed.eat_every_day(10, but=(MONDAY,))
    row = fed.eat(MONDAY, 5)
    found = fed.one("M04")
    assert (found.where, found.message) == ("一(1)班 · 12日", "10月12日 5 人，本班平时 10 人上下")
    fed.put("meal_count", row, heads=6)
    assert fed.found("M04") == []


def test_m05_same_number_all_week(fed: Book) -> None:
    week = tuple(date(2026, 10, d) for d in range(19, 24))
    fed.eat_every_day(10, but=week)
    rows = [fed.eat(day, 9) for day in week]
    found = fed.one("M05")
    assert (found.where, found.record, found.cells) == ("一(1)班 · 19–23 日", rows[0], 5)
    assert found.message == "10月19日至23日每天都是 9 人，登记 10 人，请核对是否逐日清点"
    fed.put("meal_count", rows[2], heads=8)
    assert fed.found("M05") == []


def test_m05_a_class_without_signups_is_not_known_to_eat_alike(fed: Book) -> None:
    week = tuple(date(2026, 10, d) for d in range(19, 24))
    for n, day in enumerate(school_days()):
        fed.eat(day, 9 if day in week else 8 + n % 3)
    fed.put("meal_signup", signup_id("一1", OCTOBER), persons=None)
    assert fed.one("M05").message == "10月19日至23日每天都是 9 人，登记人数没有填，请核对是否逐日清点"
    fed.put("meal_signup", signup_id("一1", OCTOBER), persons=9)
    assert fed.found("M05") == []


def test_m06_subsidised(fed: Book) -> None:
    fed.eat_every_day(10, but=(MONDAY,))
    row = fed.eat(MONDAY, 10, subsidised=11)
    assert fed.one("M06").message == "10月12日受资助 11 人，多于就餐 10 人"
    fed.put("meal_count", row, subsidised=10)
    assert fed.found("M06") == []
    fed.put("meal_count", row, heads=None)
    found = fed.one("M06")
    assert (found.message, found.field) == ("10月12日受资助 10 人，就餐人数没有填", "heads")


def test_m06_leaves_a_draft_to_g08(fed: Book) -> None:
    fed.eat_every_day(10, but=(MONDAY,))
    row = fed.eat(MONDAY, None, subsidised=3)
    fed.add(
        "draft", draft_id("meal_count", row, "heads"), table_name="meal_count", row_id=row, key="heads", text="1o",
        message="「1o」不是数", month=OCTOBER,
    )  # fmt: skip
    assert [f.rule for f in fed.all() if f.record == row] == ["G08"]


def test_m07_price(book: Book) -> None:
    book.serve()
    book.eat_every_day(10)
    with book.store.read() as session:
        price = session.connection().exec_driver_sql("SELECT id FROM meal_price").scalar()
    book.put("meal_price", str(price), from_date=date(2026, 10, 12))
    found = book.one("M07")
    assert (found.message, found.cells) == ("10月8日至10日有午餐就餐，没有单价", 3)
    book.put("meal_price", str(price), from_date=date(2026, 10, 8))
    assert book.found("M07") == []


def test_m07_two_prices_of_one_day(book: Book) -> None:
    book.serve()
    book.eat_every_day(10)
    assert book.found("M07") == []
    with book.store.read() as session:
        price, supplier = session.connection().exec_driver_sql("SELECT id, supplier_id FROM meal_price").one()
    book.add("meal_price", supplier_id=supplier, meal="午餐", price_fen=650, from_date=MONDAY)
    found = book.one("M07")
    assert (found.severity, found.record, found.field) == (Severity.WARNING, price, "to_date")
    assert found.message.startswith("10月12日起午餐有两个单价：")
    assert found.verb.endswith("元截止到 10月11日")
    book.do(found.fix)
    assert book.found("M07") == []


@pytest.mark.parametrize(
    ("until", "severity", "words"),
    [
        (date(2026, 10, 29), Severity.EXPLAIN, "许可证已于 2026年10月29日到期"),
        (date(2026, 10, 30), Severity.WARNING, "许可证 2026年10月30日到期，还有 0 天"),
        (date(2026, 12, 29), Severity.WARNING, "许可证 2026年12月29日到期，还有 60 天"),
        (date(2026, 12, 30), None, ""),
        (None, Severity.EXPLAIN, "许可证没有有效期"),
    ],
)
def test_m08_licence(fed: Book, until: date | None, severity: Severity | None, words: str) -> None:
    fed.eat_every_day(10)
    fed.put("meal_supplier", "供餐", licence_until=until)
    found = fed.found("M08")
    assert [(f.severity, f.message) for f in found] == ([(severity, words)] if severity else [])


def test_m08_own_canteen(fed: Book) -> None:
    fed.eat_every_day(10)
    fed.put("meal_supplier", "供餐", mode="自营食堂", licence=None, licence_until=None)
    assert fed.one("M08").message == "没有许可证号"
    fed.put("school", "校", canteen_licence="JY2", canteen_licence_until=date(2028, 1, 1))
    assert fed.found("M08") == []
    fed.put("meal_supplier", "供餐", to_date=date(2026, 9, 30))
    fed.put("school", "校", canteen_licence_until=date(2026, 10, 1))
    found = fed.one("M08")
    assert (found.table, found.field, found.form, found.where) == (
        "school",
        "canteen_licence_until",
        "meals",
        "本校食堂",
    )
    fed.put("school", "校", canteen_licence=None)
    assert fed.one("M08").message == "有就餐人数，没有供餐单位，也没有食堂许可证"


def test_m09_log_and_sample(fed: Book) -> None:
    fed.eat_every_day(10)
    for day in (26, 27):
        fed.put("meal_day_log", day_log_id(CODE, date(2026, 10, day), "午餐"), sample_grams=None)
    fed.put("meal_day_log", day_log_id(CODE, date(2026, 10, 28), "午餐"), sample_grams=None, companion=None)
    assert [(f.where, f.message, f.field, f.cells) for f in fed.found("M09")] == [
        ("26、27 日", "10月26日、27日没有留样记录", "sample_grams", 2),
        ("28日", "10月28日没有陪餐和留样记录", "companion", 2),
    ]
    fed.today = date(2026, 10, 27)
    assert len(fed.found("M09")) == 1


def test_m09_no_meal_no_log(fed: Book) -> None:
    fed.eat_every_day(10, but=(MONDAY,))
    fed.eat(MONDAY, 0)
    fed.put("meal_day_log", day_log_id(CODE, MONDAY, "午餐"), companion=None)
    assert fed.found("M09") == []


@pytest.mark.parametrize(("grams", "hits"), [(124, 1), (125, 0), (0, 1)])
def test_m10_sample(fed: Book, grams: int, hits: int) -> None:
    fed.eat_every_day(10)
    fed.put("meal_day_log", day_log_id(CODE, MONDAY, "午餐"), sample_grams=grams)
    found = fed.found("M10")
    assert len(found) == hits
    assert all(f.message == f"10月12日每样留样 {grams} 克，不足 125 克" for f in found)


def test_m11_copied(fed: Book) -> None:
    last = date(2026, 10, 28)
    fed.eat_every_day(10, but=(last,))
    fed.eat(last, 10, copied=True)
    found = fed.one("M11")
    assert (found.where, found.verb) == ("一(1)班 · 28日", "确认")
    assert found.message == "10月28日是照抄 27 日的，还没确认"
    fed.do(found.fix)
    assert fed.found("M11") == []


def test_m11_heads_subsidised_and_staff_are_confirmed_apart(fed: Book) -> None:
    last = date(2026, 10, 28)
    fed.eat_every_day(10, but=(last,))
    row = fed.eat(last, 10, subsidised=2, copied=True, copied_subsidised=True)
    staff = staff_count_id(CODE, last, "午餐")
    fed.add("meal_staff_count", staff, day=last, meal="午餐", heads=9, copied=True)
    found = fed.found("M11")
    assert [(f.record, f.field, f.message) for f in found] == [
        (row, "heads", "10月28日是照抄 27 日的，还没确认"),
        (row, "subsidised", "10月28日受资助是照抄 27 日的，还没确认"),
        (staff, "heads", "10月28日教职工是照抄 27 日的，还没确认"),
    ]
    fed.do(found[0].fix)
    assert [f.field for f in fed.found("M11")] == ["subsidised", "heads"]
    fed.put("meal_count", row, subsidised=None)  # what is blank needs no confirming
    assert [f.table for f in fed.found("M11")] == ["meal_staff_count"]


def test_m11_signups_are_carried_over_and_confirmed(fed: Book) -> None:
    fed.eat_every_day(10)
    fed.today = date(2026, 11, 6)
    for day in (2, 3, 4, 5, 6):
        fed.eat(date(2026, 11, day), 10)
    found = fed.one("M11", NOVEMBER)
    assert (found.where, found.verb, found.cells) == ("一(1)班 · 登记", "沿用10月", 1)
    assert found.message == "还没有登记人数，10月登记 10 人"
    assert found.record == signup_id("一1", NOVEMBER)
    fed.do(found.fix)
    found = fed.one("M11", NOVEMBER)
    assert (found.message, found.verb) == ("登记人数是沿用上月的，还没确认", "确认")
    fed.do(found.fix)
    assert fed.found("M11", NOVEMBER) == []
    assert fed.found("M11") == []  # October itself has none before it


def test_m11_a_month_without_school_days_behind_it_asks_for_no_signups(fed: Book) -> None:
    fed.eat_every_day(10)
    fed.today = date(2026, 11, 1)
    assert fed.found("M11", NOVEMBER) == []


def test_m12_against_last_month(fed: Book) -> None:
    fed.eat_every_day(10)
    fed.today = date(2026, 11, 30)
    november = [date(2026, 11, d) for d in (2, 3, 4, 5, 6)]
    rows = [fed.eat(day, 8) for day in november]
    assert fed.found("M12", NOVEMBER) == []
    fed.report(OCTOBER)
    assert fed.found("M12", NOVEMBER) == []
    fed.put("meal_count", rows[0], heads=7)
    found = fed.one("M12", NOVEMBER)
    assert found.message == "午餐每上课日 7.8 人次（39／5 天），上月 10.0 人次（180／18 天），相差 22.0%"


def test_m12_days_on_which_nobody_ate_are_school_days(fed: Book) -> None:
    fed.eat_every_day(10)
    fed.today = date(2026, 11, 30)
    fed.report(OCTOBER)
    november = [date(2026, 11, d) for d in (*range(2, 7), *range(9, 14))]
    rows = [fed.eat(day, 10 if n % 2 else 0) for n, day in enumerate(november)]
    found = fed.one("M12", NOVEMBER)
    assert found.message == "午餐每上课日 5.0 人次（50／10 天），上月 10.0 人次（180／18 天），相差 50.0%"
    for row in rows[::2]:
        fed.put("meal_count", row, heads=None)
    assert fed.found("M12", NOVEMBER) == []  # blank is not zero, and M03 says that it lacks
    assert fed.found("M03", NOVEMBER)


def test_m13_month_without_any_count(fed: Book) -> None:
    found = fed.one("M13")
    assert (found.severity, found.message) == (Severity.ERROR, "2026年10月已上课 18 天，一个就餐人数也没有")
    assert fed.found("M03") == []
    fed.today = date(2026, 10, 7)
    assert fed.found("M13") == []


def test_m13_school_without_meals(book: Book) -> None:
    assert book.found("M13") == []
    book.eat(date(2026, 9, 28), 10)
    assert len(book.found("M13")) == 1
    book.add("meal_supplier", name="旧企业", to_date=date(2026, 9, 30))
    assert book.found("M13") == []  # service has ended


def test_m14_above_signups(fed: Book) -> None:
    fed.eat_every_day(10, but=(MONDAY,))
    fed.eat(MONDAY, 11)
    assert fed.one("M14").message == "10月12日就餐 11 人，多于登记 10 人"
    fed.put("meal_signup", signup_id("一1", OCTOBER), persons=11)
    assert fed.found("M14") == []


def test_the_month_is_empty_after_the_service_of_one_day(fed: Book) -> None:
    """A day to come says nothing yet."""
    fed.today = date(2026, 10, 8)
    fed.eat(date(2026, 10, 8), 10)
    fed.eat(date(2026, 10, 9), 13)
    assert fed.all() == []
