"""Tags of languages (BCP 47, RFC 5646).

What knows all of them takes a twentieth of the time in which a command begins: it is loaded by who asks for more than a
language of two letters.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z0-9-]{2,40}")
_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw
ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng
nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv
sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
PLAIN = frozenset(_ISO_639_1.split())
"""The tags of two letters (ISO 639-1)."""
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"})


def is_shaped(text: str) -> bool:
    """Whether a text has the signs of a tag, and not too many of them."""
    return _TAG.fullmatch(text) is not None


def is_tag(text: str) -> bool:
    """Whether this is the tag of a language."""
    if text in PLAIN or not is_shaped(text):
        return text in PLAIN
    import langcodes

    return langcodes.tag_is_valid(text)


def standard(tag: str) -> str:
    """A tag as it is best written: `eng-us` → `en-US`."""
    import langcodes

    return langcodes.standardize_tag(tag)


def direction(tag: str) -> str:
    """`rtl` or `ltr`: the direction in which a language is written."""
    import langcodes

    return "rtl" if langcodes.get(tag).maximize().script in _RIGHT_TO_LEFT else "ltr"


def iso_639_2(tag: str) -> str:
    """`de-CH` → `deu`: the terminological code of ISO 639-2, or `und`."""
    import langcodes

    try:
        return langcodes.get(tag).to_alpha3()
    except (LookupError, ValueError):
        return "und"
