"""Bytes to text, for the formats that are text."""

from __future__ import annotations

import unicodedata

from skms.formats import Unreadable


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 with a byte-order mark, or what Western European spreadsheets write; line ends become \\n."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16" or b"\0" in content:
            raise Unreadable("The file is not text.", "Save it as UTF-8 text.") from error
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError as other:
            line = content.count(b"\n", 0, error.start) + 1
            raise Unreadable(
                "The file is not UTF-8 text.", "Save it with the encoding UTF-8.", line
            ) from other
    if "\0" in text:
        raise Unreadable(
            "The file is not text.", "Save it as UTF-8 text.", text.count("\n", 0, text.index("\0")) + 1
        )
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def clean(value: str) -> str:
    """A text from a binary format in the same form: composed letters, \\n at line ends, no blanks around it."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
