"""The versions that a workbook says of its maker."""

PROGRAM_VERSION = "1.0.0"
RULES_VERSION = "2026.1"
"""Grows with every rule that is added, dropped or given another bound."""
