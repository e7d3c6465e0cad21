"""Headers of the settings: said in the manifest, kept by a bucket as far as it can, and looked for as a reader does."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

from pipeline.model.artifact import Artifact, Manifest, sha256
from pipeline.release import ReleaseInfo, Reply, headers, look, plan
from pipeline.release.manifest.headers import Routes
from tests.edge.test_encodings import FILES, LONG, manifest, packed
from tests.release.place import NOW, PREFIX, Place
from tests.release.test_look import BASE, Site
from tests.support.s3 import Server
from tests.support.s3_memory import MemoryS3

ROUTES: Routes = {
    "handouts/*.pdf": {"x-robots-tag": "noindex", "content-disposition": "attachment"},
    "api/*": {"access-control-allow-origin": "", "cache-control": "no-store"},
    "*.pdf": {"x-robots-tag": "none", "content-language": "en"},
    "*": "max-age=60",
}


def test_of_each_header_the_first_glob_that_names_it_counts() -> None:
    assert headers("handouts/log/log.pdf", ROUTES) == {
        "content-type": "application/pdf",
        "cache-control": "max-age=60",
        "x-robots-tag": "noindex",
        "content-disposition": "attachment",
        "content-language": "en",
    }
    assert headers("api/catalog.json", ROUTES) == {"content-type": "application/json", "cache-control": "no-store"}
    assert headers("feed.xml", ROUTES)["access-control-allow-origin"] == "*"
    assert headers("a/index.html", ROUTES) is headers("b/index.html", ROUTES)


def publish(place: Place, after: Manifest, data: dict[str, bytes], day: int) -> None:
    state = place.target().state()
    planned = plan(state.manifest, after, max_delete=9, now=NOW.replace(day=day))
    place.target().apply(planned, lambda artifact: [data[artifact.path]], ReleaseInfo.of(planned, NOW.replace(day=day)))


def served(place: Place, path: str) -> tuple[bytes, str]:
    """What a reader gets who unpacks what is said to be packed, and how it is packed."""
    found = place.client.get_object(Bucket=place.bucket, Key=f"{PREFIX}/{path}")
    data, coding = found["Body"].read(), found.get("ContentEncoding", "")
    return gzip.decompress(data) if coding == "gzip" else data, coding


def test_a_bucket_keeps_packed_texts_readable_forth_and_back(tmp_path: Path) -> None:
    place = Place(MemoryS3())
    publish(place, manifest(FILES), FILES, 1)
    found, data = packed(FILES, "gzip", tmp_path)
    publish(place, found, data, 2)
    assert served(place, "about/index.html") == (LONG, "gzip")
    assert served(place, "feed.xml") == (LONG, "")
    place.target().rollback()
    assert {served(place, path) for path in FILES} == {(LONG, ""), (b"Urges pass.", "")}
    publish(place, found, data, 3)
    assert served(place, "about/index.html") == (LONG, "gzip")


def test_the_page_at_an_address_without_its_slash_is_packed_by_nobody(tmp_path: Path) -> None:
    place = Place(MemoryS3(), exact=True)
    found, data = packed(FILES, "gzip", tmp_path)
    publish(place, found, data, 1)
    assert served(place, "about/") == (LONG, "gzip")
    lead, coding = served(place, "about")
    assert b'content="0; url=./about/"' in lead and coding == ""


def test_each_object_of_a_bucket_says_what_it_can(s3_server: Server, tmp_path: Path) -> None:
    place = Place(s3_server)
    found, data = packed(FILES, "gzip", tmp_path)
    log = replace(found.artifacts["handouts/log/log.pdf"], headers=headers("handouts/log/log.pdf", ROUTES))
    publish(place, Manifest({**found.artifacts, log.path: log}), data, 1)
    for path in ("about/index.html", "api/catalog.json"):
        assert served(place, path) == (LONG, "gzip")
    head = place.client.head_object(Bucket=place.bucket, Key=f"{PREFIX}/{log.path}")
    assert (head["ContentDisposition"], head["ContentLanguage"], head["CacheControl"]) == (
        "attachment",
        "en",
        "max-age=60",
    )


def test_a_header_that_does_not_arrive_is_found() -> None:
    said = headers("a/index.html", {"a/*": {"x-robots-tag": "noindex"}})
    page = Artifact("a/index.html", sha256(b"a"), 1, said)
    site = Site(files={page.path: b"a"}, manifest=Manifest({page.path: page}))
    assert all(finding.ok for finding in look(site, BASE, site.manifest, [page.path]))
    site.without = "x-robots-tag"
    (wrong,) = (finding for finding in look(site, BASE, site.manifest, [page.path]) if not finding.ok)
    assert wrong.message == "expected `x-robots-tag: noindex`, got no such header"


def test_packed_bytes_that_nobody_is_told_of_are_found_and_unpacked_ones_are_well() -> None:
    data = gzip.compress(b"home")
    said = {**headers("index.html", {}), "content-encoding": "gzip"}
    home = Artifact("index.html", sha256(data), len(data), said, "", sha256(b"home"))
    site = Site(files={"index.html": data}, manifest=Manifest({home.path: home}))
    assert all(finding.ok for finding in look(site, BASE, site.manifest))
    site.wrong["GET", ""] = Reply(200, {"content-type": said["content-type"]}, b"home")
    assert all(finding.ok for finding in look(site, BASE, site.manifest))
    site.wrong["GET", ""] = Reply(200, {"content-type": said["content-type"]}, data)
    (wrong,) = (finding for finding in look(site, BASE, site.manifest) if not finding.ok)
    assert wrong.message == "packed bytes without `Content-Encoding`, which nobody can read"
