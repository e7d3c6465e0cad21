"""Handouts → PDF: lines on paper and fields to fill in. It comes with a later issue; the web form is the site's."""
