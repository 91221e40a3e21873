"""Trains R(2+1)D with a quarter of its widths on a data set of WhyNot (videos.csv), and exports it for Import Classifier...

python train_r2plus1d.py FOLDER_OF_THE_EXPORT_SCRIPT DATASET OUTPUT.pt [EPOCHS [SEED]]

The network is that of "A Closer Look at Spatiotemporal Convolutions for Action Recognition" (Tran et al., CVPR 2018) with 18 layers. It needs torch,
numpy and the program ffmpeg. After every epoch OUTPUT.pt.checkpoint is written, from which a run that was ended continues.
"""

import csv
import os
import subprocess
import sys
import time

import numpy
import torch
from torch import nn

FRAMES = 8
STEP = 2
SIZE = 112
BATCH = 16
RATE = 0.03
WIDTHS = (16, 32, 64, 128)
MEAN = 0.45
STD = 0.25


def conv(inputs, outputs, stride=1):
    """A convolution in space and one in time, with about as many weights as one in both."""
    between = inputs * outputs * 27 // (inputs * 9 + 3 * outputs)
    return nn.Sequential(
        nn.Conv3d(inputs, between, (1, 3, 3), (1, stride, stride), (0, 1, 1), bias=False),
        nn.BatchNorm3d(between),
        nn.ReLU(),
        nn.Conv3d(between, outputs, (3, 1, 1), (stride, 1, 1), (1, 0, 0), bias=False),
        nn.BatchNorm3d(outputs),
    )


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.first = conv(inputs, outputs, stride)
        self.second = conv(outputs, outputs)
        self.shortcut = nn.Identity()
        if stride > 1 or inputs != outputs:
            self.shortcut = nn.Sequential(nn.Conv3d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm3d(outputs))

    def forward(self, x):
        return torch.relu(self.shortcut(x) + self.second(torch.relu(self.first(x))))


class Network(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv3d(3, 12, (1, 7, 7), (1, 2, 2), (0, 3, 3), bias=False),
            nn.BatchNorm3d(12),
            nn.ReLU(),
            nn.Conv3d(12, WIDTHS[0], (3, 1, 1), 1, (1, 0, 0), bias=False),
            nn.BatchNorm3d(WIDTHS[0]),
            nn.ReLU(),
        )
        inputs = WIDTHS[0]
        for layer, width in enumerate(WIDTHS, 1):
            stride = 1 if layer == 1 else 2
            setattr(self, f"layer{layer}", nn.Sequential(Block(inputs, width, stride), Block(width, width, 1)))
            inputs = width
        self.fc = nn.Linear(inputs, classes)

    def forward(self, x):
        x = self.layer4(self.layer3(self.layer2(self.layer1(self.stem(x)))))
        return self.fc(x.mean((2, 3, 4)))


def frames_of(path):
    """All frames of a video, [T, H, W, C] in bytes."""
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", path, "-vf", f"scale={SIZE}:{SIZE}", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        check=True,
        capture_output=True,
    ).stdout
    return numpy.frombuffer(raw, numpy.uint8).reshape(-1, SIZE, SIZE, 3)


def clip(video, start, shift=(0, 0), mirrored=False):
    """One clip as the network takes it, [C, T, H, W]; the last frame is repeated where the video is short."""
    frames = video[numpy.minimum(start + STEP * numpy.arange(FRAMES), len(video) - 1)]
    frames = numpy.roll(frames, shift, (1, 2))
    if mirrored:
        frames = frames[:, :, ::-1]
    return torch.from_numpy(frames.copy()).permute(3, 0, 1, 2).float().div(255).sub(MEAN).div(STD)


def training_batch(videos, labels, chosen, random):
    clips = []
    for v in chosen:
        last = max(0, len(videos[v]) - STEP * FRAMES)
        shift = random.integers(-8, 9, 2)
        light = random.uniform(0.8, 1.2)
        clips.append(clip(videos[v], random.integers(0, last + 1), tuple(shift), random.random() < 0.5) * light)
    return torch.stack(clips), torch.tensor([labels[v] for v in chosen])


def accuracy(network, videos, labels):
    """Of the mean logits of clips beside each other."""
    network.eval()
    right = 0
    with torch.no_grad():
        for video, label in zip(videos, labels):
            clips = torch.stack([clip(video, start) for start in range(0, max(1, len(video) - STEP * FRAMES + 1), STEP * FRAMES)])
            right += int(network(clips).mean(0).argmax()) == label
    return right / len(labels)


def main():
    scripts, dataset, output = sys.argv[1:4]
    epochs = int(sys.argv[4]) if len(sys.argv) > 4 else 30
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    sys.path.insert(0, scripts)
    from export_classifier import export

    with open(os.path.join(dataset, "videos.csv"), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    classes = sorted({row["class"] for row in rows})
    parts = {}
    for part in ("train", "test"):
        mine = [row for row in rows if row["split"] == part]
        parts[part] = (
            [frames_of(os.path.join(dataset, row["path"])) for row in mine],
            [classes.index(row["class"]) for row in mine],
        )
    videos, labels = parts["train"]

    torch.manual_seed(seed)
    network = Network(len(classes)).to(memory_format=torch.channels_last_3d)
    optimizer = torch.optim.SGD(network.parameters(), RATE, momentum=0.9, weight_decay=1e-3, nesterov=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3 * RATE, epochs=epochs, steps_per_epoch=len(videos) // BATCH)
    checkpoint = output + ".checkpoint"
    first = 0
    if os.path.exists(checkpoint):
        state = torch.load(checkpoint)
        first = state["epoch"]
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
    for epoch in range(first, epochs):
        random = numpy.random.default_rng([seed, epoch])
        start = time.time()
        network.train()
        total = 0
        order = random.permutation(len(videos))
        for step in range(len(videos) // BATCH):
            chosen = order[step * BATCH : (step + 1) * BATCH]
            clips, wanted = training_batch(videos, labels, chosen, random)
            loss = nn.functional.cross_entropy(network(clips.to(memory_format=torch.channels_last_3d)), wanted, label_smoothing=0.1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        state = {
            "epoch": epoch + 1,
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
        }
        torch.save(state, checkpoint + ".part")
        os.replace(checkpoint + ".part", checkpoint)
        print(f"epoch {epoch + 1}: loss {total / (len(videos) // BATCH):.3f}, {time.time() - start:.0f} s", flush=True)
    print(f"accuracy on the test clips: {accuracy(network, *parts['test']):.3f}")
    export(
        network.to(memory_format=torch.contiguous_format),
        output,
        layers=["layer4", "layer3"],
        classes=classes,
        frames=FRAMES,
        frame_step=STEP,
        height=SIZE,
        resize="stretch",
        mean=[MEAN] * 3,
        std=[STD] * 3,
    )


main()
