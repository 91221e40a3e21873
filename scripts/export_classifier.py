#!/usr/bin/env python3
"""Exports a PyTorch video classifier for WhyNot (Import Classifier...): a TorchScript file and a description beside it.

Needs only torch, and whatever makes the network. The network is traced on noise, with its logits and the outputs of some of
its inner modules, the feature layers, as outputs.

    from export_classifier import export
    export(model, "x3d.pt", frames=16, height=224, layers=["blocks.4", "blocks.3"], classes=names,
           mean=[0.45], std=[0.225], frame_step=4)

or from a shell, where MODULE:FUNCTION is called without arguments and returns the network:

    python export_classifier.py torchvision.models.video:r3d_18 r3d.pt --layers layer4,layer3 --height 112
    python export_classifier.py my_networks.py:make x3d.pt --weights x3d.pth --list
"""

import argparse
import importlib
import importlib.util
import json
import os
import sys

import torch


class WithFeatures(torch.nn.Module):
    """A network that returns its logits and the outputs of some of its modules, as a dictionary."""

    def __init__(self, network, layers):
        super().__init__()
        self.network = network
        self.layers = list(layers)
        self.found = {}
        modules = dict(network.named_modules())
        for name in self.layers:
            if name not in modules:
                raise ValueError(f"The network has no module '{name}'. Its modules: {', '.join(n for n in modules if n)}")
            modules[name].register_forward_hook(self._keeper(name))

    def _keeper(self, name):
        def keep(module, inputs, output):
            self.found[name] = first_tensor(output)

        return keep

    def forward(self, *inputs):
        logits = first_tensor(self.network(*inputs))
        # Names of modules have dots, which stand for one dictionary within another.
        outputs = {"logits": logits}
        for name in self.layers:
            outputs[name.replace(".", "_")] = self.found[name]
        return outputs


def first_tensor(output):
    """The first tensor in whatever a module returned."""
    if isinstance(output, torch.Tensor):
        return output
    if isinstance(output, dict):
        return first_tensor(output["logits"] if "logits" in output else next(iter(output.values())))
    if hasattr(output, "logits"):
        return first_tensor(output.logits)
    if isinstance(output, (tuple, list)) and output:
        return first_tensor(output[0])
    raise TypeError(f"A module returned {type(output).__name__}, in which there is no tensor.")


def example(axes, frames, height, width, channels, input_frames):
    """Noise in the shape of one clip; a list where the network has several inputs."""
    torch.manual_seed(0)
    clips = []
    for count in input_frames or [frames]:
        sizes = {"N": 1, "C": 1 if channels == "grey" else 3, "T": count, "H": height, "W": width}
        clips.append(torch.randn([sizes[axis] for axis in axes]))
    return clips if input_frames else clips[0]


def export(
    network,
    path,
    layers=(),
    classes=None,
    axes="NCTHW",
    frames=16,
    frame_step=1,
    height=112,
    width=None,
    resize="crop",
    channels="rgb",
    value_range="0-1",
    mean=(0.0,),
    std=(1.0,),
    output_type="logits",
    input_frames=None,
    licence=None,
    citation=None,
):
    """Traces a network and writes `path` and, beside it, a description with the ending .json.

    layers: names of modules (`list_modules` shows them), the last one of the network first; none: logits only.
    input_frames: frames that each of several inputs gets, [8, 32] for SlowFast; the network then takes a list.
    Returns the shapes of the outputs by name.
    """
    network = network.float().eval()
    wrapped = WithFeatures(network, layers).eval()
    clip = example(axes, frames, height, width or height, channels, input_frames)
    with torch.no_grad():
        # strict=False: the output is a dictionary, whose keys do not change.
        traced = torch.jit.trace(wrapped, (clip,), strict=False, check_trace=False)
        expected = wrapped(clip)
        again = traced(clip)
    for name, array in expected.items():
        if not torch.allclose(array, again[name], rtol=1e-3, atol=1e-4):
            raise RuntimeError(f"The traced network gives other numbers for '{name}': it depends on its input's values.")
    torch.jit.save(traced, path)
    description = {
        "classes": list(classes) if classes else None,
        "axes": axes,
        "frames": frames,
        "frame_step": frame_step,
        "height": height,
        "width": width or height,
        "resize": resize,
        "channels": channels,
        "range": value_range,
        "mean": list(mean),
        "std": list(std),
        "output_type": output_type,
        "input_frames": list(input_frames) if input_frames else None,
        "features": [name.replace(".", "_") for name in layers] or ["none"],
        "licence": licence,
        "citation": citation,
    }
    with open(os.path.splitext(path)[0] + ".json", "w", encoding="utf-8") as file:
        json.dump({key: value for key, value in description.items() if value is not None}, file, indent=2)
    return {name: tuple(array.shape) for name, array in again.items()}


