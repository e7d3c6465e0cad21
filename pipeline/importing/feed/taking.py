"""What is taken of an element, and what becomes of the rest: nothing goes without a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from pipeline.importing.deciding import losses
from pipeline.importing.deciding.decisions import Decisions, Mapped
from pipeline.importing.source.faults import Faults
from pipeline.importing.source.found import Asset
from pipeline.importing.source.loss import Loss
from pipeline.importing.source.xml import Element
from pipeline.model.typed import adapter

LONGEST_KEPT: Final = 8_000
"""Characters of the XML of one element that is kept in `extra`, and of all elements of an item together."""
_SHOWN: Final = 80


@dataclass(slots=True)
class Taking:
    """What becomes of one channel or item: `fields` grow, and so does what has no field. `path` is the place that its
    elements are lines of, `item` the id by which `import.yml` may decide for it alone.
    """

    path: str
    decisions: Decisions
    item: str
    faults: Faults = field(init=False)
    kept: list[str] = field(default_factory=list)
    mapped: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.faults = Faults(self.path)

    @property
    def losses(self) -> tuple[Loss, ...]:
        return self.faults.losses

    @property
    def extra(self) -> dict[str, Any]:
        """What is kept, as it stands in `extra`: beside all else that an import keeps."""
        return {"import": {"feed": self.kept}}

    def changed(self, element: Element, what: str, kind: str = "") -> None:
        """It is there in another form."""
        self.faults.add(kind or f"feed/{element.name}", "changed", what, element.line)

    def dropped(self, element: Element, what: str = "", kind: str = "") -> None:
        """It does not come along."""
        self.faults.add(kind or f"feed/{element.name}", "dropped", what or shown(element), element.line)

    def keep(self, element: Element, why: str = "") -> None:
        """It has no field: it is kept in `extra` as it stands, or in the field that people chose for it."""
        kind, xml = f"feed/{element.name}", element.xml
        chosen = losses.verdict(kind, self.decisions, self.item)
        if isinstance(chosen, Mapped):
            self.mapped[chosen.map] = element.words.strip() or next(iter(element.attributes.values()), "")
            self.changed(element, f"in `{chosen.map}`, as `import.yml` says")
        elif chosen == "drop" or sum(map(len, self.kept)) + len(xml) > LONGEST_KEPT:
            self.dropped(element, why)
        else:
            self.kept.append(xml)
            self.faults.add(kind, "kept", why or shown(element), element.line)


def shown(element: Element) -> str:
    """An element in few words."""
    said = " ".join(element.xml.split())
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"


def fitted(sort: type, values: Mapping[str, Any], element: Element, taking: Taking) -> dict[str, Any] | None:
    """The fields of this sort that an editor could have written so. A value that its field does not hold is left out,
    and told; where the field must be there, the whole element is kept instead, and None comes back.
    """
    given = {name: value for name, value in values.items() if value not in ("", None, ())}
    without: list[str] = []
    while True:
        try:
            made = adapter(sort).validate_python(_plain(given))
        except ValidationError as error:
            wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
            if not wrong or not wrong <= given.keys():
                taking.keep(element)
                return None
            without += [f"without `{name}`: `{str(given.pop(name))[:_SHOWN]}`" for name in sorted(wrong)]
        else:
            for what in without:
                taking.changed(element, what)
            return {name: _written(value, getattr(made, name)) for name, value in given.items()}


def _written(value: Any, read: Any) -> Any:
    """A value as an editor writes it: numbers as such, but for those that YAML writes with powers of ten."""
    if isinstance(value, str) and isinstance(read, int | float) and not isinstance(read, bool):
        whole = int(read) if float(read).is_integer() else read
        return whole if "e" not in str(whole) else value
    return list(value) if isinstance(value, tuple) else value


def _plain(value: Any) -> Any:
    """A value as it will be: a path where a file is."""
    if isinstance(value, Asset):
        return "a.png"
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return tuple(map(_plain, value)) if isinstance(value, list | tuple) else value
