"""The exact list of what is installed: NSIS lines that pack each file of the frozen folder, and lines that remove each again.

usage: files.py FOLDER OUT      writes OUT/pack.nsh, OUT/remove.nsh and OUT/files.txt (the list, for tests and documents)
"""

import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath


def packed(folder: Path) -> list[PurePosixPath]:
    """Every file under the folder, in an order that no file system decides.

    By folders: the two executables carry the same modules, and side by side the second costs setup.exe next to nothing.
    """
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(
        (PurePosixPath(path.as_posix()) for path in files), key=lambda path: (str(path.parent), path.name)
    )


def pack_lines(folder: Path, files: list[PurePosixPath]) -> Iterator[str]:
    """NSIS lines that lay the files under $NEW, folder by folder."""
    at = None
    for file in files:
        if file.parent != at:
            at = file.parent
            yield f'SetOutPath "$NEW{_windows(at)}"'
        yield f'File "{(folder / file).resolve()}"'


def remove_lines(files: list[PurePosixPath]) -> Iterator[str]:
    """NSIS lines that delete exactly these files, then the folders that are empty by that, the deepest first."""
    for file in files:
        yield f'Delete "$INSTDIR{_windows(file)}"'
    folders = {parent for file in files for parent in file.parents if parent.parts}
    for folder in sorted(folders, key=lambda path: (-len(path.parts), str(path))):
        yield f'RMDir "$INSTDIR{_windows(folder)}"'


def _windows(path: PurePosixPath) -> str:
    return "".join("\\" + part.replace("$", "$$") for part in path.parts)


def main(folder: Path, out: Path) -> None:
    files = packed(folder)
    for name, lines in (
        ("pack.nsh", pack_lines(folder, files)),
        ("remove.nsh", remove_lines(files)),
        ("files.txt", map(str, files)),
    ):
        (out / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
