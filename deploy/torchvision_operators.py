"""Lets torchvision be imported in `.vllm`, by every process of vLLM; `make .vllm/installed` puts it there with a .pth file.

The registry's torchvision is linked against CUDA. Beside a torch without CUDA its extension does not load, and its import ends
in “operator torchvision::nms does not exist”. Declaring the two schemas that the import asks for is enough. It happens when
torchvision is first looked for, so that Python starts no slower for it.
"""

import sys
from importlib.abc import MetaPathFinder

_declared: list[object] = []


class _BeforeTorchvision(MetaPathFinder):
    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Find nothing; declare the operators when torchvision is asked for."""
        if name == "torchvision" and not _declared:
            _declare()


def _declare() -> None:
    import torch

    if torch.version.cuda is None:
        # A declaration lives as long as its library object.
        library = torch.library.Library("torchvision", "FRAGMENT")
        _declared.append(library)
        for operator in ("nms", "qnms"):
            library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")


sys.meta_path.insert(0, _BeforeTorchvision())
