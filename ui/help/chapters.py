"""The guide (使用说明) as the program reads it: its pages in their order, which one belongs to a screen, and a search in them.

The pages are Markdown files in docs/guide, one a screen, named by the screen's key; the same files are read on paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtGui import QTextDocument

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
KEYS = "keys"
"""The page of all keys is docs/keys.md itself."""
CHAPTERS = (
    "month", "wizard", "overview", "pupils", "handouts", "staff", "calendar", "clubs", "meals", "heating", "check", "receipt", "revisions",
    "log", "settings", "import", KEYS,
)  # fmt: skip
"""Names of the files, in the order of the list."""
FIRST = "overview"
"""What a screen without a page of its own opens."""
_OF_LAID_OVER = {"history": "log", "imports": "log"}
"""Screens that share the page of the one under them."""
_MOST = 40
"""So many places found are listed."""


@dataclass(frozen=True)
class Chapter:
    """One page: its text as Markdown, and the plain text of its paragraphs, each with the heading over it."""

    key: str
    title: str
    markdown: str
    paragraphs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    """A place found: the page, the paragraph's number in it, the heading over it and its text."""

    chapter: str
    paragraph: int
    heading: str
    text: str


@cache
def chapter(key: str) -> Chapter:
    """A page, read once."""
    folder = GUIDE.parent if key == KEYS else GUIDE
    markdown = (folder / f"{key}.md").read_text(encoding="utf-8")
    document = QTextDocument()
    document.setMarkdown(markdown)
    heading, paragraphs, block = "", [], document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            heading = block.text()
        paragraphs.append((heading, block.text()))
        block = block.next()
    return Chapter(key, paragraphs[0][1], markdown, tuple(paragraphs))


def chapter_of(screen: str) -> str:
    """The page of a screen, by the screen's key."""
    name = _OF_LAID_OVER.get(screen, screen)
    return name if name in CHAPTERS else FIRST


def find(words: str) -> list[Place]:
    """The paragraphs that hold all the words, page by page."""
    wanted = words.casefold().split()
    found = [
        Place(key, number, heading, text)
        for key in CHAPTERS
        for number, (heading, text) in enumerate(chapter(key).paragraphs)
        if wanted and text and all(word in text.casefold() for word in wanted)
    ]
    return found[:_MOST]
