"""The migrations in order: an explicit tuple, since a frozen program has no folder to walk."""

from xcedu_desktop.store.migrations.m0001_first import upgrade as m0001_first

STEPS = (m0001_first,)
