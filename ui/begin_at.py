"""Where a dialog for a file begins (起始文件夹): where the last such file lay, else the clerk's folder.

Never the program's working directory, which is what Qt takes for an empty path, a bare name, and a folder that is gone.
"""

from __future__ import annotations

from pathlib import Path

from xcedu_desktop.places import clerk_folder


def begin_at(*kept: object) -> Path:
    """The first of these that is there: `kept` (folders of the last time, "" or None where there was none), the clerk's
    folder, the documents in which it will lie, the home."""
    clerk = clerk_folder()
    places = [*(Path(str(place)) for place in kept if place), clerk, clerk.parent]
    return next((place for place in places if place.is_dir()), Path.home())
