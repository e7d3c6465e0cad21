"""Telephone numbers: as an editor writes them, and the links that ring them or write to them."""

from __future__ import annotations

import re
from html import escape
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_DIALLED = re.compile(r"\+?[0-9][0-9 ().-]{2,25}(?:[,*#][0-9,*#]*)?")
_DIAL_HINT = "write the number as one dials it, like `+44 20 7946 0000`; a code follows a comma: `,,1234#`"


def _dial(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not _DIALLED.fullmatch(text):
        raise PydanticCustomError(
            "invalid-value", "`{value}` is not a number to dial", {"value": text[:60], "hint": _DIAL_HINT}
        )
    return text


Dial = Annotated[str, BeforeValidator(_dial)]
"""A telephone number as one dials it, with what a machine is told after a comma."""


def shown(phone: str) -> str:
    """A number as HTML. Among letters written from right to left its groups would change places: `+20 2 2794` would
    read `2794 2 20+`, and be dialled so.
    """
    return f'<bdi dir="ltr">{escape(phone)}</bdi>'


def tel(phone: str) -> str:
    """The link that rings a number (RFC 3966): without what is only for the eye."""
    return "tel:" + "".join(sign for sign in phone if sign in "+0123456789,*#").replace("#", "%23")


def sms(phone: str) -> str:
    """The link that begins a message to a number (RFC 5724)."""
    return "sms:" + "".join(sign for sign in phone if sign in "+0123456789")
