"""What can be broken in a module: small edits, each of which some test should notice.

Pure: a syntax tree in, edits out. An edit puts another value into one field of one node, so that it is undone as
easily as it is made. What is not edited: annotations, asserts (they are for mypy), texts of messages, and what a class
or a signature says once (fields, defaults), which a loaded program doesn't read again.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_EMPTY = {"str": '""', "bytes": 'b""', "int": "0", "float": "0.0", "tuple": "()", "list": "[]", "set": "set()"}
_EMPTY |= {"dict": "{}", "Mapping": "{}", "frozenset": "frozenset()", "Iterator": "iter(())", "Iterable": "()"}
_REMOVED = (ast.Expr, ast.AugAssign, ast.Delete, ast.Raise, ast.Continue, ast.Break)
_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try)
_LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
WIDTH, AROUND = 90, 20


@dataclass(frozen=True, slots=True)
class Edit:
    """`node.field = value` instead of what stands there, in `line`; a test that runs none of `lines` can't notice.
    `constant` is the name that a module gives to what is edited, "" inside a function.
    """

    node: ast.AST
    field: str
    value: Any
    line: int
    lines: range
    before: str
    after: str
    constant: str = ""


def edits(tree: ast.Module) -> list[Edit]:
    """All edits of a module, in the order of its lines."""
    found: list[Edit] = []
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found += _definition(statement)
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and (name := _name(statement)):
            found += _constants(statement, name)
    return found


def _definition(node: ast.stmt) -> Iterator[Edit]:
    if isinstance(node, ast.ClassDef):
        for inner in node.body:
            yield from _definition(inner)
    elif isinstance(node, _FUNCTIONS):
        yield from _block(node, "body", ast.unparse(node.returns) if node.returns else "")


def _block(owner: ast.AST, field: str, returns: str) -> Iterator[Edit]:
    """The edits of a list of statements: of each, of its presence, and of the order of two."""
    body: list[ast.stmt] = getattr(owner, field)
    for at, one in enumerate(body):
        if _is_text(one) or isinstance(one, ast.Assert | ast.Import | ast.ImportFrom):
            continue
        yield from _statement(one, returns)
        before, rest = body[:at], body[at + 1 :]
        if _can_go(one):
            passed = [*before, ast.copy_location(ast.Pass(), one), *rest]
            yield Edit(owner, field, passed, one.lineno, _lines(one), *_shown(_text(one), "pass"))
        if rest and _can_swap(one, rest[0]):
            first, second = _text(one), _text(rest[0])
            swapped = [*before, rest[0], one, *rest[1:]]
            yield Edit(owner, field, swapped, one.lineno, _lines(one), f"{first}; {second}", f"{second}; {first}")


def _statement(one: ast.stmt, returns: str) -> Iterator[Edit]:
    if isinstance(one, _FUNCTIONS):
        yield from _definition(one)
        return
    if isinstance(one, ast.Return) and one.value and not _is_none(one.value):
        yield _edit(one, one, "value", _emptied(one.value, returns))
    for field, value in ast.iter_fields(one):
        if isinstance(value, ast.expr) and field != "annotation":
            yield from _expression(one, one, field, value)
        elif isinstance(value, list) and value and isinstance(value[0], ast.stmt):
            yield from _block(one, field, returns)
        elif isinstance(value, list):
            yield from _several(one, value, returns)


def _several(one: ast.stmt, values: Sequence[Any], returns: str) -> Iterator[Edit]:
    """Targets, the contexts of a `with`, handlers."""
    for value in values:
        if isinstance(value, ast.withitem):
            yield from _expression(one, value, "context_expr", value.context_expr)
        elif isinstance(value, ast.ExceptHandler):
            yield from _block(value, "body", returns)


def _expression(one: ast.stmt, owner: ast.AST, field: str, node: ast.expr) -> Iterator[Edit]:
    """The edits of an expression and of what is in it; it stands in `field` of `owner`, in the statement `one`."""
    for value in _instead(node):
        yield _edit(one, owner, field, value)
    if field in ("test", "ifs") and not isinstance(node, ast.Compare | ast.UnaryOp):
        yield _edit(one, owner, field, ast.UnaryOp(ast.Not(), node))
    for inner, value in ast.iter_fields(node):
        if isinstance(value, ast.expr):
            yield from _expression(one, node, inner, value)
        elif isinstance(value, list) and not isinstance(node, ast.JoinedStr):
            yield from _listed(one, node, inner, value)


def _listed(one: ast.stmt, owner: ast.AST, field: str, values: list[Any]) -> Iterator[Edit]:
    for at, value in enumerate(values):
        if isinstance(value, ast.keyword):
            yield from _expression(one, value, "value", value.value)
        elif isinstance(value, ast.comprehension):
            yield from _expression(one, value, "iter", value.iter)
            yield from _listed(one, value, "ifs", list(value.ifs))
        elif isinstance(value, ast.expr):
            holder = ast.Tuple([], ast.Load())  # in place of the owner, whose list is changed as a whole
            setattr(holder, field, [value])
            for inner in _expression(one, holder, field, value):
                if inner.node is holder:
                    yield replace(inner, node=owner, field=field, value=[*values[:at], inner.value, *values[at + 1 :]])
                else:
                    yield inner


def _instead(node: ast.expr) -> Iterator[ast.expr]:
    """What may stand where an expression stands."""
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.IfExp(body=body, orelse=orelse):
            yield from (body, orelse)
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            yield ast.BinOp(left, ast.Sub() if isinstance(sign, ast.Add) else ast.Add(), right)
        case ast.Compare() | ast.BoolOp() | ast.Call():
            yield from _shortened(node)


def _shortened(node: ast.Compare | ast.BoolOp | ast.Call) -> Iterator[ast.expr]:
    """With one operator turned, or one operand or argument less."""
    match node:
        case ast.Compare(left, ops, comparators):
            for at, op in enumerate(ops):
                yield ast.Compare(left, [*ops[:at], _COMPARISONS[type(op)](), *ops[at + 1 :]], comparators)
        case ast.BoolOp(joint, values):
            yield ast.BoolOp(ast.Or() if isinstance(joint, ast.And) else ast.And(), values)
            for rest in ([*values[:at], *values[at + 1 :]] for at in range(len(values))):
                yield rest[0] if len(rest) == 1 else ast.BoolOp(joint, rest)
        case ast.Call(function, arguments, keywords):
            for at in range(len(keywords)):
                yield ast.Call(function, arguments, [*keywords[:at], *keywords[at + 1 :]])
            if len(arguments) > 1:
                yield ast.Call(function, arguments[:-1], keywords)


def _constants(statement: ast.Assign | ast.AnnAssign, name: str) -> Iterator[Edit]:
    """The numbers that a module names."""
    value = statement.value
    if isinstance(value, ast.Constant | ast.BinOp):
        for edit in _expression(statement, statement, "value", value):
            yield replace(edit, constant=name)


def _name(statement: ast.Assign | ast.AnnAssign) -> str:
    target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
    return target.id if isinstance(target, ast.Name) else ""


def _emptied(value: ast.expr, returns: str) -> ast.expr:
    """What a function gives instead: nothing, of the kind that it promises."""
    if returns == "bool":
        return ast.UnaryOp(ast.Not(), value)
    empty = ast.parse(_EMPTY.get(returns.partition("[")[0], "None"), mode="eval").body
    return empty if ast.unparse(empty) != ast.unparse(value) else ast.Constant(None)


def _can_go(one: ast.stmt) -> bool:
    if isinstance(one, ast.Assign):
        return isinstance(one.targets[0], ast.Attribute | ast.Subscript)
    return isinstance(one, _REMOVED) and not _asks_above(one)


def _asks_above(one: ast.stmt) -> bool:
    """Whether a statement calls `super()`: without it a loaded method is of another shape, and can't be changed."""
    return any(isinstance(node, ast.Name) and node.id == "super" for node in ast.walk(one))


