"""What a release promises, as the files of rules that hosts read: headers, redirects, and what is gone for good."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.edge.rules import apache, cloudfront, folder, nginx
from pipeline.edge.rules.site import Host, Ruled, Usual
from pipeline.model.artifact import Manifest

HOSTS: Mapping[str, Host] = {
    "apache": apache.rules,
    "cloudflare-pages": folder.cloudflare_pages,
    "cloudfront": cloudfront.rules,
    "netlify": folder.netlify,
    "nginx": nginx.rules,
}
"""The hosts by name: what writes their rules."""
INSIDE = ("apache", "cloudflare-pages", "netlify")
"""Those that read theirs in the folder that they serve."""


def ruled(host: str, manifest: Manifest, usual: Usual) -> Ruled:
    """The rules for a host. `usual` is the type that a path has by its name."""
    return HOSTS[host](manifest, usual)


__all__ = ["HOSTS", "INSIDE", "Ruled", "Usual", "ruled"]
