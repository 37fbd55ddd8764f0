"""区级参数: one sealed file sets limits, calendar and deadline; older and damaged ones are refused; what was sent does not move."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.month.conftest import TODAY
from tests.month.receipt_maker import altered, profile
from tests.month.school import OCTOBER, ident, small_school
from xcedu_desktop.change_log import read_log
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.form import Finding
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.month.book import read_workbook, rows_of
from xcedu_desktop.month.check import RULE_SET_VERSION, reported_findings
from xcedu_desktop.periods import Month
from xcedu_desktop.school.calendar import is_published
from xcedu_desktop.school.ground import ground
from xcedu_desktop.store.norms import OWN, norms_kept, norms_of
from xcedu_desktop.store.profiles import in_force
from xcedu_desktop.store.sealed_file import Spoilt, canonical, digest_of
from xcedu_desktop.store.tables import Revision
from xcedu_desktop.thresholds import ALL, ASCENDING, BY_KEY

CLUB_DAYS = {"slot_earliest": 1610}
"""The small school's first five clubs begin at 16:00: under this limit each is C13."""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", TODAY.isoformat())
        folder = tmp_path_factory.mktemp("profiled")
        small_school(folder / "school.db").close()
    return folder / "school.db"


@pytest.fixture
def ledger(school: Path, tmp_path: Path, today: date) -> Iterator[Ledger]:
    with Ledger.open(Path(shutil.copy(school, tmp_path / "school.db"))) as opened:
        yield opened


def early(ledger: Ledger, month: Month = OCTOBER) -> list[Finding]:
    return [finding for finding in ledger.findings(month) if finding.rule == "C13"]


# -- the limits ------------------------------------------------------------------------------------------------------


def test_every_limit_has_a_key_of_its_own_and_lies_in_its_bounds() -> None:
    assert len(BY_KEY) == len(ALL)
    assert all(limit.low <= limit.value <= limit.high for limit in ALL)
    assert all(a.value < b.value for chain in ASCENDING for a, b in pairwise(chain))


def test_a_profile_changes_what_is_found_and_going_back_undoes_it(ledger: Ledger, tmp_path: Path) -> None:
    assert early(ledger) == []
    assert ledger.take_profile(profile(tmp_path, 3, thresholds=CLUB_DAYS)).spoken == "区级参数第 3 版"
    found = early(ledger)
    assert len(found) == 5 and all("早于 16:10" in finding.message for finding in found)
    ledger.take_profile(profile(tmp_path, 4, thresholds={"class_smallest": 10}))
    assert early(ledger) == []
    assert sum("不足 10 人" in finding.message for finding in ledger.findings(OCTOBER)) == 3
    assert ledger.take_profile_back().version == 3
    assert len(early(ledger)) == 5
    assert ledger.take_profile_back() == OWN
    assert early(ledger) == []
    with pytest.raises(WrongUsage, match="没有可退回的"):
        ledger.take_profile_back()
    with ledger.view(OCTOBER) as view:
        told = [(line.place, line.column, line.old, line.new) for line in read_log(view, most=2)]
    assert told == [
        ("区级参数 现用", "版本", "区级参数第 3 版", "程序自带的标准"),
        ("区级参数 现用", "版本", "区级参数第 4 版", "区级参数第 3 版"),
    ]


def test_a_version_taken_back_is_no_way_back_but_can_be_taken_in_again(
    ledger: Ledger, tmp_path: Path
) -> None:
    first, second, third = (profile(tmp_path, version) for version in (1, 2, 3))
    ledger.take_profile(first)
    ledger.take_profile(second)
    ledger.take_profile_back()
    ledger.take_profile(third)
    state = in_force(ledger.store)
    assert (state.norms.version, state.before and state.before.version) == (3, 1)
    assert ledger.take_profile_back().version == 1
    assert ledger.take_profile(second).version == 2
    assert in_force(ledger.store).before is not None


