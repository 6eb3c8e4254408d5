"""Pictures that no model can see: one side so much longer than the other that nothing is left of it when it is reduced."""

from __future__ import annotations

from retrieval.errors import PictureRefused

# Of the sides. Qwen2.5-VL's processor raises above it, as `smart_resize` of qwen-vl-utils does.
MOST_RATIO = 200


def refuse_ribbon(width: int, height: int) -> None:
    """Raise `PictureRefused` for a picture whose sides differ by more than `MOST_RATIO`."""
    if max(width, height) > MOST_RATIO * min(width, height):
        raise PictureRefused(f"the picture is {width} x {height} pixels, a ribbon that no model can see; show a part of it")
