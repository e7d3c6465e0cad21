"""Replies of a store: which are worth asking again, and which come from something else that stands in its place.

botocore asks again where a line is cut, and at 500, 502, 503 and 504. Stores, and what stands before them, say more
that is over in a moment: that they are asked too often, that what arrived was not what was sent. And a proxy, or the
sign-in page of a network, says 200 and HTML to whatever it is asked, which botocore takes for a yes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import md5
from random import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

FOREIGN = "AnswerOfAnother"
"""The code that a reply gets which is none of a store."""
DAMAGED = frozenset(
    {"BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch", "IncompleteBody"}
)
"""What arrived was not what was sent."""
_PASSING = frozenset({408, 425, 429})
_LASTING = frozenset({501, 505, 507, 508, 510, 511})
LONGEST = 20.0
"""Seconds that are waited at most between two attempts."""
_ROOTS = {
    "ListObjectsV2": b"ListBucketResult",
    "ListMultipartUploads": b"ListMultipartUploadsResult",
    "CopyObject": b"CopyObjectResult",
    "DeleteObjects": b"DeleteResult",
    "CreateMultipartUpload": b"InitiateMultipartUploadResult",
    "CompleteMultipartUpload": b"CompleteMultipartUploadResult",
}
_HEAD = 1024


def is_passing(status: int) -> bool:
    """Whether a status says that it may be another one soon."""
    return status in _PASSING or (500 <= status < 600 and status not in _LASTING)


def pause(attempts: int, headers: Mapping[str, str] | None = None) -> float:
    """Seconds to wait after so many attempts; as long as the store says, if it says so."""
    said = (headers or {}).get("retry-after", "")
    growing = 2.0 ** (attempts - 1) * (0.5 + random() / 2)  # noqa: S311 - so that not all ask at once
    return min(LONGEST, max(growing, float(said) if said.isdecimal() else 0.0))


def attend(client: S3Client, most: int) -> None:
    """Let a client ask again for what is over in a moment, `most` times in all; see who answers; and send with each
    list of deletions what stores of some years ask for.
    """

    def again(response: Any, attempts: int, operation: Any, **_more: object) -> float | None:
        if response is None:
            return None  # a line that was cut: botocore sees to it
        http, parsed = response
        if is_foreign(operation.name, http.raw.status, http.headers, lambda: http.content):
            _refuse(http, parsed)
        elif parsed.get("Error", {}).get("Code") not in DAMAGED and not is_passing(http.status_code):
            return None
        return pause(attempts, http.headers) if attempts < most else None

    events: Any = client.meta.events
    events.register("needs-retry.s3", again)
    events.register_last("before-call.s3.DeleteObjects", _with_md5)


def is_foreign(operation: str, status: int, headers: Mapping[str, str], body: Callable[[], bytes]) -> bool:
    """Whether a yes comes from something that is no store. `headers` don't mind the case of names."""
    if status not in (200, 206):
        return False
    is_page = headers.get("content-type", "").startswith("text/html")
    if root := _ROOTS.get(operation):
        begins = body()[:_HEAD]
        return root not in begins and b"<Error" not in begins and not (operation == "DeleteObjects" and not begins)
    if operation in ("GetObject", "HeadObject"):  # an object may be a page: then what we wrote beside it comes along
        ours = any(name.lower().startswith("x-amz-") for name in headers)
        return "etag" not in headers or (is_page and not ours)
    return (is_page and bool(body())) or (operation in ("PutObject", "UploadPart") and "etag" not in headers)


def _refuse(http: Any, parsed: Any) -> None:
    """Make a no of a reply; the rest of it is not read."""
    http.raw.close()
    parsed.clear()
    parsed["Error"] = {"Code": FOREIGN, "Message": "it is no S3 API"}
    parsed["ResponseMetadata"] = {"HTTPStatusCode": 503, "HTTPHeaders": dict(http.headers), "RetryAttempts": 0}
    http.status_code = 503


def _with_md5(params: Any, **_more: object) -> None:
    """MinIO before 2025 and OVH take no list of deletions without it, whatever other checksum comes along."""
    digest = md5(params["body"], usedforsecurity=False).digest()
    params["headers"]["Content-MD5"] = b64encode(digest).decode()
