"""Errors that a person can cause or meet. Each carries one Chinese sentence; anything else is a bug."""


class UserError(Exception):
    """Base of the known troubles. `message` names the value (masked), the place and the remedy, in Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class FileUnusable(UserError):
    """A file that cannot be used at all: missing, damaged, foreign, from a newer program, no rights, no room."""


class WrongUsage(UserError):
    """Something asked for that makes no sense: a month not begun, an unknown rule, a missing reason."""


class MonthLocked(UserError):
    """A row dated in a reported (已上报) month was to be written."""


class InUse(FileUnusable):
    """Another program holds the school file (学校数据文件)."""
