"""The one error of a file that intake cannot use: a Chinese sentence, nothing read, nothing changed."""

from xcedu_desktop.errors import FileUnusable


class IntakeFileError(FileUnusable):
    """The file cannot be read as a spreadsheet. `message` names the file, what is wrong and the remedy."""


def damaged(name: str) -> IntakeFileError:
    """The error of a file that begins like a spreadsheet and does not go on like one."""
    return IntakeFileError(
        f"「{name}」不完整或已损坏，读不出来；请重新导出，或用 Excel、WPS 打开后另存为 .xlsx 再导入。"
    )


def locked_by_password(name: str) -> IntakeFileError:
    """The error of a file that opens with a password only."""
    return IntakeFileError(f"「{name}」设了打开密码，读不出来；请在 Excel 或 WPS 里去掉密码，另存后再导入。")


def garbled(name: str) -> IntakeFileError:
    """The error of a file whose text was damaged by a wrong encoding (乱码)."""
    return IntakeFileError(
        f"「{name}」里的文字是乱码，编码已经弄坏；请从原来的系统重新导出，或另存为 .xlsx 再导入。"
    )


def no_spreadsheet(name: str, what: str = "") -> IntakeFileError:
    """The error of a file that is something else; `what` says what, e.g. `PDF 文件`."""
    known = f"（它是{what}）" if what else ""
    return IntakeFileError(f"「{name}」不是电子表格{known}；请选择 .xlsx、.xls、.ods 或 .csv 文件。")


def too_big(name: str, why: str) -> IntakeFileError:
    """The error of a file over a limit; `why` names the size and the limit."""
    return IntakeFileError(f"「{name}」{why}；请只留下要导入的表，另存为新文件再导入。")
