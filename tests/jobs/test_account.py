"""The account of a build: what led to some bytes, and when and why it was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.jobs import Job, Outcome, Status
from pipeline.jobs.account import Account
from pipeline.jobs.cache import Record
from pipeline.jobs.job import key_of
from pipeline.model.artifact import Blob


def described(job: Job) -> Mapping[str, Any]:
    return job.description(1, {"tool": "1.0"})


def blob(name: str) -> Blob:
    return Blob(name, 1)


def outcome(performer: str, subject: str, given: dict[str, str], gave: dict[str, str], built: str = "") -> Outcome:
    job = Job(performer, subject, {name: blob(digest) for name, digest in given.items()})
    outputs = {name: blob(digest) for name, digest in gave.items()}
    return Outcome(job, Status.BUILT if built else Status.KEPT, built or "nothing changed", {}, outputs)


def build(instant: str, before: Account, *, retagged: str = "", reason: str = "") -> Account:
    outcomes = [
        outcome("text", "one.md", {"text": "md"}, {}),
        outcome("text", "two.md", {"text": "other"}, {}),
        outcome("probe", "one.wav", {"audio": "wav"}, {}),
        outcome("encode", "one.md", {"audio": "wav"}, {"audio": "encoded"}, reason and "never made here"),
        outcome("tag", "one.md", {"audio": "encoded"}, {"audio": retagged or "tagged"}, reason),
    ]
    files = {"one.md": "md", "one.wav": "wav", "two.md": "other"}
    records = {key_of(described(o.job)): Record(described(o.job), o.facts, o.outputs) for o in outcomes}
    return replace(Account.of(outcomes, described, files, instant, before, alive=()), find=records.get)


def test_bytes_lead_back_to_the_recording_through_every_job() -> None:
    account = build("then", Account(), reason="new")
    behind = account.behind("media/one-0123456789ab.mp3", "tagged", ())
    assert [work.performer for work in behind] == ["probe", "encode", "tag"]
    assert account.origins("tagged") == ("one.wav",)
    assert account.origins("never seen") == ()


def test_a_page_leads_back_to_the_work_on_its_sources() -> None:
    account = build("then", Account(), reason="new")
    behind = account.behind("one/index.html", "page", ("one.md", "one.wav"))
    assert [(work.performer, work.subject) for work in behind] == [
        ("text", "one.md"),
        ("probe", "one.wav"),
        ("encode", "one.md"),
        ("tag", "one.md"),
    ]


def test_kept_work_remembers_when_and_why_it_was_done() -> None:
    first = build("Monday", Account(), reason="`title` changed")
    third = build("Wednesday", build("Tuesday", first))
    tag = third.work[-1]
    assert (tag.status, tag.reason, tag.made, tag.because) == ("kept", "nothing changed", "Monday", "`title` changed")
    text = third.work[0]
    assert (text.status, text.made, text.because) == ("kept", "", ""), "found ready made: nobody here knows when"


def test_an_account_comes_back_as_it_was_written() -> None:
    account = build("then", Account(), reason="new")
    assert Account.from_bytes(account.to_bytes(), account.find) == account


@given(st.one_of(st.none(), st.binary(), st.sampled_from([b"[]", b"{}", b'{"version":1}', b'{"version":2,"work":[]}'])))
def test_bytes_that_are_no_account_are_an_empty_one(data: bytes | None) -> None:
    assert Account.from_bytes(data, lambda _: None) == Account()


def test_work_that_nobody_had_to_look_at_stays_as_long_as_it_is_of_use() -> None:
    before = build("Monday", Account(), reason="new")
    files = {"one.md": "md", "one.wav": "wav"}
    after = Account.of((), described, files, "Tuesday", before, alive=())
    assert [(work.performer, work.subject) for work in after.work] == [
        ("text", "one.md"),
        ("probe", "one.wav"),
        ("encode", "one.md"),
        ("tag", "one.md"),
    ]
    assert {(work.status, work.reason) for work in after.work} == {("kept", "nothing changed")}
    assert after.behind("media/one-0123456789ab.mp3", "tagged", ())[-1].made == "Monday"
    assert not Account.of((), described, {}, "Wednesday", after, alive={"another"}).work
    assert {work.subject for work in Account.of((), described, {}, "Friday", after, alive={"one.md"}).work} == {
        "one.md"
    }
