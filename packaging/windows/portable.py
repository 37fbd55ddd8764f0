"""The portable program: the frozen folder and the mark that has it keep its data beside itself, in one zip of equal bytes each time.

usage: portable.py FOLDER SECONDS ZIP      SECONDS: the time (SOURCE_DATE_EPOCH) that every file in it bears
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NAME = "薛城教体填报"
MARK = "portable.txt"
"""The same name as in xcedu_desktop/places.py."""
TEXT = """薛城教体填报 便携版

双击 XCEdu.exe 打开。学校数据、上报表和设置都放在旁边的“数据”文件夹里，随 U 盘走。
不要删除这个文件：有它，程序才把数据放在自己旁边。
拔 U 盘之前先关闭程序，再“安全弹出”。U 盘会丢、会坏：请在“设置”里把备份放到另一个盘上。
更新：关闭程序，用新版的文件盖住旧的，“数据”文件夹不动。
"""


def main(folder: Path, seconds: int, target: Path) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    files[MARK] = TEXT.replace("\n", "\r\n").encode("utf-8-sig")
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = ZipInfo(f"{NAME}/{name}", moment.timetuple()[:6])
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
