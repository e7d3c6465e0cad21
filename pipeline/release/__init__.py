"""Pieces become a manifest, a manifest a plan, and a plan what people can reach."""

from pipeline.release.abandoned import abandoned
from pipeline.release.against import forsaken, named, pages_at, pages_of
from pipeline.release.agreed import Agreed, Basis, NoPlanError, digest_of
from pipeline.release.assemble import add, assemble, keep_to
from pipeline.release.enclosures import enclosures
from pipeline.release.errors import TargetError
from pipeline.release.guard import guard
from pipeline.release.headers import Route, content_type, headers, route
from pipeline.release.look import Client, Reply, address, look
from pipeline.release.looked import Due, Looked, due, last_look
from pipeline.release.looked import remember as remember_look
from pipeline.release.plan import plan
from pipeline.release.previews import Elsewhere, Nowhere, Publish, lasting
from pipeline.release.redirects import redirect
from pipeline.release.standing import Standing, Verdict, find, standing
from pipeline.release.target import Read, ReleaseInfo, Target, TargetState, release_id
from pipeline.release.withdrawn import Withdrawn, others, refused

__all__ = [
    "Agreed",
    "Basis",
    "Client",
    "Due",
    "Elsewhere",
    "Looked",
    "NoPlanError",
    "Nowhere",
    "Publish",
    "Read",
    "ReleaseInfo",
    "Reply",
    "Route",
    "Standing",
    "Target",
    "TargetError",
    "TargetState",
    "Verdict",
    "Withdrawn",
    "abandoned",
    "add",
    "address",
    "assemble",
    "content_type",
    "digest_of",
    "due",
    "enclosures",
    "find",
    "forsaken",
    "guard",
    "headers",
    "keep_to",
    "last_look",
    "lasting",
    "look",
    "named",
    "others",
    "pages_at",
    "pages_of",
    "plan",
    "redirect",
    "refused",
    "release_id",
    "remember_look",
    "route",
    "standing",
]
