"""How the work of a reader grows with what it reads, and hostile shapes of text to try it with.

What a pattern does can't be counted from outside, so the CPU time of this process is taken: of a text, and of one of
the same shape with an eighth of its length. Twice the text may take twice the work: eight times as much, where a
reader that looks through the rest of the text again and again takes sixty-four times as much. The bound lies between.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterator
from functools import partial

Shape = Callable[[int], str]

#: Seconds of CPU time below which nothing can be told.
_ENOUGH = 0.002
MOST = 24.0

_UNITS = (
    " ", "\t", "\n", "a", "a ", "é", "1", "1,", "0:", "[", "]", "(", "![", "](", "[a](", "[a]: ", "[^1]", "[^1]: ",
    "<", "<a ", "<v ", "<v.", "<i.", "<b", "</", "<!", "<!--", "<?", "&", "&amp", "*", "* ", "_a ", "a_", "`", "``` ",
    "~~~\n", '"', "'", " 'a", "“", "‘", "«", "„a“", "\\", "{", "{: ", "{\\", "}", "|a\n", "- ", "-\n", "-->", "# ",
    "> ", "1. ", ": ", "!!! ", ". ", '."', "http://", "a/", "a-", "a.", "a@", "\u00ad", "\u202e", "===\n", "a\n\n",
    "a  \n", "ie", "A: b\n", "Dr. ", 'x="', "<p>", "</p>", "a-->b\n", "ﷺ", "\u0301", "<1", "<v a>b", "- text: a\n",
    "a: &a [*a]\n", "- - ", "{a: ", "? ", "'a: ", "1\n\n", "00:01.000 --> 00:02.000\na\n\n",
    '{"startTime":1,"title":"a"},', "<chapter start='0:00'/>", "0:00 a <b>\n", "1\t2\ta\n",
    "[CHAPTER]\nSTART=1\nEND=2\n", "a\\\n", "\u0301\u0316", "\u0f73",
)  # fmt: skip
_OPENINGS = (
    "<v", "<v.", "<i ", "{\\", "<a b", "[a", "![a](", "“", "'a", "*a", "_a", "`", "- A", "[^a", "https://", "<!--",
    "00:00:01.000 -->", "image", "img1", '"\\', "x: ", "<b c='", "0:00 <", "title=\\",
)  # fmt: skip
_FILLINGS = (" ", "1", ".", "(a", "a", "\n", "-", "_", "a ")


def shapes() -> Iterator[tuple[str, Shape]]:
    """Texts of any length: one thing again and again, a beginning that never ends, and many of those."""
    for unit in _UNITS:
        yield repr(unit), partial(_long, unit)
    for opening in _OPENINGS:
        for filling in _FILLINGS:
            yield f"{opening!r} and {filling!r}", partial(_endless, opening, filling)
        for filling in _FILLINGS[:6:2]:
            yield f"many of {opening!r} and {filling!r}", partial(_many, opening, filling)


def _long(unit: str, length: int) -> str:
    return unit * (length // len(unit) + 1)


def _endless(opening: str, filling: str, length: int) -> str:
    return f"{opening}{_long(filling, length)}\0"


def _many(opening: str, filling: str, length: int) -> str:
    """As many beginnings as each is long: what takes the product of both takes the most."""
    return _long(opening + _long(filling, math.isqrt(length)), length)


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU time that this process takes for some work."""
    gc.disable()  # what was made before is not what is measured
    try:
        begin = time.process_time()
        work()
        return time.process_time() - begin
    finally:
        gc.enable()


def growth(work: Callable[[int], Callable[[], object]], first: int = 2_000, longest: int = 128_000) -> float:
    """How many times the work of an eighth is taken, at the first size that takes long enough to be measured; 0 where
    none up to the longest does. `work` makes the work of a size: what it takes to prepare that is not counted.
    """
    size, taken = first, cpu(work(first))
    while taken < _ENOUGH:
        size *= 4
        if size > longest:
            return 0.0
        taken = cpu(work(size))
    if (ratio := taken / cpu(work(size // 8))) <= MOST:
        return ratio
    # Other programs can only add to what a run takes: the least of several is the truest. And what takes the square of
    # its size takes that of twice the size as well.
    for measured in (size, 2 * size):
        for _ in range(4):
            least = min(cpu(work(measured)) for _ in range(3))
            ratio = min(ratio, least / min(cpu(work(measured // 8)) for _ in range(3)))
            if ratio <= MOST:
                return ratio
    return ratio
