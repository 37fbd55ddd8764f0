"""`python -m bench` (`make bench`): what the program costs, each figure beside that of a named peer in the same run.

usage: python -m bench [NAME...]     NAME: window figures import export check keys; all without any
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from bench import keys, month, windows
from bench.measure import Compared, table
from bench.schools import Schools

Bench = Callable[[Schools], Iterable[Compared]]

BENCHES: dict[str, Bench] = {
    "window": windows.first_window,
    "figures": windows.overview_painted,
    "import": month.import_of_a_roster,
    "export": month.export_of_a_month,
    "check": month.check_of_a_month,
    "keys": keys.key_to_paint,
}


def main(arguments: list[str]) -> int:
    """Measures and prints as it goes."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("name", nargs="*", choices=[*BENCHES, []], metavar="NAME")
    wanted = parser.parse_args(arguments).name or list(BENCHES)
    with tempfile.TemporaryDirectory() as folder:
        schools = Schools(Path(folder))
        print(table.head, flush=True)
        for name in wanted:
            for compared in BENCHES[name](schools):
                print(table.line(compared), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