def test_the_one_in_force_an_older_one_and_another_of_the_same_number_are_refused(
    ledger: Ledger, tmp_path: Path
) -> None:
    path = profile(tmp_path, 3)
    ledger.take_profile(path)
    with pytest.raises(FileUnusable, match="已经读入过，现在用的就是这一版（第 3 版）"):
        ledger.take_profile(path)
    with pytest.raises(FileUnusable, match="是第 2 版，比现在用的第 3 版旧"):
        ledger.take_profile(profile(tmp_path, 2))
    with pytest.raises(FileUnusable, match="也写着第 3 版，内容却与读入过的不同"):
        ledger.take_profile(profile(tmp_path, 3, deadline_day=8))
    assert in_force(ledger.store).norms.deadline_day == 5


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"thresholds": {"class_biggest": 50}}, "不认得的限值「class_biggest」"),
        ({"thresholds": {"class_largest": 500}}, "班额上限「500」不合理（可从 30 人 到 100 人）"),
        ({"thresholds": {"class_largest": 10**60}}, "班额上限「很长的数」不合理"),
        ({"thresholds": {"slot_earliest": 1575}}, "活动最早开始「1575」不合理"),
        ({"thresholds": {"season_from": 1131}}, "供暖开始「1131」不合理"),
        ({"thresholds": {"class_largest": 40}}, "小学班额提倡（45 人）不小于班额上限（40 人）"),
        (
            {"thresholds": {"power_low_heater": 5000}},
            "电暖器功率下限（5000 W）不小于电暖器功率上限（4000 W）",
        ),
        ({"thresholds": {"class_largest": "50"}}, ""),
        ({"thresholds": {"class_largest": True}}, ""),
        ({"thresholds": [1]}, ""),
        ({"calendar": {"open": ["2027-02-30"]}}, ""),
        ({"calendar": {"open": ["2027-2-3"]}}, ""),
        ({"calendar": {"open": [20270203]}}, ""),
        ({"calendar": {"years": [1]}}, ""),
        ({"calendar": {"open": ["2027-01-01"], "closed": ["2027-01-01"]}}, "2027-01-01 既上课又放假"),
        ({"deadline_day": 31}, ""),
        ({"deadline_day": 0}, ""),
        ({"version": 0}, ""),
        ({"issued": "yesterday"}, ""),
        ({"schools": [{"code": "2137040001"}]}, ""),
        (
            {"schools": [{"code": "1", "name": "甲", "stage": "小学", "township": "陶庄镇"}] * 2},
            "学校名单里有两个 1",
        ),
        ({"texts": {"phone": "x" * 41}}, ""),
        ({"texts": {"colour": "red"}}, ""),
        ({"unheard": 1}, ""),
    ],
)
def test_an_impossible_profile_is_refused_whole(
    ledger: Ledger, tmp_path: Path, content: dict[str, Any], words: str
) -> None:
    def change(said: dict[str, Any]) -> None:
        said["content"].update(content)
        said["sha256"] = digest_of(said["content"])

    path = altered(profile(tmp_path, 5), change)
    with pytest.raises(FileUnusable, match=words or "不完整或被改动过") as refused:
        ledger.take_profile(path)
    assert refused.value.message.count("没有读入") == 1
    assert in_force(ledger.store).norms == OWN
    with pytest.raises(Spoilt):
        norms_of({"version": 5, "issued": "2026-11-20", "by": "区", **content})


def test_a_receipt_is_no_profile_and_half_a_profile_none(ledger: Ledger, tmp_path: Path) -> None:
    path = profile(tmp_path, 5)
    whole = path.read_bytes()
    path.write_bytes(whole[:100])
    with pytest.raises(FileUnusable, match="不完整或被改动过"):
        ledger.take_profile(path)
    path.write_bytes(whole.replace(b"xcedu-profile", b"xcedu-receipt"))
    with pytest.raises(FileUnusable, match="不是区级参数文件"):
        ledger.take_profile(path)


# -- what was sent ---------------------------------------------------------------------------------------------------------


