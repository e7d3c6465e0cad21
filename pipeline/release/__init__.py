"""Pieces become a manifest, a manifest a plan, and a plan what people can reach."""

from pipeline.release.abandoned import abandoned
from pipeline.release.against import catalogue, forsaken, named, pages_at, pages_of
from pipeline.release.agreed import Agreed, Basis, NoPlanError, digest_of
from pipeline.release.assemble import add, assemble, keep_to
from pipeline.release.cost import Requests
from pipeline.release.drift import Drift, Looks, every, md5, share
from pipeline.release.enclosures import beside, enclosures
from pipeline.release.errors import LostState, TargetError
from pipeline.release.guard import guard
from pipeline.release.headers import Route, content_type, headers, route
from pipeline.release.history import ReleaseInfo, line, release_id
from pipeline.release.look import Client, Reply, address, look
from pipeline.release.looked import Due, Looked, due, last_look
from pipeline.release.looked import remember as remember_look
from pipeline.release.places import displaced, places_in
from pipeline.release.plan import AS_IT_WAS, plan
from pipeline.release.previews import Elsewhere, Nowhere, Publish, lasting
from pipeline.release.recovery import Recovery, Remains, recovery
from pipeline.release.redirects import redirect
from pipeline.release.standing import Standing, Verdict, find, standing
from pipeline.release.target import Read, Target, TargetState
from pipeline.release.told import Told, told
from pipeline.release.withdrawn import Withdrawn, others, refused

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
