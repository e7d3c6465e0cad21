"""A kind that the package has never heard of, in one module: what somebody writes who adds a kind to their library."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass as fields_of

from pipeline.formats.declared import LATE, STRICT
from pipeline.formats.scalars import RelPath, Text, Whole
from pipeline.model.edition import A4
from pipeline.model.entry import Checked, Entry, Lookup, PersonId, Shelved
from pipeline.model.kinds.begin import Beginning, Ground, Wish
from pipeline.model.kinds.kind import Hub, Kind, Parts, Print, Say
from pipeline.model.rows import Data, Desk, JsonLd, Outlook, Ref, Row, thing
from pipeline.problems import Problem

TEMPLATE = """\
{% extends "main.html" %}
{% block body %}
  <p class="serves">{{ t("recipe.serves", row.serves) }}, {{ data.own.each }} g</p>
  <p>{{ t("recipe.by") }} <a href="{{ row.cook.url | here }}">{{ row.cook.title }}</a></p>
  <ul class="ingredients">{% for one in row.ingredients %}<li>{{ one }}</li>{% endfor %}</ul>
  {{ page.content | safe }}
  {% for file in data.exports %}<p><a href="{{ file.path | here }}" download>{{ file.ending }}</a></p>{% endfor %}
{% endblock %}
"""

HUB = """\
{% extends "hubs/list.html" %}
{% block body %}
  {{ super() }}
  <p class="eaters">{{ data.own.people }} eat in {{ data.own.site }}</p>
  {% for file in data.exports %}<p><a href="{{ file.path | here }}" download>{{ file.ending }}</a></p>{% endfor %}
  {% for one in data.documents %}<p><a href="{{ one.url | here }}">{{ one.title }}, {{ one.pages }}</a></p>{% endfor %}
{% endblock %}
"""


@fields_of(frozen=True, slots=True, kw_only=True, config=STRICT)
class Recipe(Shelved):
    """The fields of a recipe."""

    cook: PersonId = Field(description="Id from `people.yml`.")
    serves: Whole = Field(description="How many it is for.")
    grams: Whole = Field(default=0, description="How heavy it is.")
    ingredients: tuple[Text, ...] = Field(min_length=1, description="What is needed.")
    card: RelPath | None = Field(default=None, description="Path of a picture to print.")
    tasted: Checked | None = Field(default=None, description="When somebody cooked it last.")


@fields_of(frozen=True, slots=True, kw_only=True, config=LATE)
class RecipeRow(Row):
    """A recipe."""

    kind: Literal["recipe"]
    cook: Ref = Field(description="Who cooks it.")
    serves: int = Field(description="How many it is for.")
    grams: int = Field(description="How heavy it is.")
    ingredients: tuple[str, ...] = Field(description="What is needed.")


def _check(entry: Entry[Recipe], lookup: Lookup) -> tuple[Problem, ...]:
    """Nobody cooks for nobody; and the cards lie in the library."""
    fields = entry.fields
    assert fields.card is None or lookup.find(fields.card) is None
    assert lookup.is_past(date(2020, 1, 1))
    if fields.serves:
        return ()
    return (Problem(entry.place("serves"), "this recipe serves nobody", "say how many eat", "invalid-value"),)


def _row(entry: Entry[Recipe], outlook: Outlook) -> Data:
    fields = entry.fields
    own = {"serves": fields.serves, "grams": fields.grams, "ingredients": fields.ingredients}
    return {**own, "cook": outlook.person(fields.cook)}


def _json_ld(row: RecipeRow) -> JsonLd:
    return thing("Recipe", row, recipeIngredient=list(row.ingredients), recipeYield=row.serves)


def _listing(row: RecipeRow, say: Say) -> str:
    return f"<p>{escape(say('recipe.needs'))}: {escape(', '.join(row.ingredients))}</p>"


def _page(row: RecipeRow, entry: Entry[Recipe], desk: Desk) -> Parts:
    assert desk.teaser_of(entry.path).title == row.title
    return Parts({"each": row.grams // row.serves})


def _begin(wish: Wish, ground: Ground) -> Beginning:
    assert wish.path.startswith("content/kitchen/")
    fields = {"cook": ground.first("person"), "serves": "2", "ingredients": "[Replace this]"}
    return Beginning(fields, "Say first what to do while the water boils.\n")


KIND = Kind(
    name="recipe",
    files="content/kitchen/**/*.md",
    fields=Recipe,
    row_type=RecipeRow,
    template="kinds/recipe.html",
    words={
        "en": {
            "kinds": {"recipe": {"singular": "Recipe", "plural": "Recipes", "about": "Food that keeps one going."}},
            "recipe": {
                "serves": {"one": "For {n} person", "other": "For {n} people"},
                "by": "Cooked by",
                "needs": "Needs",
            },
        }
    },
    root="kitchen/",
    hub=Hub(
        15,
        template="hubs/kitchen.html",
        data=lambda rows, desk: {"people": sum(row.serves for row in rows), "site": desk.site.title},
        exports={"txt": lambda rows, desk: "".join(f"{desk.say('recipe.needs')}: {row.title}\n" for row in rows)},
        printed=Print((A4,), lambda rows, _: "".join(f"<h2>{escape(row.title)}</h2>\n" for row in rows)),
    ),
    use="done",
    row=_row,
    json_ld=_json_ld,
    listing=_listing,
    page=_page,
    exports={"txt": lambda row, _: "\n".join(row.ingredients) + "\n"},
    check=_check,
    begin=_begin,
)