def test_a_month_reported_keeps_what_judged_it(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take_profile(profile(tmp_path, 3, thresholds=CLUB_DAYS))
    first = ledger.export(OCTOBER, tmp_path / "out")
    assert read_workbook(first.file).header.rules == f"{RULE_SET_VERSION}+3"
    before = ledger.findings(OCTOBER)
    # a closed day of the locked month would take a column out of its grids
    calendar = {"closed": ["2026-10-20"]}
    ledger.take_profile(profile(tmp_path, 4, thresholds={"class_smallest": 10}, calendar=calendar))
    assert ledger.findings(OCTOBER) == before
    assert ledger.affected_months() == []
    with ledger.view(OCTOBER) as view:
        assert view.norms.version == 3 and date(2026, 10, 20) in ground(view).school_days
    again = ledger.export(OCTOBER, tmp_path / "again")
    assert again.sha256 == first.sha256
    ledger.reopen(OCTOBER, "按新参数重报")
    with ledger.view(OCTOBER) as view:
        assert view.norms.version == 4 and date(2026, 10, 20) not in ground(view).school_days
    assert early(ledger) == []
    ledger.take_profile_back()
    second = ledger.export(OCTOBER, tmp_path / "out")
    assert read_workbook(second.file).header.rules == f"{RULE_SET_VERSION}+3"
    ledger.take_profile_back()
    with ledger.store.read() as session:
        assert [row.rules for row in session.query(Revision)] == [f"{RULE_SET_VERSION}+3"] * 2
    with ledger.view(OCTOBER) as view:
        assert view.norms.version == 3  # it was taken back, and still judges what it judged


def test_a_month_reported_under_the_programs_own_limits_stays_under_them(
    ledger: Ledger, tmp_path: Path
) -> None:
    ledger.export(OCTOBER, tmp_path / "out")
    ledger.take_profile(profile(tmp_path, 3, thresholds=CLUB_DAYS))
    with ledger.view(OCTOBER) as view:
        assert view.norms == OWN
    assert early(ledger) == []


def test_the_bureau_judges_by_the_same_code_and_the_same_file(ledger: Ledger, tmp_path: Path) -> None:
    norms = ledger.take_profile(profile(tmp_path, 3, thresholds={"class_smallest": 10}))
    book = read_workbook(ledger.export(OCTOBER, tmp_path / "out").file)
    theirs = reported_findings(rows_of(book, today=TODAY, norms=norms))
    mine = [finding for finding in ledger.findings(OCTOBER) if finding.rule == "G05"]
    small = [finding.message for finding in theirs if finding.rule == "G05"]
    assert small == [finding.message for finding in mine] == ["在校 8 人，不足 10 人"] * 3
    assert not [f for f in reported_findings(rows_of(book, today=TODAY)) if f.rule == "G05"]


def test_an_explanation_lapses_only_where_its_message_changes(ledger: Ledger, tmp_path: Path) -> None:
    ledger.take_profile(profile(tmp_path, 3, thresholds={"class_smallest": 10}))
    club = ident("place_use", 0)
    room = ident("school_class", 0)
    ledger.explain(OCTOBER, "G05", room, "村里孩子少")
    ledger.take_profile(profile(tmp_path, 4, thresholds={"class_smallest": 10, **CLUB_DAYS}))
    ledger.explain(OCTOBER, "C13", club, "冬天天黑得早")
    of_class = [f for f in ledger.findings(OCTOBER) if f.rule == "G05" and f.record == room]
    assert [(f.reason, f.stale_reason) for f in of_class] == [("村里孩子少", None)]
    ledger.take_profile(profile(tmp_path, 5, thresholds={"class_smallest": 12, **CLUB_DAYS}))
    of_class = [f for f in ledger.findings(OCTOBER) if f.rule == "G05" and f.record == room]
    assert [(f.reason, f.stale_reason) for f in of_class] == [(None, "村里孩子少")]
    assert [f.reason for f in early(ledger) if f.record == club] == ["冬天天黑得早"]


def test_a_limit_that_another_version_of_the_program_took_in_is_passed_over() -> None:
    content = {
        "version": 3,
        "issued": "2026-11-20",
        "by": "区",
        "thresholds": {"of_later": 1, "class_largest": 50},
    }
    norms = norms_kept(canonical(content))
    assert norms.thresholds == {"class_largest": 50} and norms.version == 3


# -- the calendar ------------------------------------------------------------------------------------------------------------


def test_the_bureaus_year_replaces_guesses(
    ledger: Ledger, tmp_path: Path, today_is: Callable[[date], None]
) -> None:
    today_is(date(2027, 3, 30))
    march, make_up, closed = Month(2027, 3), date(2027, 3, 6), date(2027, 3, 8)
    with ledger.view(march) as view:
        calendar = ground(view).calendar
        assert calendar.is_provisional(make_up) and not calendar.is_open(make_up) and calendar.is_open(closed)
    said = {"years": [2027], "open": [make_up.isoformat()], "closed": [closed.isoformat(), "2027-01-28"]}
    norms = ledger.take_profile(profile(tmp_path, 1, calendar=said))
    assert is_published(2027, norms) and not is_published(2027) and not is_published(2028, norms)
    with ledger.view(march) as view:
        calendar = ground(view).calendar
        assert not calendar.is_provisional(make_up) and calendar.is_open(make_up)
        assert not calendar.is_open(closed) and not calendar.is_open(date(2027, 3, 7))
        assert calendar.is_open(date(2027, 3, 9))
    ledger.insert("calendar_day", {"day": closed, "open": True, "reason": "本校补课"})
    with ledger.view(march) as view:
        assert ground(view).calendar.is_open(closed)  # the school's own word wins


def test_a_day_of_the_bureau_wins_over_the_states_list_within_the_term(
    ledger: Ledger, tmp_path: Path
) -> None:
    said = {"closed": ["2026-10-21"], "open": ["2026-10-24", "2026-08-15"]}
    ledger.take_profile(profile(tmp_path, 1, calendar=said))
    with ledger.view(OCTOBER) as view:
        calendar = ground(view).calendar
        assert not calendar.is_open(date(2026, 10, 21)) and calendar.is_open(date(2026, 10, 24))
        assert not calendar.is_open(date(2026, 8, 15))  # terms are the school's
