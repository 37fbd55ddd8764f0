"""Made the .xls and .ods samples beside it, once, with LibreOffice 7.4; the tests read the committed files.

Run by hand with a Python that has openpyxl: `python make_samples.py`. The files with a password were stored by
LibreOffice with the password 1234 (soffice's own scripting, see `store_with_password`).
"""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).parent


def roster() -> openpyxl.Workbook:
    """A roster as an old school system leaves it: title, two header rows, merged classes, hidden things."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    for row in (
        ["邹坞镇北陈郝小学学生花名册"],
        ["填报单位：北陈郝小学", None, None, "日期：2026.9.1"],
        ["序号", "学生信息", None, None, "所在\n班级", "入学日期", "家长电话", "备注"],
        [None, "* 姓 名", "性别", "公民身份\n号码"],
        [1, "张 三", "男", "370403201509010011", "三(2)班", date(2023, 9, 1), 13906320001, None],
        [2, "李小红", "女", "370403201509010022", None, date(2023, 9, 1), 13906320002, "=1/0"],
        [3, "王五", "男", 370403201509010033, None, date(2023, 9, 1), 13906320003.0, None],
        [4, "赵六", "女", None, "三(1)班", date(2023, 9, 1), None, None],
        ["合计", 4],
        ["制表人：王老师"],
    ):
        sheet.append(row)
    for merged in ("A1:H1", "A3:A4", "B3:D3", "E3:E4", "F3:F4", "G3:G4", "H3:H4", "E5:E7"):
        sheet.merge_cells(merged)
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["D"].hidden = True
    hidden = book.create_sheet("旧名单")
    hidden.append(["姓名", "性别"])
    hidden.append(["孙八", "男"])
    hidden.sheet_state = "hidden"
    return book


def days_of_1904() -> openpyxl.Workbook:
    """Dates counted from 1904, as Excel for the Mac did."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["姓名", "出生日期"])
    book.active.append(["张三", date(2015, 9, 1)])
    return book


def filtered() -> openpyxl.Workbook:
    """A list in which a filter hides a row."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["姓名", "性别"], ["张三", "男"], ["李四", "女"], ["王五", "男"]):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:B4"
    sheet.auto_filter.add_filter_column(1, ["男"])
    sheet.row_dimensions[3].hidden = True
    return book


def meals() -> openpyxl.Workbook:
    """A month grid with 午餐 and 晚餐 under each day."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "就餐"
    for row in (
        ["2026年10月就餐人数统计表"],
        ["班级", "登记人数", "8日", None, "9日", None, "10日", None, "12日", None, "合计"],
        [None, None, *["午餐", "晚餐"] * 4],
        ["三(1)班", 2, 2, 1, 1, None, 0, 0, 2, 2, 8],
        ["三(2)班", 2, 2, 1, 1, None, 0, 0, 2, 2, 8],
        ["合计", 4, 4, 2, 2, 0, 0, 0, 4, 4, 16],
    ):
        sheet.append(row)
    for merged in ("A1:K1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:H2", "I2:J2", "K2:K3"):
        sheet.merge_cells(merged)
    return book


def panels() -> openpyxl.Workbook:
    """A sheet a class with two panels side by side, as for printing on one page."""
    book = openpyxl.Workbook()
    for number in (1, 2):
        sheet = book.create_sheet(f"三（{number}）班")
        for row in (
            [f"三年级{number}班学生名单"],
            ["序号", "姓名", "性别", None, "序号", "姓名", "性别"],
            [1, f"甲{number}", "男", None, 3, f"丙{number}", "女"],
            [2, f"乙{number}", "女", None, None, None, None],
        ):
            sheet.append(row)
        sheet.merge_cells("A1:G1")
    book.remove(book.worksheets[0])
    return book


def last_zero() -> openpyxl.Workbook:
    """A class kept as the number 3.2 and shown as 3.20, and one shown as it is kept."""
    book = openpyxl.Workbook()
    for row in (["姓名", "班级"], ["张三", 3.2], ["李红", 3.2]):
        book.active.append(row)
    book.active["B2"].number_format = "0.00"
    return book


def convert(book: openpyxl.Workbook, name: str, *endings: str) -> None:
    """Saves the workbook and lets LibreOffice store it in other formats beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{name}.xlsx"
        book.save(source)
        for ending in endings:
            subprocess.run(
                ["soffice", "--headless", "--convert-to", ending, "--outdir", str(HERE), str(source)],
                check=True,
            )


def store_with_password(source: Path, target: Path, filter_name: str) -> None:
    """Lets a headless soffice store the file with a password; needs the system's python3-uno."""
    script = f'''
import time, uno
from com.sun.star.beans import PropertyValue
def value(name, what):
    one = PropertyValue(); one.Name = name; one.Value = what; return one
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(60):
    try:
        context = resolver.resolve("uno:pipe,name=samples;urp;StarOffice.ComponentContext"); break
    except Exception:
        time.sleep(0.5)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
document = desktop.loadComponentFromURL("{source.as_uri()}", "_blank", 0, (value("Hidden", True),))
document.storeToURL("{target.as_uri()}", (value("FilterName", "{filter_name}"), value("Password", "1234")))
document.close(True)
try: desktop.terminate()
except Exception: pass
'''
    with subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--accept=pipe,name=samples;urp;"], stdout=subprocess.DEVNULL
    ) as office:
        subprocess.run(["/usr/bin/python3", "-c", script], check=True)
        office.wait(60)


if __name__ == "__main__":
    convert(roster(), "roster", "xls", "ods")
    convert(days_of_1904(), "days1904", "xls")
    convert(filtered(), "filtered", "xls", "ods")
    convert(meals(), "meals", "xls")
    convert(panels(), "panels", "xls")
    convert(last_zero(), "last_zero", "xls", "ods")
    if "--passwords" in sys.argv:
        store_with_password(HERE / "filtered.xls", HERE / "password.xls", "MS Excel 97")
        store_with_password(HERE / "filtered.ods", HERE / "password.ods", "calc8")
