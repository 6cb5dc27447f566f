"""Networks that run on OpenVINO: read from the weights, with the outputs that are asked for, on one core."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from attune import models
from attune.media.upright import Pixels
from attune.timeline import Floats
from attune.watch.quiet import openvino, preprocess

ALONE = {
    "INFERENCE_NUM_THREADS": 1,
    "PERFORMANCE_HINT": "LATENCY",
    "ENABLE_CPU_PINNING": False,
    "INFERENCE_PRECISION_HINT": "f32",
}
"""One thread a process, on whichever core is free: pinned, all processes would share the first core. In 32 bits
everywhere: left to itself, OpenVINO takes 16 where the processor says it can, so one film would be seen differently on
two machines; and virtual machines that say so without being able to end the process with an illegal instruction."""

Network = Callable[[Pixels], list[Floats]]
"""(1, h, w, 3) one picture of the size that the network asks for, BGR bytes -> its outputs, in the order asked for. The
arrays are the caller's own."""


@cache
def core() -> Any:
    """OpenVINO's engine, one a process."""
    return openvino.Core()


def sight(weights: str, member: str, outputs: Sequence[str]) -> Network:
    """The network `member` of MediaPipe's task file `weights`, which looks at pictures, giving the outputs of these
    names. What none of them needs is not computed. Raises ModelError.
    """
    graph = core().read_model(models.inside(weights, member))
    part = openvino.Model([graph.output(name) for name in outputs], graph.get_parameters())
    if part.is_dynamic():
        part.reshape([1, *part.input().partial_shape[1:]])
    run = core().compile_model(on_pictures(part, "NHWC", 1.0), "CPU", ALONE)
    return lambda pictures: list(run([pictures]).values())


def on_pictures(graph: Any, layout: str, white: float) -> Any:
    """The same network, taking pictures as they are kept here, (1, h, w, 3) BGR bytes, where it asked for RGB numbers
    from 0 to `white` in its own `layout`. It turns them itself, several times as fast as NumPy."""
    turned = preprocess.PrePostProcessor(graph)
    bytes_in = turned.input().tensor().set_element_type(openvino.Type.u8).set_layout(openvino.Layout("NHWC"))
    bytes_in.set_color_format(preprocess.ColorFormat.BGR)
    turned.input().model().set_layout(openvino.Layout(layout))
    steps = turned.input().preprocess().convert_element_type(openvino.Type.f32)
    steps.convert_color(preprocess.ColorFormat.RGB).scale(255.0 / white)
    return turned.build()
