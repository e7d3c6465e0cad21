"""The catalogue as one document: what its schema says, with every text."""

from __future__ import annotations

import json

import jsonschema

from pipeline import leaving
from pipeline.feeds import catalog_schema
from pipeline.flow import Built
from pipeline.world import World


def test_all_that_is_public_in_one_document(built: tuple[World, Built]) -> None:
    made = json.loads(leaving.catalogue(*built).data)
    jsonschema.validate(made, catalog_schema())
    by_id = {row["id"]: row for row in made["entries"]}
    assert "<h2" in by_id["library/articles/urges-pass/"]["html"]
    assert by_id["podcasts/talks/fifth/"]["html"] == "<p>Notes of talk 5.</p>"
    assert "library/articles/not-yet/" not in by_id
    assert "podcasts/talks/later/" not in by_id
