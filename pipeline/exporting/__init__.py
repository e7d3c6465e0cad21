"""Exporting: what is public of a library, in forms that other programs take over: a feed, WordPress, Markdown, data."""

from pipeline.exporting.catalogue import Catalogue, read
from pipeline.exporting.feed import WholeFeed, whole_feed
from pipeline.exporting.markdown import PROGRAMS, Folder, ForHosts, OutFile, ProgramName, folder
from pipeline.exporting.wordpress import ForWordPress, for_wordpress

__all__ = [
    "PROGRAMS",
    "Catalogue",
    "Folder",
    "ForHosts",
    "ForWordPress",
    "OutFile",
    "ProgramName",
    "WholeFeed",
    "folder",
    "for_wordpress",
    "read",
    "whole_feed",
]
