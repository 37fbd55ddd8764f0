"""Rules of 取暖设备."""

from xcedu_desktop.form import Rule

HEATING_RULES: tuple[Rule, ...] = ()
