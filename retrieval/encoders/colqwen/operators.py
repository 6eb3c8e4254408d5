"""Let torchvision be imported beside a torch without CUDA.

The registry's torchvision is linked against CUDA. Beside a CPU torch its extension does not load, and its import ends in
“operator torchvision::nms does not exist”, which takes colpali-engine down with it. Declaring the two schemas that the
import asks for is enough: nothing of ours calls them.
"""

from __future__ import annotations

import sys
from typing import Any

_ARGUMENTS = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
OPERATORS = ("nms", "qnms")
# A declaration lives as long as its library object.
_declared: list[Any] = []


def declare_operators() -> None:
    """Declare torchvision's operators where torch has no CUDA; call before the first import of what imports torchvision."""
    import torch

    if torch.version.cuda is not None or "torchvision" in sys.modules or _declared:
        return
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in OPERATORS:
        if not hasattr(torch.ops.torchvision, name):
            library.define(f"{name}{_ARGUMENTS}")
    _declared.append(library)
