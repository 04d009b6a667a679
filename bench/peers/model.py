"""The model a peer trains, as bench/run.mjs describes it (JSON in LSGAN_BENCH_MODEL), and the padding of its layers."""

import json
import os

MODEL = json.loads(os.environ["LSGAN_BENCH_MODEL"])
MODE = os.environ.get("LSGAN_BENCH_MODE", "")
THREADS = int(os.environ.get("LSGAN_BENCH_THREADS", "1"))
WARM_UP = int(os.environ.get("LSGAN_BENCH_WARM_UP", "30"))
RATE, BETAS, EPSILON = 2e-4, (0.5, 0.999), 1e-7


def same_padding(size, kernel, stride):
    """Zeros before and after an axis of a convolution as TensorFlow's "same" has them."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def transposed_size(size, layer):
    return layer.get("outputSize") or size * layer["stride"]


def transposed_cut(size, layer):
    """What a transposed convolution makes beyond its output size."""
    return (size - 1) * layer["stride"] + layer["kernel"] - transposed_size(size, layer)
