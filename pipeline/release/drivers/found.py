"""What lies below the public prefix of a bucket, whatever the state says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pipeline.model import urls
from pipeline.model.artifact import Artifact, Manifest, looks_hashed
from pipeline.release.bucket import layout
from pipeline.release.drivers.objects import Objects
from pipeline.release.state.drift import Drift, Known, Looks, looks_like_md5
from pipeline.stores.refusals import told

THREADS = 8
SIGNS = 50
"""The most objects that are asked whether a publish made them."""
_FIRST = (urls.INDEX, urls.NOT_FOUND, urls.ROBOTS, urls.SITEMAP, urls.CATALOG, urls.JSON_FEED)


@dataclass(frozen=True, slots=True)
class Found:
    """Size and tag of each object, by its key below the prefix: a question for a thousand of them."""

    objects: Objects
    listed: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, objects: Objects) -> Found:
        """What lies there now."""
        store, found = objects.store, {}
        with told(store.bucket, f"list `{store.prefix}`"):
            pages = store.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=store.bucket.name, Prefix=store.prefix):
                for item in page.get("Contents", ()):
                    tag = item.get("ETag", "").strip('"')
                    found[item["Key"].removeprefix(store.prefix)] = item["Size"], tag
        return cls(objects, found)

    def artifacts(self, paths: Iterable[str]) -> dict[str, Artifact | None]:
        """Each of these as its headers tell it: None where no publish made it. A question for each."""
        paths = tuple(paths)
        with ThreadPoolExecutor(THREADS) as pool:
            return dict(zip(paths, pool.map(self.objects.artifact, paths), strict=True))

    def paths(self) -> list[str]:
        """The keys that are paths: in an exact bucket pages have other keys as well."""
        return [key for key in self.listed if key and not key.endswith("/") and not self._leads(key)]

    def _leads(self, key: str) -> bool:
        """Whether this is the key of a page as its address is spoken, which leads there."""
        return f"{key}/{urls.INDEX}" in self.listed

    def sort(self) -> int:
        """Under which sort of keys pages lie here."""
        if not any(not key or key.endswith("/") for key in self.listed):
            return 0
        spoken = any(map(self._leads, self.listed))
        return layout.Keys.SLASHED | (layout.Keys.SPOKEN | layout.Keys.SETTLED if spoken else 0)

    def sign(self) -> str:
        """A path that a publish of ours made, as far as the likeliest tell; "" when there is none."""
        likely = sorted(self.paths(), key=lambda path: (path not in _FIRST, not looks_hashed(path), path))
        return next((path for path, found in self.artifacts(likely[:SIGNS]).items() if found), "")

    def drift(self, manifest: Manifest, ours: Iterable[str], looks: Looks, known: Known) -> Drift:
        """How this differs from a manifest. `ours` are paths that are known to be in doubt: they count as neither."""
        keys = {path: self._keys(path) for path in {*manifest.artifacts, *ours}}
        wanted = {path: (*keys[path], *self._lead(path)) for path in keys}
        here = {path for path in manifest.artifacts if all(key in self.listed for key in wanted[path])}
        sized = {
            path for path in here if {self.listed[key][0] for key in keys[path]} == {manifest.artifacts[path].size}
        }
        looked = [manifest.artifacts[path] for path in sorted(sized) if looks(path)]
        changed = (here - sized) | self._other(looked, keys, known)
        foreign = self.listed.keys() - {key for some in wanted.values() for key in some}
        missing = manifest.artifacts.keys() - here
        return Drift(tuple(sorted(missing)), tuple(sorted(changed)), tuple(sorted(foreign)), len(looked))

    def _keys(self, path: str) -> tuple[str, ...]:
        """The keys of a path, below the prefix."""
        start = len(self.objects.store.prefix)
        return tuple(key[start:] for key in self.objects.keys(path))

    def _lead(self, path: str) -> tuple[str, ...]:
        """The key from which somebody is led to a page, where the store keeps such keys."""
        lead = layout.spoken("", path) if self.objects.sort & layout.Keys.SPOKEN else ""
        return (lead,) if lead else ()

    def _other(self, looked: Iterable[Artifact], keys: Mapping[str, tuple[str, ...]], known: Known) -> set[str]:
        """Which of these have other bytes. A tag that is the MD5 of our bytes proves them; of the others the store
        tells what was written beside them. Where some tags are MD5s, one that looks so and is another's betrays other
        bytes.
        """
        sums = {artifact.path: known(artifact) for artifact in looked}
        tags = {a.path: {self.listed[key][1] for key in keys[a.path]} for a in looked}
        proved = {path for path, tag in tags.items() if tag == {sums[path]}}
        open_ = [artifact for artifact in looked if artifact.path not in proved]
        heads = self.artifacts(key for artifact in open_ for key in keys[artifact.path])

        def is_other(artifact: Artifact) -> bool:
            path, found = artifact.path, [heads[key] for key in keys[artifact.path]]
            if any(one is None or not _alike(one, artifact) for one in found):
                return True
            return bool(proved and sums[path]) and all(map(looks_like_md5, tags[path]))

        return {artifact.path for artifact in open_ if is_other(artifact)}


def _alike(found: Artifact, artifact: Artifact) -> bool:
    """Whether an object is what we put, and is served as we said; a store may write a header in its own spelling."""
    said = {name: artifact.headers[name] for name in ("content-type", "cache-control") if name in artifact.headers}
    same = (_plain(found.headers.get(name, "")) == _plain(value) for name, value in said.items())
    return found.digest == artifact.digest and all(same)


def _plain(header: str) -> str:
    return header.lower().replace(" ", "").replace('"', "")
