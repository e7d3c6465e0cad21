"""QR codes (ISO/IEC 18004) of addresses."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1024)
def code(address: str, *, quiet: int = 4, light: str | None = "#fff") -> str:
    """An address as QR code: an SVG as `data:` address, dark on white with its quiet zone of so many modules, so that
    dark pages do not turn it round. To find the mask that is read best takes 20 ms.
    """
    import segno  # noqa: PLC0415 - most commands draw none

    return str(segno.make(address, error="m").svg_data_uri(border=quiet, scale=4, light=light))
