"""Exports one of torchvision's video networks with random weights, and writes what it gives for a clip whose element i is sin(i).

python export_torchvision.py FOLDER_OF_THE_EXPORT_SCRIPT NETWORK LAYERS SIZE OUTPUT.pt
"""

import json
import sys

import torch
import torchvision

scripts, name, layers, size, output = sys.argv[1:]
size = int(size)
sys.path.insert(0, scripts)
from export_classifier import export  # noqa: E402

torch.manual_seed(4711)
network = getattr(torchvision.models.video, name)(weights=None).eval()
classes = [f"class {i}" for i in range(400)]
export(network, output, layers=layers.split(","), classes=classes, frames=16, height=size)
clip = torch.sin(torch.arange(3 * 16 * size * size, dtype=torch.float64)).float().reshape(1, 3, 16, size, size)
with torch.no_grad():
    logits = network(clip)[0]
with open(output + ".logits.json", "w", encoding="utf-8") as file:
    json.dump(logits.tolist(), file)
