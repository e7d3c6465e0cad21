"""What the interface says of episodes, and of the player on their pages. Other languages: `theme/strings/`."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.formats.wording import Words

WORDS: Mapping[str, Words] = {
    "en": {
        "kinds": {"episode": {"singular": "Episode", "plural": "Episodes", "about": ""}},
        "episode": {
            "listing": "Listen to it, or read what is said",
            "note": "Before you listen: {note}",
            "with": "With {people}",
            "synthetic": "The voices in this episode are made by a machine.",
            "download": "Download ({format}, {size} MB, {clock})",
            "download-unheard": "Download ({format}, {size} MB)",
            "host": "The sound comes from {host}: it learns that you listen.",
            "download-as": "{codec}, {size} MB",
            "clips": "Clips to pass on",
            "duration": "Length {clock}",
            "number": "Season {season}, episode {number}",
            "chapters": "Chapters",
            "chapter": "Chapter {number}",
            "chapter-length": "Length",
            "chapter-more": "Read more about “{title}”",
            "read-instead": "Read it instead",
            "transcript": "Transcript",
            "transcript-read": "Read the transcript",
            "transcript-page": "Transcript as a page of its own",
            "transcript-file": "Transcript as WebVTT",
            "transcript-in": "Transcript: {language}",
            "transcript-title": "Transcript: {title}",
            "transcript-title-in": "Transcript ({language}): {title}",
            "transcript-about": "What is said in “{title}”, an episode of {show}.",
            "hear": "Hear “{title}”",
            "from": "An episode of {show}",
            "elsewhere": "Also here:",
            "comments": "Talk about it:",
            "beside": "The episodes before and after this one",
            "earlier": "The one before",
            "later": "The one after",
        },
        "player": {
            "title": "Player",
            "play": "Play",
            "pause": "Pause",
            "back": "Back 10 seconds",
            "forward": "Forward 30 seconds",
            "position": "Position",
            "at": "{at} of {whole}",
            "speed": "Speed",
            "copy": "Copy a link to this moment",
            "copied": "The link to {at} is copied",
            "by-hand": "Copy this link: {address}",
            "remember": "Remember my place on this device",
            "remember-about": "Your place and the speed are kept in this tab and are gone when you close it. With the tick they stay in this browser for your next visit, where others who use this device could find them, too. Take the tick away, and they are deleted. They are sent nowhere.",
            "remembered": "Your place stays on this device now.",
            "forgotten": "Your place is deleted from this device.",
            "forbidden": "This browser lets no page keep anything.",
            "help": "About this player",
            "keys": "Keys, while you are in the player:",
            "space": "Space",
            "key-play": "Play or pause",
            "follow": "Follow along while it plays",
            "follow-back": "Back to what is said now",
            "loading": "Loading …",
            "failed": "The sound can’t be loaded just now. Try again in a moment, or take the file.",
            "download": "Download it",
        },
    }
}
