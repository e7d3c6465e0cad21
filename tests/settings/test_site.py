"""The section `[site]`: what does not fit where it is shown is said with its line."""

from __future__ import annotations

from pipeline.settings import load

SITE = '[site]\nurl = "https://library.example/"\ntitle = "A library"\n[site.crisis]\nlink = "https://help.example/"\n'
LONG = "In danger, or thinking of ending your life? Help is one step away."


def test_the_line_for_people_in_danger_has_a_form_that_fits_on_a_phone() -> None:
    said = {
        'text = "Help"': "Help",
        f'text = "{LONG}"': "",
        f'text = "{LONG}"\nshort = "In danger? Help"': "In danger? Help",
    }
    for section, short in said.items():
        settings, problems = load(SITE + section)
        assert settings is not None and settings.site.crisis is not None, problems
        assert settings.site.crisis.in_short == short
    settings, (problem,) = load(f'{SITE}text = "Help"\nshort = "{LONG}"')
    assert settings is None
    assert (problem.place.line, problem.hint, problem.code) == (7, "say it in fewer", "bad-settings")
    assert "a phone shows it in one line, which has room for 40 characters; this has 66" in problem.message
