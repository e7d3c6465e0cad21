"""Pieces become a manifest, a manifest a plan, and a plan what people can reach."""

from pipeline.release.assemble import assemble
from pipeline.release.errors import TargetError
from pipeline.release.guard import guard
from pipeline.release.headers import Route, headers, route
from pipeline.release.plan import plan
from pipeline.release.redirects import redirect
from pipeline.release.target import Read, ReleaseInfo, Target, TargetState, release_id

__all__ = [
    "Read",
    "ReleaseInfo",
    "Route",
    "Target",
    "TargetError",
    "TargetState",
    "assemble",
    "guard",
    "headers",
    "plan",
    "redirect",
    "release_id",
    "route",
]
