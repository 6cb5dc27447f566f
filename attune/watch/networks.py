"""Networks that run on OpenVINO: read from the weights, with the outputs that are asked for, on one core."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from attune import models
from attune.timeline import Floats
from attune.watch.quiet import openvino

ALONE = {
    "INFERENCE_NUM_THREADS": 1,
    "PERFORMANCE_HINT": "LATENCY",
    "ENABLE_CPU_PINNING": False,
    "INFERENCE_PRECISION_HINT": "f32",
}
"""One thread a process, on whichever core is free: pinned, all processes would share the first core. In 32 bits
everywhere: left to itself, OpenVINO takes 16 where the processor says it can, so one film would be seen differently on
two machines; and virtual machines that say so without being able to end the process with an illegal instruction."""

Network = Callable[[Floats], list[Floats]]
"""One input as the network asks for it (float32, a batch of one in front) -> its outputs, in the order asked for.
The arrays are the caller's own."""


@cache
def core() -> Any:
    """OpenVINO's engine, one a process."""
    return openvino.Core()


def network(weights: str, member: str, outputs: Sequence[str]) -> Network:
    """The network `member` of MediaPipe's task file `weights`, giving the outputs of these names.

    What none of them needs is not computed. Raises ModelError.
    """
    graph = core().read_model(models.inside(weights, member))
    part = openvino.Model([graph.output(name) for name in outputs], graph.get_parameters())
    if part.is_dynamic():
        part.reshape([1, *part.input().partial_shape[1:]])
    run = core().compile_model(part, "CPU", ALONE)
    return lambda values: list(run([values]).values())
