"""Equations of Word (OMML) and LibreOffice (MathML) as people write them in a line: `(a+b)/2`, `x^2`, `√(n)`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pipeline.formats.archive import local
from pipeline.importing.papers.xml import Element, child, value

_DEEP: Final = 40
"""Levels of an equation that are followed."""


def line(equation: Element, depth: int = 0) -> str:
    """An equation in one line."""
    name = local(equation)
    if name == "t":
        return equation.text or ""
    if depth > _DEEP or name.endswith("Pr"):
        return ""
    write = _WRITTEN.get(name, _together)
    return write(equation, depth)


def _together(element: Element, depth: int) -> str:
    return "".join(line(one, depth + 1) for one in element)


def _part(element: Element, name: str, depth: int) -> str:
    found = child(element, name)
    return line(found, depth + 1).strip() if found is not None else ""


def _group(text: str) -> str:
    """In brackets, where it is more than one number or name."""
    return text if text.replace(".", "").isalnum() or (text[:1] == "(" and text[-1:] == ")") else f"({text})"


def _fraction(element: Element, depth: int) -> str:
    return f"{_group(_part(element, 'num', depth))}/{_group(_part(element, 'den', depth))}"


def _raised(element: Element, depth: int) -> str:
    below, above = _part(element, "sub", depth), _part(element, "sup", depth)
    low, high = f"_{_group(below)}" if below else "", f"^{_group(above)}" if above else ""
    return f"{_part(element, 'e', depth)}{low}{high}"


def _root(element: Element, depth: int) -> str:
    degree = _part(element, "deg", depth)
    return f"{f'^{degree}' if degree else ''}√({_part(element, 'e', depth)})"


def _sum(element: Element, depth: int) -> str:
    sign = value(child(element, "naryPr", "chr")) or "∫"
    return f"{sign}{_raised(element, depth)[len(_part(element, 'e', depth)) :]} {_part(element, 'e', depth)}"


def _bracketed(element: Element, depth: int) -> str:
    begin = value(child(element, "dPr", "begChr")) or "("
    end = value(child(element, "dPr", "endChr")) or ")"
    return f"{begin}{', '.join(line(one, depth + 1) for one in element if local(one) == 'e')}{end}"


def _called(element: Element, depth: int) -> str:
    return f"{_part(element, 'fName', depth)}{_group(_part(element, 'e', depth))}"


def _rows(element: Element, depth: int) -> str:
    rows = (", ".join(line(one, depth + 1) for one in row) for row in element if local(row) == "mr")
    return f"[{'; '.join(rows)}]"


def mathml(equation: Element, depth: int = 0) -> str:
    """An equation of MathML in one line."""
    name, parts = local(equation), [one for one in equation if local(one)]
    if depth > _DEEP or name in ("annotation", "annotation-xml"):
        return ""
    said = [mathml(one, depth + 1).strip() for one in parts]
    match name, said:
        case "mfrac", [above, below]:
            return f"{_group(above)}/{_group(below)}"
        case "msup", [base, above]:
            return f"{base}^{_group(above)}"
        case "msub", [base, below]:
            return f"{base}_{_group(below)}"
        case "msqrt", _:
            return f"√({''.join(said)})"
        case _:
            return "".join(said) if parts else " ".join((equation.text or "").split())


_WRITTEN: Final[Mapping[str, Callable[[Element, int], str]]] = {
    "f": _fraction,
    "sSup": _raised,
    "sSub": _raised,
    "sSubSup": _raised,
    "rad": _root,
    "nary": _sum,
    "d": _bracketed,
    "func": _called,
    "m": _rows,
}
