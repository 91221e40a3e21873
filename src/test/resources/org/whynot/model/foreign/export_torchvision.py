"""Exports one of torchvision's video networks with random weights, and writes what it gives for a clip whose element i is sin(i).

python export_torchvision.py FOLDER_OF_THE_EXPORT_SCRIPT NETWORK LAYERS SIZE OUTPUT.pt
python export_torchvision.py FOLDER_OF_THE_EXPORT_SCRIPT NETWORK "" SIZE OUTPUT.onnx

A network that can't be exported to ONNX gets a file OUTPUT.onnx.failure.txt with the reason instead.
"""

import json
import sys

import torch
import torchvision

scripts, name, layers, size, output = sys.argv[1:]
size = int(size)
sys.path.insert(0, scripts)
from export_classifier import export  # noqa: E402


def to_onnx(network, clip):
    try:
        torch.onnx.export(network, (clip,), output, opset_version=17, input_names=["video"], output_names=["logits"], dynamo=False)
    except Exception as failure:  # whatever the exporter throws is what the reader wants to know
        with open(output + ".failure.txt", "w", encoding="utf-8") as file:
            file.write(f"{type(failure).__name__}: {str(failure).splitlines()[0]}")


torch.manual_seed(4711)
network = getattr(torchvision.models.video, name)(weights=None).eval()
clip = torch.sin(torch.arange(3 * 16 * size * size, dtype=torch.float64)).float().reshape(1, 3, 16, size, size)
if output.endswith(".onnx"):
    to_onnx(network, clip)
else:
    classes = [f"class {i}" for i in range(400)]
    export(network, output, layers=layers.split(","), classes=classes, frames=16, height=size)
with torch.no_grad():
    logits = network(clip)[0]
with open(output + ".logits.json", "w", encoding="utf-8") as file:
    json.dump(logits.tolist(), file)
