"""校验 as a whole: order, counts, explanations, what the bureau runs, and the rules' page in docs."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.rules.book import CODE, NOVEMBER, OCTOBER, Book, school_days
from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.form import Finding, MonthView, ReportedRule, Severity
from xcedu_desktop.month.check import RULES, counts, findings, reported_findings, rule
from xcedu_desktop.month.derive import derive
from xcedu_desktop.month.explain import explanation, explanation_id, offered, withdrawal
from xcedu_desktop.month.rules_doc import document
from xcedu_desktop.periods import Month
from xcedu_desktop.thresholds import ALL

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"
MONDAY = date(2026, 10, 12)

EVERY_RULE = (
    [f"G0{n}" for n in range(1, 9)]
    + [f"C{n:02d}" for n in range(1, 14)]
    + [f"M{n:02d}" for n in range(1, 15)]
    + [f"H{n:02d}" for n in range(1, 15)]
    + ["X02", "X03", "X04", "X06", "X07"]
)


def explain(book: Book, rule_id: str, record: str, reason: str, month: Month = OCTOBER) -> None:
    with book.store.write("说明") as unit:
        view = MonthView(unit.session, CODE, month, book.today)
        unit.apply(explanation(view, findings(view), rule_id, record, reason).changes)


def offer(book: Book, finding: Finding, month: Month) -> str | None:
    with book.store.read() as session:
        return offered(MonthView(session, CODE, month, book.today), finding)


@pytest.fixture
def troubled(book: Book) -> Book:
    """An error, a 须说明 and a 提醒 in different forms."""
    book.serve()
    book.eat_every_day(10, but=(MONDAY,))
    book.eat(MONDAY, 13)
    book.add("room", "餐厅", name="餐厅", use="食堂", heated_by="设备取暖")
    book.add("school_class", "一2", stage="小学", entry_year=2026, number=2)
    book.put("declared", book.add("declared", month=OCTOBER.next().next()), month=OCTOBER.plus(3))
    return book


def test_every_rule_of_the_domain_is_there() -> None:
    assert sorted(RULES) == sorted(EVERY_RULE)  # X05 is the export's own reading back


def test_order_and_counts(troubled: Book) -> None:
    found = troubled.all()
    assert [(f.severity, f.rule, f.form) for f in found] == [
        (Severity.ERROR, "M01", "meals"),
        (Severity.EXPLAIN, "H02", "heating"),
        (Severity.WARNING, "G05", "school"),
        (Severity.WARNING, "X02", "school"),
    ]
    number = counts(found)
    assert (number.errors, number.unexplained, number.warnings, number.explained) == (1, 1, 2, 0)
    assert (number.open, number.blocking) == (4, 2)
    assert number.forms == {"school": 2, "clubs": 0, "meals": 1, "heating": 1}


def test_order_within_a_form_is_class_then_day(book: Book) -> None:
    book.add("school_class", "一2", stage="小学", entry_year=2026, number=2)
    book.pupils("一2", 12)
    for class_id, day in (("一2", 9), ("一1", 22), ("一1", 8)):
        book.eat(date(2026, 10, day), 20, class_id)
    assert [f.where for f in book.found("M01")] == ["一(1)班 · 8日", "一(1)班 · 22日", "一(2)班 · 9日"]


def test_an_explanation_counts_while_the_finding_says_the_same(troubled: Book) -> None:
    explain(troubled, "H02", "餐厅", "  新餐厅在装修，11月10日前装 2 台 ")
    found = troubled.one("H02")
    assert found.reason == "新餐厅在装修，11月10日前装 2 台"
    assert found.explained and not found.open and not found.blocks
    explain(troubled, "h02", "餐厅", "换了说法")
    assert troubled.one("H02").reason == "换了说法"
    with troubled.store.write("试验") as unit:
        unit.connection.exec_driver_sql("UPDATE explanation SET basis = '从前的问题'")
    found = troubled.one("H02")
    assert (found.reason, found.stale_reason, found.blocks) == (None, "换了说法", True)
    explain(troubled, "H02", "餐厅", "再说明一次")
    assert troubled.one("H02").reason == "再说明一次"


def test_an_explanation_is_taken_back(troubled: Book) -> None:
    explain(troubled, "H02", "餐厅", "在装修")
    with troubled.store.write("撤回") as unit:
        view = MonthView(unit.session, CODE, OCTOBER, troubled.today)
        unit.apply(withdrawal(view, "H02", "餐厅").changes)
    assert not troubled.one("H02").explained


@pytest.mark.parametrize(
    ("rule_id", "record", "reason", "words"),
    [
        ("H02", "餐厅", "  ", "说明不能空白"),
        ("H02", "别处", "在装修", "没有「要取暖的房间没有在用设备」（H02）的这条问题"),
        ("Z99", "餐厅", "在装修", "没有「Z99」这条规则"),
        ("M01", "", "真的", "要改正，不能用说明代替"),
        ("H02", "餐厅", "见 110105194912310021", "不要写身份证号"),
    ],
)
def test_what_cannot_be_explained(troubled: Book, rule_id: str, record: str, reason: str, words: str) -> None:
    record = record or troubled.one("M01").record
    with pytest.raises(WrongUsage, match=words):
        explain(troubled, rule_id, record, reason)
    assert not any(f.explained for f in troubled.all())


def test_last_months_words_are_offered_not_applied(troubled: Book) -> None:
    explain(troubled, "H02", "餐厅", "在装修")
    troubled.today = date(2026, 11, 6)
    found = troubled.one("H02", NOVEMBER)
    assert not found.explained
    assert offer(troubled, found, NOVEMBER) == "在装修"
    assert offer(troubled, troubled.one("H02"), OCTOBER) is None


def test_the_bureau_finds_the_same_by_the_same_code(troubled: Book) -> None:
    with troubled.store.read() as session:
        view = MonthView(session, CODE, OCTOBER, troubled.today)
        there = reported_findings(derive(view))
        here = findings(view)
    assert there == [f for f in here if isinstance(rule(f.rule), ReportedRule)]
    assert [f.rule for f in there] == ["M01", "G05"]


def test_one_explanation_is_of_all_fields_of_a_record(book: Book) -> None:
    row = book.eat(date(2026, 10, 12), 8, subsidised=2, copied=True, copied_subsidised=True)
    assert [f.field for f in book.found("M11")] == ["heads", "subsidised"]
    explain(book, "M11", row, "已逐一核对")
    assert [(f.field, f.reason) for f in book.found("M11")] == [
        ("heads", "已逐一核对"),
        ("subsidised", "已逐一核对"),
    ]
    with book.store.read() as session:
        given = session.execute(text("SELECT id FROM explanation")).scalars().all()
    assert given == [explanation_id(OCTOBER, "M11", row)]
    book.put("meal_count", row, copied=False)
    assert [(f.field, f.explained) for f in book.found("M11")] == [("subsidised", True)]
    book.put("meal_count", row, copied=True, copied_subsidised=False)
    explain(book, "M11", row, "当天全到")
    book.put("meal_count", row, copied_subsidised=True)
    assert [f.explained for f in book.found("M11")] == [
        True,
        False,
    ]  # the second was not there to be explained


def test_what_can_be_explained_is_named_once(troubled: Book) -> None:
    """An explanation is found by rule and record: seldom do two findings share both."""
    troubled.put("meal_supplier", "供餐", licence=None)
    for day in school_days()[:6:2]:
        troubled.eat(day, 5, meal="晚餐")
    named = [(f.rule, f.record) for f in troubled.all() if f.severity is not Severity.ERROR]
    assert len(named) == len(set(named)) > 5


def test_a_message_about_a_day_names_its_month(troubled: Book) -> None:
    about_days = [f for f in troubled.all() if f.where.endswith("日")]
    assert about_days and all("10月" in f.message for f in about_days)


def test_rules_page_is_the_codes() -> None:
    assert DOCS.read_text(encoding="utf-8") == document()


def test_thresholds_are_told_apart_by_their_titles() -> None:
    assert len({limit.title for limit in ALL}) == len(ALL)