def list_modules(network, clip):
    """Names and output shapes of the modules that give a map with time and space, or tokens; the last one first."""
    shapes = {}
    hooks = []
    for name, module in network.named_modules():

        def keep(module, inputs, output, name=name):
            if isinstance(output, (tuple, list)) and output:
                output = output[0]
            if isinstance(output, torch.Tensor) and output.dim() in (3, 5):
                shapes.pop(name, None)
                shapes[name] = tuple(output.shape)

        if name:
            hooks.append(module.register_forward_hook(keep))
    with torch.no_grad():
        network.eval()(clip)
    for hook in hooks:
        hook.remove()
    return list(reversed(shapes.items()))


def load(maker):
    """Calls MODULE:FUNCTION; the module is a name or a .py file."""
    module, _, function = maker.partition(":")
    if not function:
        raise SystemExit(f"'{maker}' names no function: write MODULE:FUNCTION, for example my_networks.py:make.")
    if module.endswith(".py"):
        spec = importlib.util.spec_from_file_location("networks", module)
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
    else:
        loaded = importlib.import_module(module)
    return getattr(loaded, function)()


def numbers(text):
    return [float(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", help="MODULE:FUNCTION that returns the network; the module may be a .py file")
    parser.add_argument("output", help="the file to write, for example x3d.pt")
    parser.add_argument("--weights", help="a state_dict to load into the network")
    parser.add_argument("--layers", default="", help="feature layers: names of modules with commas, the last one first")
    parser.add_argument("--list", action="store_true", help="only print which modules can be feature layers")
    parser.add_argument("--classes", help="a text file with a class name per line")
    parser.add_argument("--axes", default="NCTHW", choices=["NCTHW", "NTCHW", "NTHWC"])
    parser.add_argument("--frames", type=int, default=16)
    parser.add_argument("--frame-step", type=int, default=1)
    parser.add_argument("--height", type=int, default=112)
    parser.add_argument("--width", type=int)
    parser.add_argument("--resize", default="crop", choices=["stretch", "crop"])
    parser.add_argument("--channels", default="rgb", choices=["rgb", "bgr", "grey"])
    parser.add_argument("--range", default="0-1", choices=["0-1", "0-255"])
    parser.add_argument("--mean", type=numbers, default=[0.0])
    parser.add_argument("--std", type=numbers, default=[1.0])
    parser.add_argument("--output-type", default="logits", choices=["logits", "softmax", "sigmoid"])
    parser.add_argument("--input-frames", help="frames of each of several inputs: 8,32 for SlowFast")
    options = parser.parse_args()
    network = load(options.network)
    if options.weights:
        network.load_state_dict(torch.load(options.weights, map_location="cpu", weights_only=True))
    input_frames = [int(n) for n in options.input_frames.split(",")] if options.input_frames else None
    if options.list:
        clip = example(
            options.axes, options.frames, options.height, options.width or options.height, options.channels, input_frames
        )
        for name, shape in list_modules(network.float(), clip):
            print(name, shape)
        return
    classes = None
    if options.classes:
        with open(options.classes, encoding="utf-8") as file:
            classes = [line.strip() for line in file if line.strip()]
    shapes = export(
        network,
        options.output,
        layers=[name for name in options.layers.split(",") if name],
        classes=classes,
        axes=options.axes,
        frames=options.frames,
        frame_step=options.frame_step,
        height=options.height,
        width=options.width,
        resize=options.resize,
        channels=options.channels,
        value_range=options.range,
        mean=options.mean,
        std=options.std,
        output_type=options.output_type,
        input_frames=input_frames,
    )
    for name, shape in shapes.items():
        print(name, shape)


if __name__ == "__main__":
    sys.exit(main())
