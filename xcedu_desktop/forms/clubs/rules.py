"""Rules of 课后服务·社团."""

from xcedu_desktop.form import Rule

CLUBS_RULES: tuple[Rule, ...] = ()
