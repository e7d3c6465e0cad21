"""People by the free names of a source: those of the library, and those who come with what is moved in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pipeline.formats.letters import slug
from pipeline.importing.laying.numbered import Numbered
from pipeline.importing.source.found import Named
from pipeline.model.decisions import like
from pipeline.model.taxonomy import Person

_SHOWN: Final = 50
"""So many names are told."""


class People:
    """Who is who. `known` are the people of the library, `decided` what `import.yml` says of names."""

    def __init__(self, known: Mapping[str, Person], decided: Mapping[str, str]) -> None:
        self._ids = {like(person.name): one for one, person in known.items()} | {one: one for one in known}
        self._numbered = Numbered()
        self._decided = {like(name): said for name, said in decided.items()}
        self.new: dict[str, dict[str, Any]] = {}
        """Those who are to be written into `people.yml`: id → fields."""
        self.met: dict[str, str] = {}
        """Who is who among all whom the source names: name → id."""
        self.guests: dict[str, None] = {}
        """Those who take part and are nobody of `people.yml`, by their names in the source."""

    def author(self, named: Named) -> str:
        """The id of somebody who wrote something; whoever is not known is one of the people from now on."""
        name = self._called(named)
        if found := self._known(name):
            self.met[_shown(named.name)] = found
            return found
        one = self._free(slug(name)[:60].strip("-") or "somebody")
        about = {"name": name, "role": named.role, "bio": " ".join(named.bio.split())}
        self.new[one] = {field: said for field, said in about.items() if said}
        self._ids[like(name)] = self.met[_shown(named.name)] = one
        return one

    def credit(self, named: Named) -> dict[str, Any]:
        """Who takes part in an episode, as its field says it: somebody of the library, or a guest by name."""
        name = self._called(named)
        part = {"role": named.role, "group": named.group}
        if found := self._known(name):
            return {"person": found} | {field: said for field, said in part.items() if said}
        self.guests[name] = None
        about = {"name": name, **part, "url": named.url, "image": named.image}
        return {field: said for field, said in about.items() if said}

    def told(self) -> Iterator[str]:
        """What people should look at: who takes part by name alone."""
        if self.guests:
            more = f", and {len(self.guests) - _SHOWN:,} more" if len(self.guests) > _SHOWN else ""
            yield (
                f"Taking part by name, and nobody of `people.yml`: {', '.join([*self.guests][:_SHOWN])}{more}. Where "
                "one is, or two are one, say so below `people:` in `import.yml`"
            )

    def _called(self, named: Named) -> str:
        name = " ".join(named.name.split())
        shown = _shown(name)
        return self._decided.get(like(name)) or self._decided.get(like(shown), shown)

    def _known(self, name: str) -> str:
        return self._ids.get(name) or self._ids.get(like(name), "")

    def _free(self, one: str) -> str:
        return self._numbered.free(
            lambda number: f"{one}{number}", lambda name: name not in self._ids and name not in self.new
        )


def _shown(name: str) -> str:
    """A name as others may see it. Programs call people by their addresses of e-mail, where these gave no name: what
    stands before the sign is enough to know them by.
    """
    before, _, host = name.partition("@")
    return before if before and "." in host and not any(map(str.isspace, name)) else name
