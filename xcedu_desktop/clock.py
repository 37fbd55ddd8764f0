"""The one place that knows what day it is; XCEDU_TODAY in the environment sets it for tests and demos."""

import os
from datetime import date, datetime

from xcedu_desktop.errors import UserError

VARIABLE = "XCEDU_TODAY"


def _given() -> date | None:
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise UserError(f"环境变量 {VARIABLE} 的值「{text[:20]}」不是日期，应写成 2026-11-05 这样") from None


def today() -> date:
    """The day taken as today; UserError when XCEDU_TODAY is set and is no date."""
    return _given() or date.today()


def now() -> datetime:
    """Local time without zone, whole seconds; on the day of XCEDU_TODAY where that is set."""
    moment = datetime.now().replace(microsecond=0)
    day = _given()
    return moment if day is None else datetime.combine(day, moment.time())
