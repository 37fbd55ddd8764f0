"""Chinese characters on the keyboard of a test's X screen, since no input method runs there.

xdotool would bind each one the moment before it presses it, and a program that reads the new binding late loses it.
"""

from __future__ import annotations

import ctypes

_FIRST = 200
"""Key codes from here on are those of media keys, which nobody presses."""
_UNICODE = 0x01000000
"""X11: the key symbol of a character is its code point with this bit."""


def bind(display: str, text: str) -> None:
    """Gives each character of `text` a key of its own, for programs started after this."""
    letters = sorted(set(text))
    assert len(letters) <= 256 - _FIRST, f"{len(letters)} characters have no room on the keyboard"
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    screen = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert screen, f"the X screen {display} is not there"
    symbols = (ctypes.c_ulong * len(letters))(*(_UNICODE + ord(letter) for letter in letters))
    x11.XChangeKeyboardMapping(screen, _FIRST, 1, symbols, len(letters))
    x11.XSync(screen, False)
    x11.XCloseDisplay(screen)
