"""Makes half-precision.pt, with which WhyNot runs its own network in 16 bits: python half-precision.py"""
import io
import zipfile
from typing import List

import torch
from torch.nn.functional import conv3d, max_pool2d


class HalfPrecision(torch.nn.Module):
    kernels: List[torch.Tensor]
    biases: List[torch.Tensor]

    def __init__(self):
        super().__init__()
        self.kernels = []
        self.biases = []
        self.poolings = 0

    @torch.jit.export
    def load(self, arrays: List[torch.Tensor], poolings: int):
        """Takes kernels and biases in turns: the stem's, then of each block the first, the second and the shortcut's if it has one."""
        kind = torch.bfloat16
        if arrays[0].is_cuda:
            kind = torch.float16
        kernels: List[torch.Tensor] = []
        biases: List[torch.Tensor] = []
        for i in range(0, len(arrays), 2):
            kernels.append(arrays[i].to(kind).contiguous(memory_format=torch.channels_last_3d))
            biases.append(arrays[i + 1].to(kind))
        self.kernels = kernels
        self.biases = biases
        self.poolings = poolings

    def convolved(self, x: torch.Tensor, layer: int, padding: int) -> torch.Tensor:
        return conv3d(x, self.kernels[layer], self.biases[layer], 1, padding)

    def halved(self, x: torch.Tensor) -> torch.Tensor:
        """The largest of each 2x2 cells of a frame, by the two-dimensional pooling, which is fast in this order in memory."""
        n, c, t, h, w = x.shape
        frames = x.permute(0, 2, 3, 4, 1).reshape(n * t, h, w, c).permute(0, 3, 1, 2)
        small = max_pool2d(frames, 2)
        return small.permute(0, 2, 3, 1).reshape(n, t, h // 2, w // 2, c).permute(0, 4, 1, 2, 3)

    def forward(self, clips: torch.Tensor) -> List[torch.Tensor]:
        """Clips [N, 3, T, H, W] to the last feature layer and the one before, [N, D, T, H', W'], in single precision."""
        x = clips.to(self.kernels[0].dtype).contiguous(memory_format=torch.channels_last_3d)
        x = self.convolved(x, 0, 1)
        first = x
        layer = 1
        for block in range(1, 5):
            if block <= self.poolings:
                x = self.halved(x)
            x = torch.relu_(x)
            first = torch.relu_(self.convolved(x, layer, 1))
            second = self.convolved(first, layer + 1, 1)
            layer += 2
            if layer < len(self.kernels) and self.kernels[layer].size(2) == 1:
                x = self.convolved(x, layer, 0)
                layer += 1
            x = second.add_(x)
        return [torch.relu_(x).float().contiguous(), first.float().contiguous()]


written = io.BytesIO()
torch.jit.save(torch.jit.script(HalfPrecision().eval()), written)
# The records for tracebacks hold the path of this script.
with zipfile.ZipFile(written) as whole, zipfile.ZipFile("half-precision.pt", "w") as kept:
    for entry in whole.infolist():
        if not entry.filename.endswith(".debug_pkl"):
            kept.writestr(zipfile.ZipInfo(entry.filename), whole.read(entry))
