"""Forms: what an editor is asked for each kind of entry, from which programs that show forms get their own; and
`admin/`, which shows them in a browser.
"""

from __future__ import annotations

from pipeline.forms.admin import jobs, pieces
from pipeline.forms.asked import form, listings, words
from pipeline.forms.form import Field, Form, Listing, Option

__all__ = ["Field", "Form", "Listing", "Option", "form", "jobs", "listings", "pieces", "words"]
