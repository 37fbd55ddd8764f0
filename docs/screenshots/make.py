"""Takes the pictures of this folder from the program itself (`make screenshots`): the real window on a demo school.

usage: make.py [NAME...]     only these (1-overview 2-meals … guide); a page that is not there yet is named, and the exit code is 1
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIZE = (1366, 728)


def main(wanted: list[str]) -> int:
    """Makes the school and takes the pictures; 0 where all could be taken."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        # before Qt is loaded: the person's own settings are neither read nor written
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_DOCUMENTS_DIR"):
            os.environ[name] = place
        from story import TODAY

        os.environ["XCEDU_TODAY"] = TODAY
        os.environ["XCEDU_THEME"] = "light"
        return _take(folder, wanted)


def _take(folder: Path, wanted: list[str]) -> int:
    from story import roster, spoil, whole_school
    from window import Camera
    from workbook_page import side_by_side

    school = whole_school(folder)
    if not wanted or "8-workbook" in wanted:
        side_by_side(school, folder, HERE / "8-workbook.png")
        if wanted == ["8-workbook"]:
            return 0
    spoil(school)
    if not wanted or "guide" in wanted:
        from guide_pictures import take_month, take_pages

        take_pages(school, folder)
        take_month(folder)
        if wanted == ["guide"]:
            return 0
    camera = Camera(school, SIZE)
    shots: dict[str, Callable[[], bool]] = {
        "1-overview": lambda: camera.page("overview"),
        "2-meals": lambda: camera.page("meals"),
        "2-meals-dark": lambda: camera.page("meals", dark=True),
        "3-clubs": lambda: camera.page("clubs"),
        "4-heating": lambda: camera.page("heating"),
        "5-check-export": lambda: camera.page("check"),
        "6-import": lambda: camera.import_of(roster(folder / "花名册（教导处最终版2）.xlsx", school)),
        "9-wizard": camera.wizard,
        "10-help": lambda: camera.page("meals") and camera.page("help"),
    }
    missing = []
    for name, shot in shots.items():
        if wanted and name not in wanted:
            continue
        if shot():
            camera.save(HERE / f"{name}.png")
        else:
            missing.append(name)
    camera.close()
    for name in missing:
        print(f"{name}: the page is not there yet, no picture taken", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