def _can_swap(one: ast.stmt, after: ast.stmt) -> bool:
    """Whether two statements both do something, and the second needs no name that the first gives."""
    if isinstance(one, _LEAVES) or isinstance(after, _LEAVES) or not (_acts(one) and _acts(after)):
        return False
    given = {node.id for node in ast.walk(one) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return not any(isinstance(node, ast.Name) and node.id in given for node in ast.walk(after))


def _acts(one: ast.stmt) -> bool:
    """Whether others may see that it was done: in what order a table is filled nobody sees."""
    if isinstance(one, _COMPOUND):
        return any(isinstance(inner, ast.stmt) and _acts(inner) for inner in ast.walk(one) if inner is not one)
    fills = isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Subscript)
    return _can_go(one) and not fills and not _is_text(one)


def _lines(one: ast.stmt) -> range:
    """A statement; of one that holds others its head."""
    first = next((inner for _, inner in ast.iter_fields(one) if isinstance(inner, list) and _has_lines(inner)), None)
    end = first[0].lineno - 1 if first and isinstance(one, _COMPOUND) else one.end_lineno or one.lineno
    return range(one.lineno, max(one.lineno, end) + 1)


def _has_lines(inner: list[Any]) -> bool:
    return bool(inner) and isinstance(inner[0], ast.stmt)


def _is_text(one: ast.stmt) -> bool:
    return isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _edit(one: ast.stmt, owner: ast.AST, field: str, value: ast.expr) -> Edit:
    old = getattr(owner, field)
    before = old[0] if isinstance(old, list) else old
    if not hasattr(value, "lineno"):
        ast.fix_missing_locations(ast.copy_location(value, before))
    return Edit(owner, field, value, before.lineno, _lines(one), *_shown(_text(before), _text(value)))


def _text(node: ast.AST) -> str:
    """A node in one line; of a statement that holds others its head."""
    text = ast.unparse(node)
    return text.partition("\n")[0] if isinstance(node, _COMPOUND) else " ".join(text.split())


def _shown(before: str, after: str) -> tuple[str, str]:
    """Two texts where they differ, with some of what is around."""
    if max(len(before), len(after)) <= WIDTH:
        return before, after
    start = max(0, _alike(before, after) - AROUND)
    end = max(0, _alike(before[:start:-1], after[:start:-1]) - AROUND)
    return _cut(before, start, len(before) - end), _cut(after, start, len(after) - end)


def _alike(one: str, other: str) -> int:
    """With how many letters two texts begin alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    text = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return text if len(text) <= 2 * WIDTH else f"{text[: 2 * WIDTH]}…"
