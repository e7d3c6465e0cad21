"""The programs that make sites: one file each, and the table of them all, those first that are told most surely."""

from __future__ import annotations

from pipeline.importing.site.folder import Folder
from pipeline.importing.site.program import Program
from pipeline.importing.site.programs.docusaurus import DOCUSAURUS
from pipeline.importing.site.programs.eleventy import ELEVENTY
from pipeline.importing.site.programs.hugo import HUGO
from pipeline.importing.site.programs.jekyll import HEXO, JEKYLL
from pipeline.importing.site.programs.mkdocs import MKDOCS
from pipeline.importing.site.programs.pelican import PELICAN
from pipeline.importing.site.programs.plain import OBSIDIAN, PLAIN

PROGRAMS = (MKDOCS, DOCUSAURUS, ELEVENTY, PELICAN, HEXO, HUGO, JEKYLL, OBSIDIAN, PLAIN)


def recognised(folder: Folder) -> Program:
    """The program of whose site a folder is; the last one takes every folder."""
    return next(program for program in PROGRAMS if program.known(folder))
