"""CloudFront, by boto3: one invalidation a request.

Credentials come by boto3's own chain (environment, profile, role) and by nothing else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pipeline.edge import cloudfront
from pipeline.edge.edge import EdgeError
from pipeline.edge.stale import Stale
from pipeline.problems import Finding

ATTEMPTS = 4
_RIGHT = "cloudfront:CreateInvalidation"
_WORDS = {
    "AccessDenied": (
        "the credentials have no right to tell it",
        f"Give them `{_RIGHT}` on this distribution, in the policy of their role or user.",
    ),
    "NoSuchDistribution": ("there is no such distribution", "Mend `distribution` of the CDN in `pipeline.toml`."),
    "TooManyInvalidationsInProgress": ("it is busy with what it was told before", ""),
    "Throttling": ("it is asked too often", ""),
    "ServiceUnavailable": ("it is failing", ""),
}
_KEYS = "See which credentials boto3 finds (`AWS_ACCESS_KEY_ID`, `AWS_PROFILE`, `profile` of the CDN), and renew them."
_WORDS |= dict.fromkeys(
    ("InvalidClientTokenId", "SignatureDoesNotMatch", "ExpiredToken"), ("it refuses the keys", _KEYS)
)


class CloudFront:
    """A distribution that readers meet at `base_url`."""

    def __init__(self, distribution: str, base_url: str, *, profile: str = "", endpoint: str = "") -> None:
        self._distribution, self._base_url = distribution, base_url
        self._profile, self._endpoint = profile, endpoint

    @property
    def label(self) -> str:
        return f"CloudFront `{self._distribution}`"

    def parts(self, stale: Stale) -> Iterator[Stale]:
        return cloudfront.parts(stale)

    def tell(self, part: Stale, reference: str) -> None:
        items = cloudfront.paths(part, self._base_url)
        with self._told():
            self._ask(len(items), items, reference)

    def examine(self) -> tuple[Finding, ...]:
        """Ask what it must refuse, as the numbers do not agree; who has no right is told so before."""
        from botocore.exceptions import ClientError

        try:
            with self._told():
                try:
                    self._ask(2, ("/is-there-a-page-for-what-is-not-there/",), "pipeline-doctor")
                except ClientError as error:
                    if _code(error) not in ("InconsistentQuantities", "InvalidArgument"):
                        raise
        except EdgeError as error:
            return (Finding(False, self.label, error.message.removeprefix(f"{self.label}: "), error.hint),)
        return (Finding(True, self.label, "takes invalidations"),)

    def _ask(self, quantity: int, items: tuple[str, ...], reference: str) -> None:
        batch = {"Paths": {"Quantity": quantity, "Items": list(items)}, "CallerReference": reference}
        self._client.create_invalidation(DistributionId=self._distribution, InvalidationBatch=batch)

    @cached_property
    def _client(self) -> Any:
        import boto3
        from botocore.config import Config

        session: Any = boto3.session.Session(profile_name=self._profile or None)
        retries: Any = {"mode": "standard", "total_max_attempts": ATTEMPTS}
        config = Config(retries=retries, connect_timeout=10, read_timeout=60)
        return session.client("cloudfront", region_name="us-east-1", endpoint_url=self._endpoint or None, config=config)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What it or the way to it refuses, as an `EdgeError`."""
        from botocore.exceptions import BotoCoreError, ClientError
        from botocore.parsers import ResponseParserError

        try:
            yield
        except ClientError as error:
            message, hint = _WORDS.get(_code(error), (f"it would not: {_reason(error)}", ""))
            raise EdgeError(f"{self.label}: {message} ({_code(error)}).", hint) from error
        except ResponseParserError as error:
            raise EdgeError(f"{self.label}: what answers is not CloudFront.", "Mend `endpoint` of the CDN.") from error
        except BotoCoreError as error:
            raise EdgeError(
                f"{self.label}: {str(error).rstrip('.')}.", _KEYS if "redential" in str(error) else ""
            ) from error


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _reason(error: Any) -> str:
    return str(error.response["Error"].get("Message") or "it gave no reason").rstrip(".")
