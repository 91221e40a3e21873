"""Grad-CAM of logit(a) - logit(b) in plain PyTorch, independent of WhyNot: grad_cam.py WEIGHTS CLIPS PAIRS HEAT

WEIGHTS is a safetensors file of a C3D-ResNet, CLIPS holds float32 clips [N, 3, 16, 112, 112] one after another, PAIRS the
arguments a,b;a,b;... of each. Writes float32 [N, T, H, W] to HEAT.
"""
import json
import struct
import sys

import torch
import torch.nn.functional as F

EPSILON = 1e-5


def floats(data):
    return torch.tensor(struct.unpack("<%df" % (len(data) // 4), data), dtype=torch.float32)


def read(path):
    data = open(path, "rb").read()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    arrays = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        arrays[name] = floats(data[8 + length + begin : 8 + length + end]).reshape(entry["shape"])
    return arrays


def convolution(weights, name, x, padding):
    x = F.conv3d(x, weights[name + ".weight"], padding=padding)
    return F.batch_norm(
        x,
        weights[name + ".mean"],
        weights[name + ".variance"],
        weights[name + ".gamma"],
        weights[name + ".beta"],
        training=False,
        eps=EPSILON,
    )


def features(weights, clips):
    x = F.relu(convolution(weights, "stem", clips, 1))
    for block in (1, 2, 3, 4):
        x = F.max_pool3d(x, (1, 2, 2))
        name = "block%d" % block
        first = F.relu(convolution(weights, name + ".first", x, 1))
        shortcut = convolution(weights, name + ".shortcut", x, 0) if name + ".shortcut.weight" in weights else x
        x = F.relu(convolution(weights, name + ".second", first, 1) + shortcut)
    return x


def logits(weights, maps):
    x = maps.mean(dim=(2, 3, 4))
    layer = 1
    while "fc%d.weight" % layer in weights:
        x = F.linear(F.relu(x) if layer > 1 else x, weights["fc%d.weight" % layer], weights["fc%d.bias" % layer])
        layer += 1
    return x


weights = read(sys.argv[1])
clips = floats(open(sys.argv[2], "rb").read()).reshape(-1, 3, 16, 112, 112)
with open(sys.argv[4], "wb") as out:
    for clip, pair in zip(clips, sys.argv[3].split(";")):
        a, b = map(int, pair.split(","))
        maps = features(weights, clip[None]).detach().requires_grad_(True)
        scores = logits(weights, maps)
        (gradient,) = torch.autograd.grad(scores[0, a] - scores[0, b], maps)
        alpha = gradient.mean(dim=(2, 3, 4), keepdim=True)
        heat = F.relu((alpha * maps).sum(dim=1))
        numbers = heat.flatten().tolist()
        out.write(struct.pack("<%df" % len(numbers), *numbers))
