"""The model's step as one jitted JAX function, NHWC, buffers donated."""

import math
import os

from model import BETAS, EPSILON, MODEL, RATE, THREADS, WARM_UP, transposed_cut, transposed_size
from rounds import serve

if THREADS == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

random = np.random.default_rng(1)
IMAGES = ("NHWC", "HWIO", "NHWC")


def normal(*shape):
    return jnp.asarray(random.normal(0, 0.05, shape), jnp.float32)


def build(layers, shape):
    """Parameters and moving statistics, by layer."""
    parameters, statistics = [], []
    for layer in layers:
        kind, made, moving = layer["kind"], {}, ()
        if kind == "dense":
            made = {"w": normal(shape[0], layer["units"]), "b": jnp.zeros(layer["units"])}
            shape = [layer["units"]]
        elif kind in ("conv2d", "conv2d-transpose"):
            size, filters = layer["kernel"], layer["filters"]
            made = {"w": normal(size, size, shape[2], filters), "b": jnp.zeros(filters)}
            same = kind == "conv2d"
            side = -(-shape[0] // layer["stride"]) if same else transposed_size(shape[0], layer)
            shape = [side, side, filters]
        elif kind == "batch-normalization":
            made = {"gamma": jnp.ones(shape[-1]), "beta": jnp.zeros(shape[-1])}
            moving = (jnp.zeros(shape[-1]), jnp.ones(shape[-1]))
        elif kind == "reshape":
            shape = layer["shape"]
        elif kind == "flatten":
            shape = [math.prod(shape)]
        parameters.append(made)
        statistics.append(moving)
    return parameters, statistics


def apply(layers, parameters, statistics, x, training):
    """The output, and the statistics as they have moved."""
    moved = []
    for layer, p, old in zip(layers, parameters, statistics):
        kind, next = layer["kind"], old
        if kind == "dense":
            x = x @ p["w"] + p["b"]
        elif kind == "conv2d":
            strides = (layer["stride"],) * 2
            x = lax.conv_general_dilated(x, p["w"], strides, "SAME", dimension_numbers=IMAGES) + p["b"]
        elif kind == "conv2d-transpose":
            cut, reach = transposed_cut(x.shape[1], layer), layer["kernel"] - 1
            padding = [(reach - cut // 2, reach - (cut - cut // 2))] * 2
            strides = (layer["stride"],) * 2
            x = lax.conv_transpose(x, p["w"], strides, padding, dimension_numbers=IMAGES) + p["b"]
        elif kind == "batch-normalization":
            mean, variance = old
            if training:
                axes = tuple(range(x.ndim - 1))
                mean, variance = x.mean(axes), x.var(axes)
                keep = layer["momentum"]
                next = (old[0] * keep + mean * (1 - keep), old[1] * keep + variance * (1 - keep))
            x = (x - mean) * lax.rsqrt(variance + layer["epsilon"]) * p["gamma"] + p["beta"]
        elif kind == "reshape":
            x = x.reshape(-1, *layer["shape"])
        elif kind == "flatten":
            x = x.reshape(x.shape[0], -1)
        elif kind == "leaky-relu":
            x = jnp.where(x > 0, x, layer["slope"] * x)
        elif kind == "relu":
            x = jnp.maximum(x, 0)
        else:
            x = jnp.tanh(x)
        moved.append(next)
    return x, moved


def generate(parameters, statistics, x, training):
    return apply(MODEL["generator"], parameters, statistics, x, training)


def judge(parameters, statistics, x):
    return apply(MODEL["discriminator"], parameters, statistics, x, True)


def adam(parameters, gradients, state):
    m, v, t = state
    t = t + 1
    beta1, beta2 = BETAS
    rate = RATE * jnp.sqrt(1 - beta2**t) / (1 - beta1**t)
    m = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, m, gradients)
    v = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, v, gradients)
    new = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + EPSILON), parameters, m, v)
    return new, (m, v, t)


half, batch, latent = MODEL["discriminatorBatch"], MODEL["batch"], MODEL["latent"]
targets = jnp.concatenate([jnp.zeros((half, 1)), jnp.ones((half, 1))])


def discriminator_loss(D, statistics, fakes, real):
    if MODEL["joint"]:
        scores, statistics = judge(D, statistics, jnp.concatenate([fakes, real]))
        return jnp.mean((scores - targets) ** 2), statistics
    on_real, statistics = judge(D, statistics, real)
    on_fakes, statistics = judge(D, statistics, fakes)
    return (jnp.mean(on_fakes**2) + jnp.mean((on_real - 1) ** 2)) / 2, statistics


def train(state, real, key):
    G, D, moving_g, moving_d, adam_g, adam_d = state
    key1, key2, key = jax.random.split(key, 3)
    fakes, _ = generate(G, moving_g, jax.random.normal(key1, (half, latent)), MODEL["fakesInTraining"])
    value = jax.value_and_grad(discriminator_loss, has_aux=True)
    (loss_d, moving_d), gradients = value(D, moving_d, fakes, real)
    D, adam_d = adam(D, gradients, adam_d)

    def loss(G):
        samples, moved = generate(G, moving_g, jax.random.normal(key2, (batch, latent)), True)
        return jnp.mean((judge(D, moving_d, samples)[0] - 1) ** 2), moved

    (loss_g, moving_g), gradients = jax.value_and_grad(loss, has_aux=True)(G)
    G, adam_g = adam(G, gradients, adam_g)
    return (G, D, moving_g, moving_d, adam_g, adam_d), key, loss_d, loss_g


def empty(tree):
    return jax.tree.map(jnp.zeros_like, tree), jax.tree.map(jnp.zeros_like, tree), jnp.float32(0)


G, moving_g = build(MODEL["generator"], [latent])
D, moving_d = build(MODEL["discriminator"], MODEL["sample"])
compiled = jax.jit(train, donate_argnums=(0,))
state, key = (G, D, moving_g, moving_d, empty(G), empty(D)), jax.random.key(1)
real = jnp.tanh(jnp.asarray(random.normal(size=(half, *MODEL["sample"])), jnp.float32))


def step():
    global state, key
    state, key, loss_d, loss_g = compiled(state, real, key)
    float(loss_d), float(loss_g)


serve(step, warm_up=WARM_UP)
