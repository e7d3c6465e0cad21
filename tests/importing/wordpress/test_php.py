"""Data of PHP: what plugins serialize, and what somebody broke afterwards."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.importing.wordpress import php

EPISODE = 'a:3:{s:8:"duration";s:8:"00:31:07";s:6:"season";i:2;s:12:"person_names";a:2:{i:0;s:4:"Mara";i:2;s:5:"Zoë";}}'

READ = [
    ("N;", None),
    ("b:1;", True),
    ("i:-5;", -5),
    ("d:0.5;", 0.5),
    ('s:5:"hello";', "hello"),
    ('s:4:"Zoë";', "Zoë"),  # lengths count bytes
    ('s:6:"a";b"c";', 'a";b"c'),
    ('s:12:"http://new.example/x";', "http://new.example/x"),  # an address was replaced, its length was not
    ("a:0:{}", {}),
    ('a:2:{i:0;s:1:"a";i:1;b:0;}', {0: "a", 1: False}),
    ('O:8:"stdClass":1:{s:1:"x";N;}', {"x": None}),
    ('a:1:{s:1:"x";R:2;}', {"x": None}),
    (base64.b64encode(b'a:1:{s:1:"x";i:1;}').decode(), {"x": 1}),
    ("", None),
    ("no data of PHP", None),
    ('a:2:{i:0;s:1:"a";', None),
    ('s:3:"never ends', None),
    ("a:1:{" * 5_000, None),
]


@pytest.mark.parametrize(("written", "held"), READ)
def test_what_is_held(written: str, held: object) -> None:
    assert php.read(written) == held


def test_fields_and_lists() -> None:
    said = php.fields(EPISODE)
    assert said["duration"] == "00:31:07"
    assert php.listed(said["person_names"]) == ("Mara", "Zoë")
    assert php.fields("i:5;") == {} and php.listed("text") == ()


def serialized(value: object) -> str:
    if isinstance(value, bool):
        return f"b:{int(value)};"
    if isinstance(value, int):
        return f"i:{value};"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    assert isinstance(value, dict)
    return f"a:{len(value)}:{{{''.join(serialized(part) for pair in value.items() for part in pair)}}}"


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DATA = st.recursive(st.booleans() | st.integers() | TEXT, lambda one: st.dictionaries(TEXT, one, max_size=4))


@settings(max_examples=40)
@given(st.dictionaries(TEXT, DATA, max_size=4))
def test_what_was_written_is_read(value: dict[str, object]) -> None:
    assert php.read(serialized(value)) == value
