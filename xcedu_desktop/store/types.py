"""Column types of our own: INTEGER or TEXT on SQLite (STRICT refuses DATE and BOOLEAN), native types on PostgreSQL."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, Dialect, Integer, Text, Time
from sqlalchemy.types import TypeDecorator, TypeEngine

from xcedu_desktop.periods import Month


class DayType(TypeDecorator[date]):
    """A day: ISO text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Date() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: date | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return date.fromisoformat(value) if isinstance(value, str) else value


class MonthType(TypeDecorator[Month]):
    """A month: text 2026-11 everywhere."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        return None if value is None else Month.parse(value)


class TimeType(TypeDecorator[time]):
    """A time of day to the minute: text 16:30 on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Time() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: time | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.strftime("%H:%M")

    def process_result_value(self, value: Any, dialect: Dialect) -> time | None:
        return time.fromisoformat(value) if isinstance(value, str) else value


class YesNoType(TypeDecorator[bool]):
    """Yes or no: 1 or 0 on SQLite."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Boolean() if dialect.name == "postgresql" else Integer())

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class WholeType(TypeDecorator[int]):
    """A whole number, 64 bits on both."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == "postgresql" else Integer())
