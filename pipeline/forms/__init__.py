"""Forms: what an editor is asked for each kind of entry, from which programs that show forms get their own:
`admin/`, which shows them in a browser, and Front Matter CMS, in Visual Studio Code (`front_matter`).
"""

from __future__ import annotations

from pipeline.forms.admin import jobs, pieces
from pipeline.forms.asked import form, listings, words
from pipeline.forms.form import Field, Form, Listing, Option
from pipeline.forms.front_matter import front_matter

__all__ = ["Field", "Form", "Listing", "Option", "form", "front_matter", "jobs", "listings", "pieces", "words"]
