"""Times the network of WhyNot in PyTorch, as one would write it there: channels last, batch normalisation folded for a forward pass.

python pytorch_benchmark.py forward|step WIDTHS CELL CLASSES CLIPS FRAMES HEIGHT WIDTH THREADS REPEATS

WIDTHS are the channels of the stem and of the four blocks, with commas; CELL is the number of pixels in a cell of a feature map, 16 or 8.
The last line that is printed is JSON: the version of PyTorch, the number of trained weights, and the milliseconds of each pass or step.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional


def convolution(inputs, outputs, size, folded):
    """A convolution and its batch normalisation; folded into each other they are a convolution with a bias."""
    if folded:
        return nn.Conv3d(inputs, outputs, size, padding=size // 2)
    return nn.Sequential(nn.Conv3d(inputs, outputs, size, padding=size // 2, bias=False), nn.BatchNorm3d(outputs))


class Block(nn.Module):
    def __init__(self, inputs, outputs, folded):
        super().__init__()
        self.first = convolution(inputs, outputs, 3, folded)
        self.second = convolution(outputs, outputs, 3, folded)
        self.shortcut = nn.Identity() if inputs == outputs else convolution(inputs, outputs, 1, folded)

    def forward(self, x):
        return self.second(torch.relu(self.first(x))) + self.shortcut(x)


class Network(nn.Module):
    """A stem and four residual blocks, a spatial pooling before the first ones, one fully connected layer."""

    def __init__(self, widths, cell, classes, folded):
        super().__init__()
        self.poolings = cell.bit_length() - 1
        self.stem = convolution(3, widths[0], 3, folded)
        self.blocks = nn.ModuleList(Block(a, b, folded) for a, b in zip(widths, widths[1:]))
        self.last = nn.Linear(widths[-1], classes)

    def forward(self, x):
        x = self.stem(x)
        for number, block in enumerate(self.blocks):
            # The maximum of a cell is the same before and after the ReLU, and there are four times fewer numbers after it.
            x = block(torch.relu(functional.max_pool3d(x, (1, 2, 2)) if number < self.poolings else x))
        return self.last(torch.relu(x).mean((2, 3, 4)))


def milliseconds(work, repeats):
    """The time of each run after a first one that does not count."""
    work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times


def forward(network, clips):
    network.eval()
    with torch.inference_mode():
        network(clips.to(memory_format=torch.channels_last_3d)).tolist()


def step(network, optimizer, clips, labels):
    optimizer.zero_grad()
    loss = functional.cross_entropy(network(clips.to(memory_format=torch.channels_last_3d)), labels)
    loss.backward()
    optimizer.step()
    loss.item()


def main():
    kind = sys.argv[1]
    widths = [int(width) for width in sys.argv[2].split(",")]
    cell, classes, clips, frames, height, width, threads, repeats = (int(word) for word in sys.argv[3:])
    torch.manual_seed(0)
    torch.set_num_threads(threads)
    network = Network(widths, cell, classes, kind == "forward").to(memory_format=torch.channels_last_3d)
    some = torch.randn(clips, 3, frames, height, width)
    if kind == "forward":
        times = milliseconds(lambda: forward(network, some), repeats)
    else:
        optimizer = torch.optim.SGD(network.parameters(), 0.001, momentum=0.9, weight_decay=1e-3)
        labels = torch.arange(clips) % classes
        times = milliseconds(lambda: step(network, optimizer, some, labels), repeats)
    weights = sum(weight.numel() for weight in network.parameters())
    print(json.dumps({"version": torch.__version__, "weights": weights, "ms": times}))


main()
