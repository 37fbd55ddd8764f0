"""A school's whole month comes in from files, is declared, explained and exported without the window."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import openpyxl

from tests.cli.conftest import Said

Book = Callable[[str, list[list[Any]]], Path]
NAMES = [f"{surname}{given}" for surname in "赵钱孙李周" for given in "一二三四五六"]


def _school_days() -> list[date]:
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if chinese_calendar.is_workday(day)]


def test_the_whole_month(school: Path, book: Book, command: Callable[..., Said], tmp_path: Path) -> None:
    def take(kind: str, rows: list[list[Any]], **counts: int) -> None:
        said = command("import", kind, book(kind, rows), "--db", school, "--json")
        assert said.code == 0, said.err
        for key, count in counts.items():
            assert said.json[key] == count, said.json

    pupils = [[name, "男" if n % 2 else "女", f"{'一二三'[n // 10]}(1)班"] for n, name in enumerate(NAMES)]
    take("students", [["2026年花名册"], ["姓名", "性别", "班级"], *pupils], created=30, rejected=0)
    take(
        "staff",
        [
            ["教师姓名", "性别", "岗位", "手机号"],
            ["王老师", "女", "班主任", 13906320001],
            ["刘老师", "男", "教师", ""],
        ],
        created=2,
    )
    clubs = [["社团名称", "类别", "指导教师", "活动时间", "活动地点", "名额"], ["剪纸社", "美术", "王老师", "周三 16:30-17:30", "美术室", 20],
             ["足球社", "体育", "刘老师", "周四 16:30-17:30", "操场", 30]]  # fmt: skip
    take("clubs", clubs, created=2)
    take("club-members", [["社团", "姓名", "班级"], *[["剪纸社", p[0], p[2]] for p in pupils[:12]],
                          *[["足球社", p[0], p[2]] for p in pupils[12:26]]], created=26)  # fmt: skip
    take(
        "participants",
        [["姓名", "班级", "参加日期"], *[[p[0], p[2], "2026-09-01"] for p in pupils[:28]]],
        created=28,
    )
    take("suppliers", [["供餐单位", "供餐方式", "许可证号", "有效期", "餐次", "单价", "起始日期"],
                       ["学校食堂", "自营食堂", "JY33704030000001", "2028-08-31", "午餐", 6, "2026-09-01"]], created=1)  # fmt: skip
    days = _school_days()
    take("meals", [["日期", "班级", "餐次", "登记人数", "用餐人数", "受资助"],
                   *[[d.isoformat(), f"{c}(1)班", "午餐", 9, 7 + (d.day + n) % 3, 1] for d in days for n, c in enumerate("一二三")]],
         created=3 * len(days))  # fmt: skip
    take("circuits", [["线路名称", "额定容量（kW）"], ["一号线路", 20]], created=1)
    take("rooms", [["房间", "楼栋", "用途", "取暖方式", "线路"], *[[f"{c}(1)班教室", "教学楼", "教室", "空调", "一号线路"] for c in "一二三"],
                   ["餐厅", "食堂", "食堂", "", ""]], created=4)  # fmt: skip
    take(
        "heating",
        [
            ["资产编号", "设备名称", "功率（kW）", "所在房间", "购置日期", "金额", "状态"],
            *[
                [f"XC-{n}", "空调", 2.2, f"{c}(1)班教室", "2026-10-13", 2860, "正常"]
                for n, c in enumerate("一二三")
            ],
        ],
        created=3,
    )
    take(
        "works",
        [
            ["类别", "内容", "数量", "单价", "金额", "日期"],
            ["购置", "壁挂式空调", 3, 2860, 8580, "2026-10-13"],
        ],
        created=1,
    )

    assert (
        command("declare", "--db", school, "--month", "2026-10", "--classes", 3, "--students", 30).code == 0
    )
    checked = command("check", "--db", school, "--month", "2026-10", "--json")
    found = checked.json
    assert [f for f in found["findings"] if f["severity"] == "error"] == []
    asked = [f for f in found["findings"] if f["severity"] == "explain"]
    assert [f["rule"] for f in asked] == ["H02"]
    assert checked.code == 1 and found["unexplained"] == 1
    assert command("export", "--db", school, "--month", "2026-10", "--out", tmp_path / "o").code == 1
    assert not list((tmp_path / "o").glob("*")) if (tmp_path / "o").exists() else True
    said = command("explain", "--db", school, "--month", "2026-10", "--rule", "h02", "--record", asked[0]["record"],
                   "--reason", "新餐厅在装修，11月10日前装 2 台，问 13812345678", "--json")  # fmt: skip
    assert said.code == 0, said.err
    assert said.json == {
        "month": "2026-10", "rule": "H02", "record": asked[0]["record"],
        "reason": "新餐厅在装修，11月10日前装 2 台，问 138****5678",
    }  # fmt: skip
    assert command("check", "--db", school, "--month", "2026-10").code == 0
    said = command("export", "--db", school, "--month", "2026-10", "--out", tmp_path / "o", "--json")
    assert said.code == 0, said.err
    path = Path(said.json["file"])
    assert path.name == "薛城_2137000003_沙沟试验小学_2026-10_r1.xlsx"
    texts = {
        str(c.value)
        for sheet in openpyxl.load_workbook(path, data_only=True)
        for row in sheet.iter_rows()
        for c in row
    }
    assert "新餐厅在装修，11月10日前装 2 台，问 138****5678" in texts
    assert any("2026级1班" in text for text in texts)
    # locked: no import, and the answer says why
    late = command(
        "import",
        "meals",
        book("late", [["日期", "班级", "餐次", "用餐人数"], ["2026-10-12", "一(1)班", "午餐", 1]]),
        "--db",
        school,
    )
    assert late.code == 1 and "已上报" in late.why
    # nor what says again what stands: a script that declares or explains too late is told so
    for words in (
        ("declare", "--classes", 3, "--students", 30),
        (
            "explain",
            "--rule",
            "H02",
            "--record",
            asked[0]["record"],
            "--reason",
            "新餐厅在装修，11月10日前装 2 台，问 138****5678",
        ),
    ):
        said = command(words[0], "--db", school, "--month", "2026-10", *words[1:])
        assert (said.code, "已上报并锁定" in said.why) == (2, True)
