"""Days, months, times, and the spans that reports speak of."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from xcedu_desktop import clock
from xcedu_desktop.errors import UserError
from xcedu_desktop.periods import Month, heating_season_of, school_year_name, school_year_of, term_of
from xcedu_desktop.values.dates import parse_day, parse_month, parse_time
from xcedu_desktop.values.parsed import Parsed

TODAY = date(2026, 11, 24)
FIRST = date(2015, 9, 1)


def code(parsed: Parsed[date] | Parsed[Month] | Parsed[time]) -> str:
    return parsed.error.code if parsed.error else " ".join(w.code for w in parsed.warnings)


@pytest.mark.parametrize(
    ("raw", "warning"),
    [
        (42248, ""),
        (42248.354, ""),
        ("2015.9.1", ""),
        ("2015/9/1", ""),
        ("2015-09-01", ""),
        ("20150901", ""),
        (20150901, ""),
        (20150901.0, ""),
        ("2015年9月1日", ""),
        ("2015年9月1日（星期二）", ""),
        ("２０１５．９．１", ""),
        ("2015-09-01 00:00:00", ""),
        ("2015-09-01T08:00:00", ""),
        ("2015/9/1 8:30", ""),
        (datetime(2015, 9, 1, 8), ""),
        (FIRST, ""),
        ("15-9-1", "two_digit_year"),
        ("150901", "two_digit_year"),
        ("2015年9月", "month_only"),
        ("二〇一五年九月一日", ""),
        ("二○一五年九月", "month_only"),
        ("2015.9", "month_only"),
        (2015.9, "month_only"),
        ("201509", "month_only"),
        ("42248", "serial_text"),
    ],
)
def test_a_day_is_read_however_it_was_written(raw: object, warning: str) -> None:
    parsed = parse_day(raw, today=TODAY)
    assert (parsed.value, code(parsed)) == (FIRST, warning)


def test_the_1904_epoch() -> None:
    assert parse_day(42248 - 1462, today=TODAY, epoch1904=True).value == FIRST


@pytest.mark.parametrize("raw", ["9.1", "0901", "9-1", "9月1日", "9/1", "９．１", "九月一日"])
def test_a_day_without_a_year_lies_near_the_month_on_the_screen(raw: str) -> None:
    assert parse_day(raw, today=TODAY) == Parsed(date(2026, 9, 1))
    assert parse_day(raw, today=TODAY, near=Month(2026, 1)) == Parsed(date(2025, 9, 1))


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        ("2-30", "not_a_date"),
        ("2026-02-30", "not_a_date"),
        ("20260230", "not_a_date"),
        ("9/1/2015", "not_a_date"),
        ("明天", "not_a_date"),
        ("二〇一五年十三月一日", "not_a_date"),
        ("九月", "not_a_date"),
        ("2015", "not_a_date"),
        (5, "not_a_date"),
        (True, "not_a_date"),
        (float("inf"), "not_a_date"),
        (time(1), "not_a_date"),
        ("1890-1-1", "year_out"),
        ("2101-1-1", "year_out"),
        ("#N/A", "error_cell"),
    ],
)
def test_what_is_no_day(raw: object, error: str) -> None:
    parsed = parse_day(raw, today=TODAY)
    assert (parsed.value, code(parsed)) == (None, error)


@pytest.mark.parametrize(
    "raw",
    ["2026-11", "2026年11月", "2026.11", 202611, "202611", "11月", "十一月", date(2026, 11, 30), "2026/11/3"],
)
def test_months(raw: object) -> None:
    assert parse_month(raw, today=TODAY) == Parsed(Month(2026, 11))


def test_what_is_no_month() -> None:
    assert (
        code(parse_month("2026-13", today=TODAY)) == code(parse_month("13月", today=TODAY)) == "not_a_month"
    )


@pytest.mark.parametrize(
    "raw",
    [
        "16:30",
        "16：30",
        "16:30:00",
        "16.30",
        "下午4:30",
        "下午四点半",
        "4:30 PM",
        "1630",
        1630,
        0.6875,
        "16点30分",
        "16时30",
        time(16, 30, 5),
        timedelta(hours=16, minutes=30),
        datetime(1899, 12, 30, 16, 30),
    ],
)
def test_times(raw: object) -> None:
    assert parse_time(raw) == Parsed(time(16, 30))


def test_doubtful_and_wrong_times() -> None:
    assert parse_time("4点半").value == time(4, 30)
    assert code(parse_time("4点半")) == "maybe_afternoon"
    for raw in ("25:00", "16:75", "16:30-17:30", "下午", "16", 16.5, True, -0.1, 10**400):
        assert code(parse_time(raw)) == "not_a_time", raw


def test_a_month_knows_its_days_and_its_neighbours() -> None:
    month = Month.parse("2026年12月")
    assert (str(month), month.spoken) == ("2026-12", "2026年12月")
    assert (month.first, month.last, len(month.days())) == (date(2026, 12, 1), date(2026, 12, 31), 31)
    assert month.next() == Month(2027, 1) and month.next().previous() == month
    assert month < month.next() and month.plus(-12) == Month(2025, 12)
    assert month.contains(date(2026, 12, 31)) and not month.contains(date(2027, 1, 1))
    assert Month.of(date(2026, 12, 5)) == month
    for text in ("", "2026-13", "十月", "2026-1-1"):
        with pytest.raises(UserError):
            Month.parse(text)


def test_school_years_terms_and_winters() -> None:
    assert school_year_of(date(2026, 8, 31)) == 2025
    assert school_year_of(date(2026, 9, 1)) == 2026
    assert school_year_name(2026) == "2026-2027学年"
    assert term_of(date(2026, 9, 1)) == term_of(date(2027, 1, 31)) == (2026, 1)
    assert term_of(date(2027, 2, 1)) == term_of(date(2027, 8, 31)) == (2026, 2)
    assert heating_season_of(date(2026, 4, 1)) == heating_season_of(date(2027, 3, 31)) == 2026


def test_today_comes_from_one_place(
    today_is: Callable[[date], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(date(2026, 11, 5))
    assert clock.today() == clock.now().date() == date(2026, 11, 5)
    assert clock.now().microsecond == 0
    monkeypatch.setenv("XCEDU_TODAY", "2026-13-40")
    with pytest.raises(UserError, match="XCEDU_TODAY"):
        clock.today()
