"""What a bucket or the way to it refuses, in words: what is wrong, and the remedy."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Protocol

from pipeline.stores.replies import DAMAGED, FOREIGN, is_passing
from pipeline.stores.store import StoreError

LONGEST = 500
"""Characters of a store's own words that are told."""


class Address(Protocol):
    """A bucket, and where it is asked for ("": at AWS). Its text is for people."""

    @property
    def name(self) -> str: ...

    @property
    def endpoint(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence and its remedy, with gaps."""

    message: str
    hint: str

    def at(self, bucket: Address, **more: object) -> StoreError:
        words = {"bucket": bucket, "name": bucket.name, "endpoint": bucket.endpoint or "AWS", **more}
        return StoreError(self.message.format_map(words), self.hint.format_map(words))


NO_DIRECTORIES = Words(
    "The store of the bucket {bucket} keeps no page under the name of its directory (`{key}`): {said}.",
    'Write `index = "website"` into the target, and let the web server before the store add `index.html` to addresses '
    "that end with `/`; or use a store that keeps such names: AWS, R2 and Ceph do.",
)
UNCONDITIONAL = Words(
    "The store of the bucket {bucket} does not know create-only writes (`If-None-Match: *`), so two publishes at once "
    "could not see each other; nothing was written to what is public.",
    "Use a store that knows them: AWS S3, Cloudflare R2, Ceph, MinIO and others of today do.",
)
_KEYS = Words(
    "The store does not accept the credentials for the bucket {bucket} ({code}).",
    "See which credentials boto3 finds (`AWS_ACCESS_KEY_ID`, `AWS_PROFILE`, `profile` of the target), and renew them.",
)
_REGION = Words(
    "The bucket {bucket} is in another region{region}.", "Write its `region` into the target in `pipeline.toml`."
)
_BUSY = Words(
    "The store of the bucket {bucket} is failing or too busy ({code}); asked {attempts} times to {doing}.",
    "Try again in a few minutes.",
)
_FULL = Words(
    "The store of the bucket {bucket} has no room left: it would not {doing} ({code}).",
    "Free some room there, or raise the quota, then publish again.",
)
_BY_CODE = {
    "NoSuchBucket": Words(
        "There is no bucket {bucket}.", "Create it, or mend `bucket` and `endpoint` of the target in `pipeline.toml`."
    ),
    "AccessDenied": Words(
        "The credentials have no right to {doing} in the bucket {bucket}: {said}.",
        "Give them the rights that `pipeline doctor --target NAME` prints, then publish again.",
    ),
    "RequestTimeTooSkewed": Words(
        "The clock of this machine is wrong{skew}, so the store of the bucket {bucket} refuses what it signs.",
        "Set the clock (`timedatectl set-ntp true`), then publish again.",
    ),
    "ExpiredToken": Words(
        "The credentials for the bucket {bucket} have expired.",
        "Sign in again or renew the token; for long publishes ask for one that lasts longer.",
    ),
    "BadDigest": Words(
        "What arrived at the bucket {bucket} was not what was sent ({code}); asked {attempts} times to {doing}.",
        "Try again; if it happens often, the network or this machine's memory is at fault.",
    ),
    "NotImplemented": Words(
        "The store of the bucket {bucket} can't {doing}: it says that it does not know how.",
        "Use a store that speaks the whole of the S3 API for objects.",
    ),
    "EntityTooLarge": Words(
        "The store of the bucket {bucket} finds it too large to {doing}.", "Make the file smaller, or raise the limit."
    ),
    **dict.fromkeys(("InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "TokenRefreshRequired"), _KEYS),
    **dict.fromkeys(("PermanentRedirect", "AuthorizationHeaderMalformed", "301", "307"), _REGION),
    **dict.fromkeys(("SlowDown", "TooManyRequests", "InternalError", "ServiceUnavailable", "RequestTimeout"), _BUSY),
    **dict.fromkeys(("QuotaExceeded", "InsufficientStorage", "507", "XMinioStorageFull"), _FULL),
}
_SAME = {
    "404": "NoSuchBucket",
    "403": "AccessDenied",
    "AllAccessDisabled": "AccessDenied",
    "RequestExpired": "ExpiredToken",
    "ExpiredTokenException": "ExpiredToken",
    **dict.fromkeys(DAMAGED, "BadDigest"),
    "501": "NotImplemented",
}
_OTHER = Words(
    "The store of the bucket {bucket} would not {doing}: {said} ({code}).",
    "See whether `endpoint` and `bucket` of the target in `pipeline.toml` name an S3 API and a bucket of yours.",
)
_NO_KEYS = Words(
    "There are no credentials for the bucket {bucket}: {said}.",
    "Set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or name a `profile` of the target in `pipeline.toml`.",
)
_SILENT = Words(
    "Nothing answers for the bucket {bucket}: {said}.",
    "See that `endpoint` of the target in `pipeline.toml` is right and that this machine reaches it.",
)
_STRANGE = Words(
    "What answers at {endpoint} does not speak as an S3 API does.",
    "Mend `endpoint` of the target in `pipeline.toml`: it is the address of the API, not that of the website. If it is "
    "right, something answers in its place: a proxy, or the sign-in page of this network.",
)
_CUT = Words(
    "The line to the bucket {bucket} is cut again and again: it was not possible to {doing} ({said}).",
    "Try again; if it happens often, see what stands between: a proxy or firewall that ends long answers.",
)
CHANGED = Words(
    "While the line to the bucket {bucket} was cut, somebody wrote there: it was not possible to {doing} as it was.",
    "Try again.",
)


@contextlib.contextmanager
def told(bucket: Address, doing: str = "answer") -> Iterator[None]:
    """What a store or the way to it refuses, as a `StoreError`. `doing` is what was asked, as a verb and its object."""
    from botocore import exceptions as e
    from botocore.parsers import ResponseParserError

    try:
        yield
    except e.ClientError as error:
        raise _answered(error, bucket, doing) from error
    except (
        e.NoCredentialsError,
        e.PartialCredentialsError,
        e.CredentialRetrievalError,
        e.TokenRetrievalError,
        e.ProfileNotFound,
        e.SSOError,
    ) as error:
        raise _NO_KEYS.at(bucket, said=_said(error)) from error
    except ResponseParserError as error:
        raise _STRANGE.at(bucket) from error
    except (e.IncompleteReadError, e.ResponseStreamingError) as error:
        raise _CUT.at(bucket, doing=doing, said=_said(error)) from error
    except (e.HTTPClientError, e.BotoCoreError) as error:
        raise _SILENT.at(bucket, said=_said(error)) from error


def code(error: Any) -> str:
    """The code of an S3 error; where an answer has no body (HEAD), its HTTP status."""
    return str(error.response.get("Error", {}).get("Code", ""))


def refuses_this(error: Any) -> bool:
    """Whether a store refuses what was asked for what it is: not for want of rights, room or time."""
    said, status = code(error), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    known = _SAME.get(said, said)
    return (400 <= status < 500 and known not in _BY_CODE) or known == "NotImplemented"


def _answered(error: Any, bucket: Address, doing: str) -> StoreError:
    answer = error.response.get("ResponseMetadata", {})
    headers, said, status = answer.get("HTTPHeaders", {}), code(error), answer.get("HTTPStatusCode", 0)
    passing = is_passing(status)
    if said == FOREIGN or not (passing or headers.get("x-amz-request-id") or said[:1].isalpha()):
        return _STRANGE.at(bucket)
    region = headers.get("x-amz-bucket-region") or error.response["Error"].get("Region", "")
    skew = round((datetime.now(UTC) - date(error.response)).total_seconds() / 60)
    return _BY_CODE.get(_SAME.get(said, said), _BUSY if passing else _OTHER).at(
        bucket,
        doing=doing,
        code=said or status,
        said=reason(error),
        attempts=answer.get("RetryAttempts", 0) + 1,
        region=f" ({region})" if region else "",
        skew=f" by {abs(skew)} minutes" if skew else "",
    )


def reason(error: Any) -> str:
    """What the store gives as its reason, in one line of a length that can be read."""
    said = " ".join(str(error.response["Error"].get("Message") or "").split()).rstrip(".")
    return (said if len(said) <= LONGEST else f"{said[:LONGEST]}…") or "it gave no reason"


def _said(error: Exception) -> str:
    return str(error).rstrip(".").replace("\n", " ")


def date(answer: Any) -> datetime:
    """What the store's clock said when it answered; ours when it said nothing."""
    try:
        said = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
    except (KeyError, ValueError):
        return datetime.now(UTC)
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def cut() -> tuple[type[Exception], ...]:
    """The exceptions of an answer that does not come to its end."""
    from botocore.exceptions import IncompleteReadError, ReadTimeoutError, ResponseStreamingError

    return IncompleteReadError, ReadTimeoutError, ResponseStreamingError


def client_error() -> type[Exception]:
    """The exception of an answer that says no; a function, since boto3 takes a while to import."""
    from botocore.exceptions import ClientError

    return ClientError
