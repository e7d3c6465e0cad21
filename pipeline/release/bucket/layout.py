"""How a release lies in a bucket: keys, headers, the place of the state, and the rights that a publish needs."""

from __future__ import annotations

import json
from base64 import b64encode
from enum import IntFlag
from html import escape
from urllib.parse import quote

from pipeline.model import urls
from pipeline.model.artifact import Artifact, sha256

KEPT = {
    "cache-control": "CacheControl",
    "content-disposition": "ContentDisposition",
    "content-encoding": "ContentEncoding",
    "content-language": "ContentLanguage",
}
"""The headers that a bucket keeps, besides the type; all others are for what stands before it."""
PART = 8 << 20
"""Bytes of a part; what is larger goes out in parts."""
MOST_PARTS = 10_000
AT_ONCE = 1000
"""Keys in one request to delete."""
_STATE = "state/"


def normal(prefix: str) -> str:
    """`/sites/library` → `sites/library/`; "" stays: the whole bucket."""
    plain = prefix.strip("/")
    return f"{plain}/" if plain else ""


class Keys(IntFlag):
    """Under which keys pages lie besides `x/index.html`. The numbers stand in states."""

    PLAIN = 0
    """Under no other: the store's website knows index documents."""
    SLASHED = 1
    """Under `x/` too."""
    LED = 2
    """At `x` lies a page that leads to `x/`."""
    SETTLED = 4
    """It was tried whether the store keeps `x` beside `x/index.html`."""
    SPOKEN = SLASHED | LED | SETTLED
    """All that an exact bucket can have."""


_LEAD = """\
<!doctype html>
<html>
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta charset="utf-8">
<title>{name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="canonical" href="{link}">
<meta http-equiv="refresh" content="0; url={link}">
</head>
<body>
<p><a href="{link}">{name}</a></p>
</body>
</html>
"""


def keys(prefix: str, path: str, *, exact: bool) -> tuple[str, ...]:
    """The keys that hold the bytes of a published path. A store that knows no index documents (`exact`) gets each page
    under its directory as well; the root page of a whole bucket can't have such a key, as no key is empty.
    """
    found = [prefix + path]
    if exact and urls.is_page_file(path):
        found.append(prefix + path.removesuffix(urls.INDEX))
    return tuple(key for key in found if key)


def spoken(prefix: str, path: str) -> str:
    """The key of a page as its address is spoken, without a slash at its end; "" where there is none: for what is no
    page, and for the root, which is no name below the prefix.
    """
    return prefix + path.removesuffix(f"/{urls.INDEX}") if path.endswith(f"/{urls.INDEX}") else ""


def every(prefix: str, path: str, sort: int) -> tuple[str, ...]:
    """All keys of a published path, in the order in which they are written."""
    lead = spoken(prefix, path) if sort & Keys.LED else ""
    found = keys(prefix, path, exact=bool(sort & Keys.SLASHED))
    return (*found, lead) if lead else found


def has_moved(path: str, before: int, *, exact: bool) -> bool:
    """Whether a page of a release with such keys `before` has others now, as far as can be known before it is put."""
    if not urls.is_page_file(path):
        return False
    if not exact:
        return before != 0
    return not before & Keys.SLASHED or bool(spoken("", path) and not before & Keys.SETTLED)


def lead(page: Artifact) -> tuple[Artifact, bytes]:
    """What lies at a page's address without its slash: a page that leads there. The page itself can't lie there, since
    what it names is named from its directory.
    """
    name = page.path.removesuffix(f"/{urls.INDEX}").rpartition("/")[2]
    data = _LEAD.format(name=escape(name), link=escape(f"./{quote(name)}/")).encode()
    headers = {name: value for name, value in page.headers.items() if name not in ("location", "content-encoding")}
    return Artifact(page.path.removesuffix(f"/{urls.INDEX}"), sha256(data), len(data), headers), data


def arguments(artifact: Artifact, *, website: bool) -> dict[str, object]:
    """What a store is told of an artifact, as boto3 names it: headers, the digest of its bytes, and where it leads."""
    given = artifact.headers
    found: dict[str, object] = {
        "ContentType": given.get("content-type", "application/octet-stream"),
        "Metadata": {"sha256": artifact.digest},
    }
    found |= {name: given[header] for header, name in KEPT.items() if header in given}
    if website and "location" in given:
        found["WebsiteRedirectLocation"] = given["location"]
    return found


def checksum(digest: str) -> str:
    """A SHA-256 in hexadecimal as S3 writes it."""
    return b64encode(bytes.fromhex(digest)).decode()


def state_place(bucket: str, prefix: str, state: str) -> tuple[str, str]:
    """Bucket and prefix of the state. `state` is `s3://bucket/prefix`, or a prefix in the same bucket; "" is a folder
    beside the public one: `sites/library/` → `sites/.library/state/`. Raises ValueError when there is no such place:
    a whole bucket that is public has nothing beside it.
    """
    public, goal = normal(prefix), bucket
    if state.startswith("s3://"):
        goal, _, state = state.removeprefix("s3://").partition("/")
        place = normal(state)
    elif state:
        place = normal(state)
    elif public:
        above, _, name = public.rstrip("/").rpartition("/")
        place = f"{normal(above)}.{name}/{_STATE}"
    else:
        raise ValueError("a bucket that is public as a whole has no place for the state")
    if goal == bucket and is_inside(place, public):
        raise ValueError("the state would lie in what is public")
    return goal, place


def sources_place(state: str) -> str:
    """The prefix of the recordings that are kept out of git: beside the state, `sites/.library/state/` →
    `sites/.library/sources/`, or in the place that was given to it by name.
    """
    return f"{state.removesuffix(_STATE)}sources/"


def is_inside(prefix: str, other: str) -> bool:
    """Whether keys below one normal prefix lie below another too, or the other way round."""
    return prefix.startswith(other) or other.startswith(prefix)


def policy(bucket: str, prefix: str, state_bucket: str, state_prefix: str, *beside: str) -> str:
    """The least rights that a publish needs, as an IAM policy; `beside` are other prefixes where the state is."""
    private = (state_prefix, *(one for one in beside if not one.startswith(state_prefix)))
    objects = [f"arn:aws:s3:::{bucket}/{prefix}*", *(f"arn:aws:s3:::{state_bucket}/{one}*" for one in private)]
    buckets = sorted({f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{state_bucket}"})
    statements = [
        {
            "Sid": "Objects",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
            "Resource": objects,
        },
        {
            "Sid": "Lists",
            "Effect": "Allow",
            "Action": ["s3:ListBucket", "s3:ListBucketMultipartUploads"],
            "Resource": buckets,
        },
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, indent=2) + "\n"
