"""Makes small TorchScript networks that are hard to differentiate: python networks.py

All give logits [N, 2] and feature maps [N, 4, T, H, W] of clips [N, 3, T, H, W], with the same weights.
"""
from typing import Dict, Tuple

import torch

CHANNELS = [[1.0, 0.5, -0.25], [-0.5, 1.0, 0.75], [0.25, -1.0, 0.5], [0.5, 0.5, 0.5]]
CLASSES = [[1.0, -2.0, 0.5, 0.25], [-0.5, 1.0, 2.0, -1.0]]


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.channels = torch.nn.Parameter(torch.tensor(CHANNELS))
        self.classes = torch.nn.Parameter(torch.tensor(CLASSES))

    def maps(self, x: torch.Tensor) -> torch.Tensor:
        return torch.einsum("dc,ncthw->ndthw", self.channels, x).relu()

    def logits(self, maps: torch.Tensor) -> torch.Tensor:
        return maps.mean(dim=[2, 3, 4]) @ self.classes.t()


class InPlace(Network):
    """Changes the clips that it is given."""

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        maps = self.maps(x.sub_(0.25))
        return self.logits(maps), maps


class Nested(Network):
    """Has its feature maps in a dictionary in a tuple."""

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, Dict[str, torch.Tensor]]:
        maps = self.maps(x)
        return self.logits(maps), {"last": maps}


class Detached(Network):
    """Has no gradient from logits to feature maps."""

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        maps = self.maps(x)
        return self.logits(maps.detach()), maps


class Unrecorded(Network):
    """Can be run, but not while its operations are recorded."""

    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        maps = self.maps(x)
        view = self.channels.view(-1)
        view.mul_(1.0)
        return self.logits(maps), maps


for name, network in {"in_place": InPlace(), "nested": Nested(), "detached": Detached(), "unrecorded": Unrecorded()}.items():
    torch.jit.save(torch.jit.script(network), name + ".pt")
