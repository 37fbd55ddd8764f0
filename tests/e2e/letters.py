"""Chinese characters on the keyboard of a test's X screen, since no input method runs there.

xdotool would bind each one the moment before it presses it, and a program that reads the new binding late loses it.
"""

from __future__ import annotations

import ctypes

_CODES = (*range(180, 203), *range(208, 256))
"""Key codes of media keys, which nobody presses. Those from 203 to 207 are modifiers whatever is bound to them: a letter
there would arrive with Alt, and be no letter."""
_UNICODE = 0x01000000
"""X11: the key symbol of a character is its code point with this bit."""


def bind(display: str, text: str) -> None:
    """Gives each character of `text` a key of its own, for programs started after this."""
    letters = sorted(set(text))
    assert len(letters) <= len(_CODES), f"{len(letters)} characters have no room on the keyboard"
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    screen = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert screen, f"the X screen {display} is not there"
    for code, letter in zip(_CODES, letters, strict=False):
        x11.XChangeKeyboardMapping(screen, code, 1, ctypes.byref(ctypes.c_ulong(_UNICODE + ord(letter))), 1)
    x11.XSync(screen, False)
    x11.XCloseDisplay(screen)
