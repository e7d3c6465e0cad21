"""Maps for nginx: `maps.conf` belongs into `http`, `server.conf` into the `server` of the old host."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.importing.rules.moves import Move, asked

_MADE = "# Made by `pipeline import rules nginx`."
_LEAST_BUCKET = 64
_Names = tuple[str, ...]


def rules(some: Sequence[Move]) -> Mapping[str, str]:
    """Both files. A map for the paths, and one for each set of names that queries are told apart by."""
    queries, paths = asked(some)
    named: dict[_Names, list[Move]] = defaultdict(list)
    for move in queries:
        names = tuple(name for name, _ in move.query)
        named[names if all(map(_is_variable, names)) else ()].append(move)
    maps = {_of(names): _keys(ones, whole=not names) for names, ones in named.items()}
    maps["$uri"] = _keys(paths)
    longest = max((len(key.encode()) for keys in maps.values() for key in keys), default=0)
    text = [_MADE, f"map_hash_bucket_size {_room(longest)};", "map_hash_max_size 65536;"]
    for number, (of, keys) in enumerate(maps.items()):
        text += [f"map {_quoted(of)} $moved_{number} {{", '    default "";']
        text += [*(f"    {_quoted(key)} {_quoted(new)};" for key, new in keys.items()), "}"]
    return {"maps.conf": _text(text), "server.conf": _text([_MADE, *_server(len(maps))])}


def _server(maps: int) -> Iterator[str]:
    """The last map is that of the paths: what is asked besides goes along."""
    for number in range(maps - 1):
        yield f"if ($moved_{number}) {{ return 301 $moved_{number}; }}"
    yield f"if ($moved_{maps - 1}) {{ return 301 $moved_{maps - 1}$is_args$args; }}"


def _of(names: _Names) -> str:
    """What a map is asked by."""
    return f"$uri?{'&'.join(f'{name}=$arg_{name}' for name in names)}" if names else "$request_uri"


def _keys(some: Sequence[Move], *, whole: bool = False) -> dict[str, str]:
    """Key → new address; a `whole` one is what is asked for as it was written. nginx does not tell cases apart."""
    found: dict[str, tuple[str, str]] = {}
    for move in some:
        query = "&".join(f"{name}={value}" for name, value in move.query)
        keys = [f"{path}?{query}" if query else path for path in move.paths]
        for key in [move.written] if whole else keys:
            found.setdefault(key.casefold(), (key, move.new))
    return dict(found.values())


def _is_variable(name: str) -> bool:
    return name.replace("_", "").isalnum() and name.isascii()


def _room(longest: int) -> int:
    """What nginx needs for long keys."""
    size = _LEAST_BUCKET
    while size < longest + 32:
        size *= 2
    return size


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
