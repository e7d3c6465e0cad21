"""The table of what must come out, row by row; and that our pages take each as it was meant."""

from __future__ import annotations

from typing import get_args

import pytest

from pipeline.formats.markdown import render
from pipeline.importing.source.found import Form
from tests.importing.prose import cases
from tests.importing.prose.twin import TWIN, told, turned

_TABLES: dict[Form, dict[str, cases.Case]] = {"html": cases.HTML, "markdown": cases.MARKDOWN, "plain": cases.PLAIN}
_ROWS = [(form, name) for form in get_args(Form) for name in _TABLES[form]]
#: What people have to mend, since nobody else knows the words; and code that our checks take for a form.
_LEFT = {"missing-alt"}
_SUSPECT = {"code that would be a form"}


@pytest.mark.parametrize(("form", "name"), _ROWS, ids=[name for _, name in _ROWS])
def test_what_comes_out(form: Form, name: str) -> None:
    case = _TABLES[form][name]
    made = turned(case.source, form, TWIN)
    assert made.markdown.rstrip("\n") == case.markdown
    assert told(made) == case.told
    findings = {finding.code for finding in render(made.markdown, "content/pages/a.md").findings}
    assert findings <= _LEFT or name in _SUSPECT, findings
