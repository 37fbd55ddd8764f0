"""Rules of 配餐人数."""

from xcedu_desktop.form import Rule

MEALS_RULES: tuple[Rule, ...] = ()
