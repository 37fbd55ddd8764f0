"""The migrations in order: an explicit tuple, since a frozen program has no folder to walk."""

from xcedu_desktop.store.migrations.m0001_first import upgrade as m0001_first
from xcedu_desktop.store.migrations.m0002_second import upgrade as m0002_second

STEPS = (m0001_first, m0002_second)
