"""The loudness report: figures of what came in and goes out, and a drawing; nothing in it comes from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import html

from pipeline import audio
from pipeline.audio import trace
from pipeline.audio.trace import Trace
from pipeline.jobs import Outcome, Status
from pipeline.model.heard import Spots
from pipeline.model.kinds.show.fields import ShowAudio
from pipeline.model.levels import Levels, Voice
from pipeline.model.media import AudioFacts, FinishedFacts
from pipeline.problems import Place, Problem
from tests.audio import shelf
from tests.audio.shelf import FIRST, FOLDER
from tests.audio.test_faults import GOOD
from tests.audio.test_finished import MEASURED

FACTS = AudioFacts("wav", 60.0, 2, 48_000, loudness=-20.0, heard=replace(GOOD, correlation=1.0, apart=-60.0))
MASTERED = {"seconds": 60.2, "channels": 1, "loudness": -19.1, "true_peak": -1.6, "source_loudness": -22.0, "gain": 3.2}
ODD = 'A "talk" | <script>alert(1)</script>'


def text(element: Any) -> str:
    return "".join(element.itertext())


def reported(made: dict[str, Any] | None = None) -> dict[str, str]:
    """The files of the report of two episodes, of which the first may be mastered."""
    library = shelf.library(title=ODD)
    probed = {f"{FOLDER}/first.wav": FACTS}
    jobs = audio.encodes(library, probed)
    done = [Outcome(jobs[0], Status.KEPT, "", made, {})] if made else []
    told = [
        Problem(Place(FIRST, 7), "carries <i>the</i> same", "export it", "same-channels"),
        Problem(Place(FIRST, 2), "of a title", "", "similar-episode"),
    ]
    files = audio.loudness_report(library, probed, (jobs, done), {}, told)
    return {name: data.decode() for name, data in files.items()}


def test_figures_of_what_was_mastered() -> None:
    files = reported(MASTERED)
    page = html.fromstring(files["index.html"])
    first = next(section for section in page.iter("section") if ODD in text(section))
    rows = {row[0].text: [cell.text for cell in list(row)[1:]] for row in first.iter("tr")}
    assert rows["Loudness"] == ["-20.0 LUFS", "-19.1 LUFS", "-19.0 LUFS"]
    assert rows["Highest peak"] == ["-6.0 dBFS", "-1.6 dBTP", "at most -1.0 dBTP"]
    assert rows["Channels"][:2] == ["stereo", "mono"]
    assert rows["Gain"][1] == "+3.2 dB"
    assert [text(item) for item in first.iter("li")] == [
        "mono of the left channel",
        "high-pass at 70 Hz",
        "carries <i>the</i> same (export it)",
    ]
    assert not list(page.iter("script", "link", "img"))
    assert r"A \"talk\"" not in files["sound.md"]
    assert (
        r'| Talks: A "talk" \| \<script\>alert(1)\</script\> | -20.0 LUFS | -6.0 dBFS | +3.2 dB |' in files["sound.md"]
    )


def test_what_is_published_as_it_came_has_its_figures_too() -> None:
    library, known = shelf.library(ShowAudio(master="never")), FinishedFacts.from_json(MEASURED)
    told = [Problem(Place(FIRST, 7), "has -16.4", "let it be", "missed-loudness")]
    files = audio.loudness_report(library, {f"{FOLDER}/first.wav": known}, ((), ()), {}, told)
    figures = "-16.4 LUFS | -1.0 dBTP | +0.0 dB | -16.4 LUFS | -1.0 dBTP | nothing: it is published as it came"
    assert f"| {figures} | missed-loudness |" in files["sound.md"].decode()
    assert "at most -1.0 dBTP" in text(html.fromstring(files["index.html"]))


def test_what_is_to_come() -> None:
    """The louder channel by itself is 2.1 dB quieter than both."""
    page = html.fromstring(reported()["index.html"])
    assert "about +3.1 dB" in text(page)
    assert "Loudness of The second talk over 1:00, with +3.1 dB of gain" in text(page)


def test_an_hour_is_drawn_in_as_many_columns_as_can_be_seen() -> None:
    curve = [-20.0] * 3_500 + [-70.0] * 1_000
    drawn = html.fromstring(trace.svg(Trace(curve, curve, -16.0, -1.0, (12,)), "An hour & more"))
    points = next(drawn.iter("polyline")).get("points", "").split()
    assert len(points) == 600
    assert float(points[0].split(",")[1]) < float(points[-1].split(",")[1])
    assert [one.text for one in drawn.iter("text") if ":" in str(one.text)][-1] == "1:10:00"
    assert len(list(drawn.iter("circle"))) == 1


def test_what_nobody_listened_to_has_no_drawing() -> None:
    library, probed = shelf.library(), {f"{FOLDER}/first.wav": replace(FACTS, heard=None)}
    files = audio.loudness_report(library, probed, (audio.encodes(library, probed), ()), {}, ())
    assert b"<svg" not in files["index.html"]


def test_faults_are_marked() -> None:
    heard = replace(GOOD, clipped=Spots(3, (5, 50)))
    library, probed = shelf.library(), {f"{FOLDER}/first.wav": replace(FACTS, heard=heard)}
    files = audio.loudness_report(library, probed, (audio.encodes(library, probed), ()), {}, ())
    assert files["index.html"].count(b'class="fault"') == 2 * len(audio.encodes(library, probed))


def test_names_of_hebrew_leave_the_figures_behind_them() -> None:
    library, probed = shelf.library(), {f"{FOLDER}/first.wav": FACTS}
    found = {FIRST: Levels((Voice("דנה", -26, 60, 4.1), Voice("Kim", -18, 60, -4.0)), ((0.0, 4.1),))}
    told = [Problem(Place(FIRST, 7), "has `דנה` 20 LU quieter than `Kim`", "even them out", "quiet-speaker")]
    files = audio.loudness_report(library, probed, (audio.encodes(library, probed), ()), found, told)
    page = files["index.html"].decode()
    assert "speakers levelled: \u2068דנה\u2069: +4.1 LU, \u2068Kim\u2069: -4.0 LU" in page
    assert "has <code>דנה</code> 20 LU quieter" in page and "unicode-bidi: isolate" in page
