"""问题反馈: what the clerk sends to the IT station (电教站) when something is wrong: facts about PC and file, and the reports of errors.

No personal data: no name, no number of a person, no word that somebody typed; of a path only the folders that every PC has.
"""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from sqlalchemy import text

from xcedu_desktop.clock import now
from xcedu_desktop.errors import FileUnusable
from xcedu_desktop.month.check import RULE_SET_VERSION
from xcedu_desktop.places import FOLDER, portable, trouble_folder
from xcedu_desktop.store.profiles import active
from xcedu_desktop.store.schema import SCHEMA_VERSION
from xcedu_desktop.store.school_file import Store, reason
from xcedu_desktop.store.whole_file import put_whole
from xcedu_desktop.version import VERSION

_PLAIN_FOLDERS = frozenset(
    {FOLDER, "Documents", "文档", "Desktop", "桌面", "Downloads", "下载", "备份", "自动", "数据"}
)
_FACTS = "电脑和文件.txt"


@dataclass(frozen=True)
class Feedback:
    """What will be packed. `facts`: a line each; `reports`: files of 出错记录, the newest first."""

    facts: tuple[str, ...]
    reports: tuple[Path, ...]


def gather(store: Store, screen: Sequence[str] = ()) -> Feedback:
    """Reads the facts and finds the reports; `screen`: what only the window knows, a line each."""
    reports = sorted(trouble_folder().glob("出错报告_*.txt"), reverse=True)
    return Feedback((*_of_pc(), *screen, *_of_file(store)), tuple(reports))


def pack(feedback: Feedback, target: Path) -> Path:
    """Writes the zip. Raises FileUnusable where it cannot be written; nothing half written is left."""
    packed = BytesIO()
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_FACTS, "\n".join(feedback.facts) + "\n")
            for path in feedback.reports:
                archive.write(path, f"出错记录/{path.name}")
        put_whole(target, packed.getvalue())
    except OSError as error:
        raise FileUnusable(
            f"压缩包没能存到「{target.parent}」：{reason(error)}；请换一个文件夹再试"
        ) from error
    return target


def default_name() -> str:
    """问题反馈_20261030-0942.zip."""
    return f"问题反馈_{now():%Y%m%d-%H%M}.zip"


def plain_path(path: Path) -> str:
    """A path without what people named: ~, the folders that every PC has, … for the others, and the file's suffix."""
    path = path.resolve()
    home = Path.home().resolve()
    inside = path.is_relative_to(home)
    folders = (path.relative_to(home) if inside else path.relative_to(path.anchor)).parts[:-1]
    said = ["~" if inside else path.anchor.rstrip("/\\")]
    said += [folder if folder in _PLAIN_FOLDERS else "…" for folder in folders]
    return "/".join([*said, f"*{path.suffix}"])


def _of_pc() -> list[str]:
    kinds = ("免安装版", portable() is not None), ("安装版", getattr(sys, "frozen", False)), ("源代码", True)
    kind = next(word for word, is_so in kinds if is_so)
    return [
        f"时间：{now():%Y-%m-%d %H:%M}",
        f"程序：{VERSION}（{kind}），数据格式第 {SCHEMA_VERSION} 版，校验规则 {RULE_SET_VERSION}",
        f"系统：{platform.platform()}，{platform.machine()}，{os.cpu_count()} 核",
        f"Python：{platform.python_version()}，编码 {locale.getpreferredencoding()}、{sys.getfilesystemencoding()}",
    ]


def _of_file(store: Store) -> list[str]:
    """Size, state and number of rows; the words in them are not looked at."""
    size, free = store.path.stat().st_size, shutil.disk_usage(store.path.parent).free
    with store.read() as session:
        check = session.execute(text("PRAGMA quick_check(1)")).scalar()
        version = session.execute(text("PRAGMA user_version")).scalar()
        months = session.execute(
            text("SELECT month, locked, revision FROM month_state ORDER BY month DESC LIMIT 12")
        ).all()
        names = (
            session.execute(
                text(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
                )
            )
            .scalars()
            .all()
        )
        counts = {name: session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar() for name in names}
        norms = active(session)
    lines = [
        f"学校文件：{plain_path(store.path)}，{size / 1024 / 1024:.1f} MB，所在磁盘剩余 {free / 1024**3:.1f} GB",
        f"文件检查：{'完好' if check == 'ok' else '有损坏'}，数据格式第 {version} 版，{norms.spoken}",
    ]
    lines += [
        f"{month}：{'已上报' if locked else '填报中'}，上报过 {revision} 次"
        for month, locked, revision in months
    ]
    rows = [f"{name} {count}" for name, count in counts.items() if count]
    lines.append("各表行数：" + "，".join(rows))
    return lines
