"""Puts and copies of small objects, for a third of what boto3 takes for each.

How boto3 put the first object of a bucket, the others are put too: below the same address, signed by the same signer
with the credentials of the moment. Whatever is not answered with a plain yes is asked again through boto3, which knows
retries (see `replies`) and redirects, and whose refusals have words. So does all that is asked through a proxy, with a
certificate of our own, or signed in another way than by version 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from threading import local
from time import sleep
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from weakref import finalize

from pipeline.stores.replies import is_passing, pause

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

_NAMES = {
    "ContentType": "Content-Type",
    "CacheControl": "Cache-Control",
    "ContentDisposition": "Content-Disposition",
    "ContentEncoding": "Content-Encoding",
    "ContentLanguage": "Content-Language",
    "WebsiteRedirectLocation": "x-amz-website-redirect-location",
    "ChecksumSHA256": "x-amz-checksum-sha256",
    "MetadataDirective": "x-amz-metadata-directive",
}
_SIGNED_BY = frozenset({"client_config", "has_streaming_input", "checksum"})
"""What of a request's context says whether its payload is signed."""
_AT_ONCE = 128 << 10
"""Bytes that must go out within the time of a read: a slow line is no dead one."""
_YES = 200


@dataclass(slots=True)
class _Request:
    """A put, as a signer reads it."""

    url: str
    headers: dict[str, str]
    body: bytes
    context: dict[str, Any]
    method: str = "PUT"
    params: None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a store said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def took(self) -> bool:
        """Whether an object was put; a page with a tag is no yes."""
        return self.status == _YES and "etag" in self.headers and not self.body

    @property
    def copied(self) -> bool:
        """Whether an object was copied; a failure can come with status 200 too."""
        return self.status == _YES and b"<CopyObjectResult" in self.body


@dataclass(frozen=True, slots=True)
class _Way:
    """How the objects of a bucket are asked for: the address before a key, what the signer goes by, and the connections
    that wait for the next one who asks.
    """

    base: str
    agent: str
    context: dict[str, Any]
    auth: Callable[[], Any]
    connect: Callable[[], HTTPConnection]
    waiting: list[HTTPConnection] = field(default_factory=list)

    def ask(self, key: str, data: bytes, headers: dict[str, str]) -> _Answer | None:
        """None when no answer came."""
        from botocore.exceptions import BotoCoreError

        if not "".join(headers.values()).isascii():
            return None
        url = self.base + _quoted(key)
        request = _Request(url, {"User-Agent": self.agent, **headers}, data, dict(self.context))
        connection = self._connection()
        try:
            self.auth().add_auth(request)
            sent = {**request.headers, "Content-Length": str(len(data))}
            connection.request("PUT", urlsplit(url).path, BytesIO(data), sent)
            answer = connection.getresponse()
            found = _Answer(answer.status, {n.lower(): v for n, v in answer.headers.items()}, answer.read())
        except (BotoCoreError, HTTPException, OSError):
            connection.close()
            return None
        self.waiting.append(connection)
        return found

    def _connection(self) -> HTTPConnection:
        try:
            return self.waiting.pop()
        except IndexError:
            return self.connect()


class Quick:
    """Puts and copies as `client` does, with the same arguments as far as a publish names them; from any thread. Raises
    what the client raises.
    """

    def __init__(self, client: S3Client) -> None:
        self._client: Any = client
        self._ways: dict[str, _Way] = {}
        self._signed = local()
        finalize(self, _close, self._ways)
        client.meta.events.register("before-sign.s3.PutObject", self._note)

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **more: Any) -> None:  # noqa: N803 - boto3's names
        way = self._ways.get(Bucket)
        answer = way.ask(Key, Body, _headers(more)) if way else None
        if answer and answer.took:
            return
        _again(self._client.put_object, way, answer, Bucket=Bucket, Key=Key, Body=Body, **more)
        if way is None and (learned := self._learned(Key)):
            self._ways.setdefault(Bucket, learned)

    def copy_object(self, *, Bucket: str, Key: str, CopySource: Any, **more: Any) -> None:  # noqa: N803 - boto3's names
        way = self._ways.get(Bucket)
        source = _quoted(f"{CopySource['Bucket']}/{CopySource['Key']}")
        answer = way.ask(Key, b"", {**_headers(more), "x-amz-copy-source": source}) if way else None
        if answer and answer.copied:
            return
        _again(self._client.copy_object, way, answer, Bucket=Bucket, Key=Key, CopySource=CopySource, **more)

    def _note(self, request: Any, request_signer: Any, signature_version: Any, **_more: Any) -> None:
        """Keep what boto3 is about to sign, and who signs it; it does so in the thread that asks."""
        self._signed.last = request, request_signer, signature_version

    def _learned(self, key: str) -> _Way | None:
        """How the last put of this thread was done, if it is a way that we know."""
        last: tuple[Any, Any, Any] = getattr(self._signed, "last", (None, None, ""))
        request, signer, version = last
        if version != "s3v4" or not request.url.endswith(f"/{_quoted(key)}"):
            return None
        base = request.url.removesuffix(_quoted(key))
        connect = _connector(self._client, base)
        if connect is None:
            return None
        signing = request.context["signing"]
        auth = partial(signer.get_auth_instance, signing["signing_name"], signing["region"], version)
        context = {name: value for name, value in request.context.items() if name in _SIGNED_BY}
        return _Way(base, request.headers["User-Agent"], context, auth, connect)


def _connector(client: Any, base: str) -> Callable[[], HTTPConnection] | None:
    """What connects to an address as a client does; None where it goes through a proxy, shows a certificate or sees
    none.
    """
    from botocore.httpsession import create_urllib3_context, get_cert_path
    from botocore.utils import get_environ_proxies

    config, place = client.meta.config, urlsplit(base)
    host, port = place.hostname or "", place.port
    verify = client._endpoint.http_session._verify  # noqa: SLF001 - told nowhere else, and botocore is held at a version
    if config.proxies or config.client_cert or get_environ_proxies(base).get(place.scheme) or not verify:
        return None
    if place.scheme == "http":
        return partial(HTTPConnection, host, port, timeout=config.read_timeout, blocksize=_AT_ONCE)
    context = create_urllib3_context()
    context.check_hostname = True
    context.load_verify_locations(get_cert_path(verify))
    return partial(HTTPSConnection, host, port, timeout=config.read_timeout, blocksize=_AT_ONCE, context=context)


def _close(ways: dict[str, _Way]) -> None:
    for way in ways.values():
        for connection in way.waiting:
            connection.close()


def _headers(more: dict[str, Any]) -> dict[str, str]:
    """What boto3's arguments are as headers."""
    metadata = {f"x-amz-meta-{name}": value for name, value in more.get("Metadata", {}).items()}
    return {**metadata, **{_NAMES[name]: value for name, value in more.items() if name != "Metadata"}}


def _quoted(key: str) -> str:
    return quote(key, safe="/~")


def _again(ask: Callable[..., object], before: object, answer: _Answer | None, **what: Any) -> None:
    """Ask through boto3, whose count of attempts shall know of one `before`; who is too busy is left alone a while."""
    from botocore.exceptions import ClientError

    if answer and is_passing(answer.status):
        sleep(pause(1, answer.headers))
    try:
        ask(**what)
    except ClientError as error:
        error.response["ResponseMetadata"]["RetryAttempts"] += bool(before)
        raise
