"""How tables are declared."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

import xcedu_desktop.ledger  # noqa: F401 - all tables
from xcedu_desktop.store.base import Base
from xcedu_desktop.store.migrations.steps import STEPS
from xcedu_desktop.store.schema import SCHEMA_VERSION


def test_no_table_has_its_annotations_read_from_text() -> None:
    models: list[type[DeclarativeBase]] = [mapper.class_ for mapper in Base.registry.mappers]
    assert len(models) > 40
    postponed = {
        f"{model.__module__}.{key}"
        for model in models
        for key, annotation in model.__annotations__.items()
        if isinstance(annotation, str)
    }
    assert not postponed


def test_the_schema_is_as_many_steps_old_as_there_are() -> None:
    assert len(STEPS) == SCHEMA_VERSION
