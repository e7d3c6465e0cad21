"""What is wrong with a meeting, with its place and remedy, and what is not."""

from __future__ import annotations

import pytest

from tests.model.meetings import ONLINE, Shelf, written

WEEKLY = 'time: "19:30"\nweekly: [tuesday]\n'


def told(fields: str, body: str = "Come in.\n") -> list[str]:
    return [f"{p.place.line}: {p.code}: {p.message}" for p in Shelf(a=written("A", fields, body)).problems]


def test_a_meeting_that_says_when_and_where_is_good() -> None:
    assert told(ONLINE + WEEKLY) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (f'{ONLINE}time: "19:30"\n', "does not say on which days it is held"),
        (f"{ONLINE}{WEEKLY}monthly: [first monday]\n", "is held by `weekly` already"),
        (f'{ONLINE}time: "19:30"\nmonthly: [first monday]\nevery: 2\n', "`every` counts weeks"),
        (f"{ONLINE}{WEEKLY}every: 53\n", "`every` is at most 52"),
        (f"{ONLINE}{WEEKLY}minutes: 1441\n", "`minutes` is at most 1440"),
        (f"{ONLINE}{WEEKLY}starts: 2027-01-05\nends: 2027-01-04\n", "ends before it starts"),
        (f"{ONLINE}{WEEKLY}pauses: [{{first: 2027-01-05, last: 2027-01-04}}]\n", "ends before it begins"),
        (f"{ONLINE}{WEEKLY}pauses: [{{first: 2027-01-05, last: 2028-02-04}}]\n", "longer than 366 days"),
        (f"mode: hybrid\njoin: {{url: https://meet.example/a}}\n{WEEKLY}", "`mode: hybrid` needs `place`"),
        (f"mode: phone\n{WEEKLY}", "`mode: phone` needs `dial_in`"),
        (f"{ONLINE}{WEEKLY}not_on: [2027-01-06]\n", "is not held on 2027-01-06 in any case"),
        (f"{ONLINE}{WEEKLY}ends: 2026-11-24\n", "held for the last time on 2026-11-24"),
        (f'{ONLINE}time: "19:30"\ndates: [2026-11-24]\n', "held for the last time on 2026-11-24"),
        (f"{ONLINE}{WEEKLY}suspended_until: 2026-11-01\n", "it was suspended until 2026-11-01"),
        (f"{ONLINE}time: 25:00\nweekly: [tuesday]\n", "`25:00` is not a time of day"),
        (f"{ONLINE}{WEEKLY}timezone: europe/berlin\n", "`europe/berlin` is not a time zone"),
        (f'{ONLINE}time: "19:30"\nmonthly: [sixth monday]\n', "`sixth monday` is not a day of the month"),
        (f"mode: phone\ndial_in: {{phone: ring us}}\n{WEEKLY}", "`ring us` is not a number to dial"),
    ],
)
def test_what_does_not_fit_is_told_once(fields: str, message: str) -> None:
    (one,) = told(fields)
    assert message in one


def test_a_city_is_taken_for_its_time_zone() -> None:
    (problem,) = Shelf(a=written("A", f"{ONLINE}{WEEKLY}timezone: Berlin\n")).problems
    assert problem.hint == "did you mean `Europe/Berlin`?"


CONTACT = "contact: {{role: {role}, email: {email}, phone: '{phone}'}}\n"
HELD = ONLINE + WEEKLY
GOOD = {"role": "the host of the evening", "email": "meetings@group.example", "phone": "+44 113 496 0000"}


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"role": "Anna Fischer"}, "`Anna Fischer` looks like the name"),
        ({"role": "Mrs. Baker"}, "`Mrs. Baker` looks like the name"),
        ({"email": "somebody@gmail.com"}, "`somebody@gmail.com` looks like the address"),
        ({"email": "anna.fischer@group.example"}, "`anna.fischer@group.example` looks like the address"),
        ({"phone": "+49 1512 3456789"}, "`+49 1512 3456789` looks like the telephone number"),
    ],
)
def test_a_contact_is_a_role_and_no_person(changed: dict[str, str], found: str) -> None:
    assert told(HELD + CONTACT.format(**GOOD)) == []
    (one,) = told(HELD + CONTACT.format(**GOOD | changed))
    assert one.startswith("10: personal-detail: ") and found in one


def test_persons_are_found_in_the_text_at_their_line() -> None:
    text = "Ask Peter Schmidt at the door.\n\nOr ring +44 7400 123456, or write to peter@web.de.\n"
    assert told(HELD, text) == [
        "11: personal-detail: `Peter Schmidt` looks like the name of a person",
        "13: personal-detail: `+44 7400 123456` looks like the telephone number of a person",
        "13: personal-detail: `peter@web.de` looks like the address of a person",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Martin Luther House, James Street, St. Peter Church and the John Ryder Library are places.",
        "Anna, Peter and Maria K. will be there; Anna opens the door. Max comes, too.",
        "Free phone: 116 123. From 2026-11-24 to 2026-12-24, ID 812 3456 7890, code 123456.",
        "Write to meetings@group.example or tuesday.group@groups.example, or call +44 113 496 0000.",
        "Mark your calendar, Grace and Hope help. Will Power comes; Rose Garden; Victoria Station.",
        "Dr. St. Mary's is a school.",
    ],
)
def test_few_false_alarms(text: str) -> None:
    assert told(HELD, f"{text}\n") == []
