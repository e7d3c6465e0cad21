"""What the interface says of handouts and of the worksheets on their pages. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {
            "handout": {
                "singular": "Handout",
                "plural": "Handouts",
                "about": "Handouts and worksheets to read, fill in and print.",
            }
        },
        "handout": {
            "listing": "Fill it in or print it",
            "editions": "To print, or to fill in on a screen (PDF)",
            "pages": {"one": "{n} page", "other": "{n} pages"},
            "size": "{size} kB",
            "preview": "First page of “{title}”",
        },
        "worksheet": {
            "cell": "{column}, row {row}",
            "another": "Add another",
            "take": "Take the last row away",
            "take-sure": "Take the last row away with what you have written in it?",
            "take-lost": "This can’t be undone.",
            "to": "Fill it in here",
            "here": "You can fill in this sheet here.",
            "stays": "What you write stays on this page. It is neither kept nor sent, and it is gone when the page is closed.",
            "keeps": "What you write is kept on this device until you turn this off or clear the sheet. It is not sent.",
            "keep": "Keep my answers on this device",
            "warning": "Others who use this device or this browser can read them. Leave it off on one that is shared or borrowed.",
            "kept": "From now on your answers are kept on this device as you write.",
            "restored": "Your answers of {day} are filled in. They are kept on this device.",
            "moved": "This sheet has changed since. Answers that have no place on it any more are in your download: {n}.",
            "dropped": "Nothing is kept on this device any more.",
            "refused": "This browser can’t keep anything just now. Download your answers instead.",
            "tools": "What you can do with your answers",
            "download": "Download my answers",
            "downloaded": "Your answers are in the file “{name}”. It is on this device until you delete it.",
            "print": "Print",
            "clear": "Clear everything",
            "sure": "Clear everything you have written?",
            "lost": "What is kept on this device is deleted, too. This can’t be undone.",
            "back": "Go back",
            "cleared": "The sheet is empty, and nothing is kept on this device.",
            "nothing": "(no answer)",
            "ticked": "(ticked)",
            "older": "Answers to questions that are no longer on this sheet",
        },
    }
}
