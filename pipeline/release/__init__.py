"""Pieces become a manifest, a manifest a plan, and a plan what people can reach."""

from pipeline.release.bucket.previews import Elsewhere, Nowhere, Publish, lasting
from pipeline.release.looking.look import Client, Reply, address, look
from pipeline.release.looking.looked import Due, Looked, due, last_look
from pipeline.release.looking.looked import remember as remember_look
from pipeline.release.manifest.assemble import add, assemble, keep_to
from pipeline.release.manifest.enclosures import beside, enclosures
from pipeline.release.manifest.headers import Route, content_type, headers, route
from pipeline.release.manifest.redirects import redirect
from pipeline.release.planning.abandoned import abandoned
from pipeline.release.planning.against import catalogue, forsaken, named, pages_at, pages_of
from pipeline.release.planning.agreed import Agreed, Basis, NoPlanError, digest_of
from pipeline.release.planning.guard import guard
from pipeline.release.planning.places import displaced, places_in
from pipeline.release.planning.plan import AS_IT_WAS, plan
from pipeline.release.planning.standing import Standing, Verdict, find, standing
from pipeline.release.state.cost import Requests
from pipeline.release.state.drift import Drift, Looks, every, md5, share
from pipeline.release.state.errors import LostState, TargetError
from pipeline.release.state.history import ReleaseInfo, line, release_id
from pipeline.release.state.recovery import Recovery, Remains, recovery
from pipeline.release.state.target import Read, Target, TargetState
from pipeline.release.state.told import Told, told
from pipeline.release.state.withdrawn import Withdrawn, others, refused

__all__ = [
    "AS_IT_WAS",
    "Agreed",
    "Basis",
    "Client",
    "Drift",
    "Due",
    "Elsewhere",
    "Looked",
    "Looks",
    "LostState",
    "NoPlanError",
    "Nowhere",
    "Publish",
    "Read",
    "Recovery",
    "ReleaseInfo",
    "Remains",
    "Reply",
    "Requests",
    "Route",
    "Standing",
    "Target",
    "TargetError",
    "TargetState",
    "Told",
    "Verdict",
    "Withdrawn",
    "abandoned",
    "add",
    "address",
    "assemble",
    "beside",
    "catalogue",
    "content_type",
    "digest_of",
    "displaced",
    "due",
    "enclosures",
    "every",
    "find",
    "forsaken",
    "guard",
    "headers",
    "keep_to",
    "last_look",
    "lasting",
    "line",
    "look",
    "md5",
    "named",
    "others",
    "pages_at",
    "pages_of",
    "places_in",
    "plan",
    "recovery",
    "redirect",
    "refused",
    "release_id",
    "remember_look",
    "route",
    "share",
    "standing",
    "told",
]
