"""A school whose 29 October has no counts yet, and the page 配餐人数 before the clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui import month_school
from tests.ui.meals_desk import MealsDesk, without_a_day


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XCEDU_TODAY", month_school.TODAY.isoformat())
        path = month_school.make_school(tmp_path_factory.mktemp("school"))
        without_a_day(path)
        return path


@pytest.fixture
def path(school: Path, tmp_path: Path, today_is: Callable[[date], None]) -> Path:
    today_is(month_school.TODAY)
    return month_school.copy_of(school, tmp_path)


@pytest.fixture
def desk(qtbot: QtBot, path: Path) -> MealsDesk:
    return MealsDesk(qtbot, path)
