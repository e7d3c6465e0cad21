"""Speed: `nox -s bench -- build 200 1000`, or one of the others by its name; without a name all that are ratios."""

from __future__ import annotations

import argparse
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks import build, watch
from benchmarks.measure import Failed

RATIOS = ("start", "master", "unchanged")
SIZED = {"build": build.main, "growth": build.grow, "watch": watch.main}


def main() -> None:
    parser = argparse.ArgumentParser(prog="nox -s bench --", description="Measure how fast it is.")
    commands = parser.add_subparsers(dest="name")
    for name in RATIOS:
        commands.add_parser(name)
    for name, least, about in (
        ("build", 1, "publishes of libraries of so many articles, beside what other makers of sites take"),
        ("growth", 2, "what each page more costs, between the smallest size and the largest"),
        ("watch", 1, "seconds from a saved word to the page that says it, beside others who serve what is written"),
    ):
        sized = commands.add_parser(name, help=about, description=about)
        sized.add_argument("sizes", nargs="+", type=size, metavar="N")
        sized.set_defaults(least=least)
    runner = commands.add_parser("fresh", help="a runner with an empty disk, alone and with a shared store")
    runner.add_argument("episodes", nargs="?", type=int, default=300, metavar="N")
    sound = commands.add_parser("audio", help="mastering, of recordings as volunteers send them, beside a bare encode")
    sound.add_argument("hours", nargs="?", type=int, default=0, metavar="HOURS")
    moving = commands.add_parser("importing", help="bringing recordings of 100 MB, killed, gone on with, and unchanged")
    moving.add_argument("episodes", nargs="?", type=int, default=200, metavar="N")
    asked = parser.parse_args()
    if asked.name == "fresh":
        import_module("benchmarks.fresh").main(asked.episodes)
    elif asked.name == "importing":
        import_module("benchmarks.importing").main(asked.episodes)
    elif asked.name == "audio":
        import_module("benchmarks.audio").main(asked.hours)
    elif asked.name not in SIZED:
        ratios((asked.name,) if asked.name else RATIOS)
    elif len(set(asked.sizes)) < asked.least:
        parser.error(f"`{asked.name}` takes {asked.least} sizes")
    else:
        try:
            SIZED[asked.name](sorted(set(asked.sizes)))
        except Failed as failed:
            parser.exit(1, f"{failed}\n")


def size(text: str) -> int:
    """How many articles: as many as the steps change one after the other, or more."""
    if int(text) < build.LEAST:
        raise argparse.ArgumentTypeError(f"a library has {build.LEAST} articles at least")
    return int(text)


def ratios(names: tuple[str, ...]) -> None:
    """Measure these. What they use is large, and would count in what `build` measures: it is loaded for them alone."""
    module = import_module("benchmarks.ratios")
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            getattr(module, name)(Path(folder))


if __name__ == "__main__":
    main()
