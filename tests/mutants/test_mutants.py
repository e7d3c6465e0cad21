"""What the program that breaks lines breaks, and that it tells which of it no test notices."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutants.edits import edits

HERE = Path(__file__).parents[2]


def broken(body: str, returns: str = "") -> list[str]:
    """The bodies that a function may have instead."""
    tree = ast.parse(f"def f(a, b){f' -> {returns}' if returns else ''}:\n {body}")
    found = []
    for edit in edits(tree):
        old = getattr(edit.node, edit.field)
        setattr(edit.node, edit.field, edit.value)
        function = tree.body[0]
        assert isinstance(function, ast.FunctionDef)
        found.append("; ".join(ast.unparse(one) for one in function.body))
        compile(tree, "f", "exec")
        setattr(edit.node, edit.field, old)
    return found


@pytest.mark.parametrize(
    ("body", "instead"),
    [
        ("return a < b", ["return None", "return a <= b"]),
        ("return a and b", ["return None", "return a or b", "return b", "return a"]),
        ("return not a", ["return None", "return a"]),
        ("return [1]", ["return None", "return [2]", "return [0]"]),
        ("return a + b", ["return None", "return a - b"]),
        ("return a if b else c", ["return None", "return a", "return c", "return a if not b else c"]),
        ("a(b, c=True)", ["a(b)", "a(b, c=False)", "pass"]),
        ("a(b, a)", ["a(b)", "pass"]),
        ("a(); b()", ["pass; b()", "b(); a()", "a(); pass"]),
        ("a = b(); b(a)", ["a = b(); pass"]),
        ("a.x = 'text'", ["pass"]),
        ("'a docstring'; assert a", []),
        ("super().f(a, b=b)", ["super().f(a)"]),
        ("return [x for x in a if x]", ["return None", "return [x for x in a if not x]"]),
        ("if a:\n  b()", ["if not a:\n    b()", "if a:\n    pass"]),
    ],
)  # fmt: skip
def test_a_function_is_broken_in_each_of_its_parts(body: str, instead: list[str]) -> None:
    assert broken(body) == instead


@pytest.mark.parametrize(("returns", "empty"), [("str", "''"), ("bool", "not a"), ("tuple[int, ...]", "()")])
def test_what_is_returned_instead_is_empty_of_its_kind(returns: str, empty: str) -> None:
    assert broken("return a", returns) == [f"return {empty}"]


def test_numbers_of_a_module_are_broken_and_what_a_class_or_signature_says_is_not() -> None:
    tree = ast.parse("LIMIT = 3\nNAME = 'x'\nclass A:\n a: int = 3\n def f(self, b=3): ...")
    assert [(edit.constant, edit.before, edit.after) for edit in edits(tree)] == [
        ("LIMIT", "3", "4"),
        ("LIMIT", "3", "2"),
    ]


PROGRAM = """\
import sys; from pathlib import Path; import pytest; from tests.mutants.forked import Mutants
root = Path(sys.argv[1])
mutants = Mutants(root, root / "room.py")
status = pytest.main([str(root), "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(root)], [mutants])
print(status, mutants.made, [str(one) for one in mutants.survivors], [str(one) for one in mutants.unseen])
"""


ELSEWHERE = """\
import weakref, pytest, room
class Gone: ...
GONE = weakref.proxy(Gone())
@pytest.fixture(scope="module")
def shared(): return 1
def test_one(shared): assert room.small(shared)
def test_two(shared): assert room.small(shared)
"""


def test_what_no_test_notices_is_told_and_no_file_is_touched(tmp_path: Path) -> None:
    room = "LIMIT = 2\ndef small(n):\n    return n < LIMIT\ndef other(n):\n    while n > 0:\n        n -= 1\n"
    tests = "import room\ndef test_small(): assert room.small(1)\ndef test_large(): assert not room.small(5)\n"
    (tmp_path / "room.py").write_text(room)
    (tmp_path / "pytest.ini").write_text("[pytest]\npythonpath = .\n")
    (tmp_path / "test_room.py").write_text(tests)
    (tmp_path / "test_elsewhere.py").write_text(ELSEWHERE)
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=HERE, capture_output=True, text=True, check=False
    )
    survivors = ["room.py:1: 2  →  3", "room.py:3: n < LIMIT  →  n <= LIMIT"]
    unseen = ["room.py:5: n > 0  →  n >= 0", "room.py:5: 0  →  1", "room.py:5: 0  →  -1"]
    unseen += ["room.py:6: 1  →  2", "room.py:6: 1  →  0", "room.py:6: n -= 1  →  pass"]
    assert run.stdout.splitlines()[-1] == f"0 10 {survivors} {unseen}", run.stdout + run.stderr
    assert (tmp_path / "room.py").read_text() == room
