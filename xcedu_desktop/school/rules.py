"""Rules of the ground."""

from xcedu_desktop.form import Rule

GROUND_RULES: tuple[Rule, ...] = ()
