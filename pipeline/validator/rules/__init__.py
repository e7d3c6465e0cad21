"""All rules, a file a standard."""

from pipeline.validator.rules import apple, atom, itunes, modules, podcasting, psp, rss, spotify, xml, youtube

RULES = (
    *xml.RULES,
    *rss.RULES,
    *atom.RULES,
    *modules.RULES,
    *itunes.RULES,
    *podcasting.RULES,
    *psp.RULES,
    *apple.RULES,
    *spotify.RULES,
    *youtube.RULES,
)
