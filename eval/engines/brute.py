"""Every fragment scored by general-purpose products: numpy and torch in floats, torch in bytes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.maxsim import maxsim

from .measured import Search
from .synthetic import Floats


def numpy_floats(tokens: Floats, offsets: NDArray[np.int64]) -> Search:
    """Return numpy's product and segment maximum."""
    return lambda query: np.argsort(-maxsim(query, tokens, offsets[:-1]))[:10].tolist()


def torch_floats(tokens: Floats, offsets: NDArray[np.int64]) -> Search:
    """Return torch's product and segment maximum."""
    import torch

    rows, lengths = torch.from_numpy(tokens), torch.from_numpy(np.diff(offsets))

    def search(query: Floats) -> list[int]:
        best = torch.segment_reduce(rows @ torch.from_numpy(query).T, "max", lengths=lengths, axis=0)
        return best.sum(dim=1).topk(10).indices.tolist()

    return search


def torch_bytes(tokens: Floats, offsets: NDArray[np.int64]) -> Search:
    """Return torch's product of bytes (`_int_mm`) and segment maximum."""
    import torch

    scale = 127 / float(np.abs(tokens[:65_536]).max())
    rows = torch.from_numpy(np.clip(np.rint(tokens * np.float32(scale)), -127, 127).astype(np.int8))
    lengths = torch.from_numpy(np.diff(offsets))

    def search(query: Floats) -> list[int]:
        scales = 127 / np.abs(query).max(axis=1)
        asked = torch.from_numpy(np.rint(query * scales[:, None]).astype(np.int8)).T.contiguous()
        products = torch._int_mm(rows, asked).float()  # pyright: ignore[reportPrivateImportUsage, reportPrivateUsage] torch has no public one
        best = torch.segment_reduce(products, "max", lengths=lengths, axis=0)
        return (best @ torch.from_numpy((1 / scales).astype(np.float32))).topk(10).indices.tolist()

    return search
