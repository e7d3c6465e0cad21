"""The configuration of Sveltia CMS: its forms, made of ours.

Standard: the JSON Schema in its package (`schema/sveltia-cms.json`), which a test holds it against. Fields that it
can't ask for are left out; what stands in them stays as it is when an entry is saved.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from pipeline.forms.form import Form, Listing
from pipeline.forms.ground import Ground
from pipeline.forms.widgets import LISTS, Config, files_of, widgets
from pipeline.settings.editing import EditingSettings
from pipeline.settings.site import SiteSettings

PICTURES = "content/images"
"""Where pictures go that are brought by a form; others may lie anywhere."""
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_ICONS = {
    "article": "article",
    "book-list": "menu_book",
    "link-list": "link",
    "handout": "assignment",
    "show": "podcasts",
    "episode": "mic",
    "meeting": "groups",
    "news": "campaign",
    "faq": "help",
    "glossary": "dictionary",
    "page": "web",
}


def config(forms: Iterable[Form], listings: Iterable[Listing], site: SiteSettings, ground: Ground) -> Config:
    """The whole configuration, as plain data."""
    editing = site.editing
    assert editing is not None  # nothing else asks for forms
    return {
        "backend": _backend(editing),
        **(
            {"publish_mode": "editorial_workflow"} if editing.review and editing.backend in ("github", "gitlab") else {}
        ),
        "app_title": site.title,
        "site_url": site.url,
        "display_url": site.url,
        "media_folder": PICTURES,
        "public_folder": f"/{PICTURES}",
        "media_libraries": files_of(ground, "picture"),
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 100},
        "output": {"omit_empty_optional_fields": True, "yaml": {"quote": "none", "indent_sequences": True}},
        "field_defaults": {"richtext": {"modes": _modes(editing)}},
        "collections": [*_collections(forms, ground), _lists(listings, ground)],
    }


def _modes(editing: EditingSettings) -> list[str]:
    """How texts are shown first. The view that is like a word processor writes the whole text anew: emphasis that goes
    on over the end of a line becomes stars there. So it is entered on purpose.
    """
    return ["rich_text", "raw"] if editing.rich_text else ["raw", "rich_text"]


def _backend(editing: EditingSettings) -> Config:
    if editing.backend == "trial":
        return {"name": "test-repo"}
    said: Config = {"name": editing.backend, "repo": editing.repository, "branch": editing.branch}
    if editing.backend == "github":
        if editing.server:
            said["api_root"] = f"{editing.server}/api/v3"
        said |= {"base_url": editing.sign_in} if editing.sign_in else {"auth_methods": ["token"]}
        said |= {"open_authoring": True} if editing.suggestions else {}
        return said
    if editing.server:
        said |= {"api_root": f"{editing.server}/api/{'v4' if editing.backend == 'gitlab' else 'v1'}"}
        said |= {"base_url": editing.server}
    if not editing.client_id:
        return said | {"auth_methods": ["token"]}
    return said | {"app_id": editing.client_id} | ({"auth_type": "pkce"} if editing.backend == "gitlab" else {})


def _collections(forms: Iterable[Form], ground: Ground) -> Iterator[Config]:
    for form in forms:
        if not form.above:
            yield _collection(form, form.name, form.plural, form.folder, ground)
        for folder in ground.folders.get(form.name, ()):
            label = f"{form.plural}: {folder.title}"
            yield _collection(form, f"{form.name}-{folder.name}", label, f"{form.folder}/{folder.name}", ground)


def _collection(form: Form, name: str, label: str, folder: str, ground: Ground) -> Config:
    said: Config = {
        "name": name,
        "label": label,
        "label_singular": form.label,
        "icon": _ICONS.get(form.name, "edit_note"),
        "folder": folder,
        "slug": _slug(ground),
        "aliases_field": False,
        "sortable_fields": {"fields": ["title", "date"], "default": {"field": "date", "direction": "descending"}},
        "fields": _asked(form, ground, ground.otherwise.get(folder, frozenset())),
    }
    if form.about:
        said["description"] = form.about
    if form.body:
        said |= {"extension": "md", "format": "yaml-frontmatter"}
    else:
        said |= {"extension": "yml", "format": "yaml"}
    if form.deep:
        said["nested"] = {"subfolders": False}
    if form.file:
        said["path"] = "{{slug}}/" + form.file.rpartition(".")[0]
    return said


def _slug(ground: Ground) -> Config:
    return {
        "template": "{{title}}",
        "editable": ["create"],
        "hint": ground.words["slug"],
        "pattern": [f"^{_SLUG}$", ground.words["slug_remedy"]],
    }


def _asked(form: Form, ground: Ground, without: Container[str]) -> list[Config]:
    """What must be there first, then the text, then all else. A field that somebody here has written in another form
    is left alone: a list that finds no list would leave nothing in its place.
    """
    asked = [field for field in form.fields if field.name not in without]
    needed = [one for field in asked if field.needed for one in widgets(field, ground)]
    others = [one for field in asked if not field.needed for one in widgets(field, ground)]
    body: Config = {
        "name": "body",
        "label": ground.words["body"],
        "hint": ground.words["body_hint"],
        "widget": "richtext",
        "required": False,
    }
    return [*needed, *([body] if form.body else []), *others]


def _lists(listings: Iterable[Listing], ground: Ground) -> Config:
    """Topics and audiences. A list whose lines have their ids as keys is no form of Sveltia's."""
    files = [
        {
            "name": one.name,
            "label": one.label,
            "file": one.file,
            "format": "yaml",
            "fields": [
                {
                    "name": one.name,
                    "label": one.label,
                    "widget": "list",
                    "root": True,
                    "collapsed": True,
                    "summary": "{{title}}",
                    "fields": [widget for field in one.fields for widget in widgets(field, ground)],
                }
            ],
        }
        for one in listings
        if not one.keyed
    ]
    return {"name": LISTS, "label": ground.words["lists"], "icon": "list", "files": files}
