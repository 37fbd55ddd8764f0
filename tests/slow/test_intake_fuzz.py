"""Truncated and bit-flipped spreadsheets, real files among them: read, or refused in one sentence; never anything else."""

import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from xcedu_desktop.errors import UserError
from xcedu_desktop.ledger import Ledger
from xcedu_desktop.workbook.intake.read import read_file

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]

SAMPLES = sorted((Path(__file__).resolve().parents[1] / "intake" / "files").glob("*.[xo][ld]s"))
ROWS = [
    ["姓名", "性别", "班级"],
    *([f"王{chr(0x4E00 + i)}", "男女"[i % 2], f"三({i % 3 + 1})班"] for i in range(60)),
]
ROUNDS = 300
LONGEST = 300
"""Characters of a refusal: one sentence, not a dump."""
PROFILE = {"code": "2137000003", "name": "沙沟试验小学", "stage": "小学", "clerk": "孙丽"}


def sources(folder: Path) -> Iterator[Path]:
    """The files that are damaged."""
    yield from SAMPLES
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.merge_cells("C2:C4")
    book.save(folder / "名单.xlsx")
    yield folder / "名单.xlsx"
    text = "\r\n".join(",".join(row) for row in ROWS)
    for encoding in ("gb18030", "utf-8-sig", "utf-16"):
        path = folder / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        yield path
    cells = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    (folder / "网页.xls").write_text(f"<html><body><table>{cells}</table></body></html>", encoding="utf-8")
    yield folder / "网页.xls"


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Cut off, bits flipped, a stretch overwritten, or a stretch taken out."""
    data = bytearray(content)
    match rng.randrange(4):
        case 0:
            del data[rng.randrange(len(data)) :]
        case 1:
            for _ in range(rng.choice((1, 3, 20, 200))):
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        case 2:
            at = rng.randrange(len(data))
            data[at : at + 64] = rng.randbytes(len(data[at : at + 64]))
        case _:
            at = rng.randrange(len(data))
            del data[at : at + rng.randrange(1, 2000)]
    return bytes(data)


def damaged_within(path: Path, target: Path, rng: random.Random) -> None:
    """A sound zip archive with one damaged part."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        names = [name for name in source.namelist() if source.getinfo(name).file_size]
        hit = rng.choice(names)
        for name in source.namelist():
            content = source.read(name)
            made.writestr(name, damaged(content, rng) if name == hit else content)


def try_all(path: Path, ledger: Ledger) -> bool:
    """Reads a file and plans its import as students; whether it could be read."""
    try:
        read_file(path)
        plan = ledger.prepare_import("students", path)
        json.dumps(plan.as_json(), ensure_ascii=False)
    except UserError as refusal:
        assert refusal.message
        assert len(refusal.message) < LONGEST, refusal.message
        assert "\n" not in refusal.message
        return False
    return True


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    rng = random.Random(7)
    read = 0
    with Ledger.create(tmp_path / "s.db", PROFILE) as ledger:
        files = list(sources(tmp_path))
        assert len(files) > 8
        for source in files:
            content = source.read_bytes()
            target = tmp_path / f"坏{source.suffix}"
            for number in range(ROUNDS):
                if number % 2 and zipfile.is_zipfile(source):
                    damaged_within(source, target, rng)
                else:
                    target.write_bytes(damaged(content, rng))
                try:
                    read += try_all(target, ledger)
                except BaseException as error:
                    kept = tmp_path / f"{source.stem}-{number}{source.suffix}"
                    kept.write_bytes(target.read_bytes())
                    raise AssertionError(f"{source.name}, round {number} ({kept}): {error!r}") from error
    assert read > ROUNDS, "some damage leaves a file that can be read"
