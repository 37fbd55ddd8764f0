"""Words that travel with a report (说明, 更正理由): cleaned, a phone in them masked, no ID number."""

from __future__ import annotations

import re
import unicodedata

from xcedu_desktop.errors import WrongUsage
from xcedu_desktop.values.masks import holds_id, mask_phones
from xcedu_desktop.values.text import clean_text

_ID_NUMBER = re.compile(r"[0-9]{15,}")


def sent_words(text: str, what: str) -> str:
    """The words as they are stored and sent; "" where there are none. WrongUsage where an ID number stands in them.

    `what`: what they are, for the message (说明, 更正理由).
    """
    words = clean_text(text).value or ""
    if holds_id(words) or _ID_NUMBER.search(unicodedata.normalize("NFKC", words)):
        raise WrongUsage(f"{what}要随上报表送区里，请不要写身份证号或学籍号")
    return mask_phones(words)
