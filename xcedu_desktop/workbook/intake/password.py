"""OLE2 files with a password: told apart by msoffcrypto; the empty kind that Excel sets itself is opened."""

import io
import struct

import msoffcrypto
import msoffcrypto.exceptions

from xcedu_desktop.workbook.intake.failure import locked_by_password

# Excel encrypts with this fixed password when only the structure is protected; anybody may open such a file.
_EVERYBODY = "VelvetSweatshop"


def open_ole2(data: bytes, name: str) -> bytes:
    """The bytes as they are, or decrypted with Excel's own password. Raises IntakeFileError."""
    # msoffcrypto checks damaged records by assertions and unguarded indexes.
    trouble = (
        msoffcrypto.exceptions.FileFormatError,
        msoffcrypto.exceptions.ParseError,
        AssertionError,
        AttributeError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        OverflowError,
        RecursionError,
        TypeError,
        ValueError,
        struct.error,
    )
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        encrypted = office.is_encrypted()
    except trouble:
        # Not for this module to judge: a damaged container may still be read.
        return data
    if not encrypted:
        return data
    wrong_password = (msoffcrypto.exceptions.DecryptionError, msoffcrypto.exceptions.InvalidKeyError)
    opened = io.BytesIO()
    try:
        office.load_key(password=_EVERYBODY)
        office.decrypt(opened)
    except (*trouble, *wrong_password) as error:
        raise locked_by_password(name) from error
    return opened.getvalue()
