"""The files that are measured on: demo schools, a roster. Made once a run, copied for each measurement."""

from __future__ import annotations

import json
import os
import shutil
from functools import cached_property
from pathlib import Path

import openpyxl

from bench.measure import process
from xcedu_desktop.demo.make import make_demo
from xcedu_desktop.periods import Month

MONTH = Month(2026, 10)
TODAY = "2026-10-30"
ROSTER_ROWS = 4000


class Schools:
    """All in one temporary folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = 0
        os.environ["XCEDU_TODAY"] = TODAY
        os.environ["HOME"] = str(folder / "home")
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            os.environ.pop(name, None)

    def fresh(self) -> Path:
        """A new folder."""
        self._number += 1
        place = self.folder / str(self._number)
        place.mkdir()
        return place

    @cached_property
    def of_800(self) -> Path:
        """A demo school of 800 pupils."""
        return make_demo(self.folder / "800", students=800, month=MONTH).schools[0]

    @cached_property
    def of_3000(self) -> Path:
        """A demo school of 3,000 pupils."""
        return make_demo(self.folder / "3000", students=3000, month=MONTH).schools[0]

    @cached_property
    def empty(self) -> Path:
        """A school file with nothing in it but its profile."""
        profile = self.folder / "p.json"
        said = {
            "code": "2137000003", "name": "沙沟试验小学", "stage": "小学", "township": "沙沟镇", "village": True,
            "clerk": "孙丽", "phone": "13906320003", "principal": "周全",
        }  # fmt: skip
        profile.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        path = self.folder / "empty.db"
        process(["main.py", "init", "--db", path, "--profile", profile])
        return path

    @cached_property
    def roster(self) -> Path:
        """A list of 4,000 pupils with sex and class."""
        book = openpyxl.Workbook()
        book.active.append(["姓名", "性别", "班级"])
        for i in range(ROSTER_ROWS):
            book.active.append(
                ["王" + chr(0x4E00 + i), "男女"[i % 2], f"{'一二三四五六'[i % 6]}({i // 6 % 16 + 1})班"]
            )
        path = self.folder / "roster.xlsx"
        book.save(path)
        return path

    def copy(self, school: Path) -> Path:
        """A school file of one's own."""
        return Path(shutil.copy(school, self.fresh() / "s.db"))
