"""What keeps Python's cycle collector, and the work of the other thread, from stopping the window.

A full collection walks all that is alive, 100-200 ms with a big school's rows, and no thread runs meanwhile; and while the
program loads, hundreds of thousands of objects are made of which none is given up.
"""

from __future__ import annotations

import gc
import sys

_YOUNG, _OLDER, _FULL = 20_000, 20, 1_000
"""Objects made, and collections of each generation, before the next one: full collections become rare."""
_TURN = 0.0005
"""Seconds that a thread which wants to go on waits for one that computes, at each small query anew."""


def be_quiet() -> None:
    """To be called when the program starts."""
    gc.set_threshold(_YOUNG, _OLDER, _FULL)
    sys.setswitchinterval(_TURN)


def keep_loaded() -> None:
    """What is loaded by now lives as long as the program: the collector never looks at it again."""
    gc.freeze()
