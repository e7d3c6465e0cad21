"""Files that people wrote, changed at one place and nowhere else: `edit` is what comes of it, `inserts` writes fields
and items, `cuts` takes values out, `parts` says where fields and text are.
"""
