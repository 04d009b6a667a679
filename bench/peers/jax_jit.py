"""The same step as one jitted JAX function, buffers donated. One thread."""

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
import jax
import jax.numpy as jnp
import numpy as np
from rounds import serve

GENERATOR, DISCRIMINATOR = [100, 128, 256, 512, 784], [784, 128, 256, 512, 1]
random = np.random.default_rng(1)


def dense(inputs, units):
    return {
        "w": jnp.asarray(random.normal(0, 0.05, (inputs, units)), jnp.float32),
        "b": jnp.zeros(units),
    }


def leaky(x):
    return jnp.where(x > 0, x, 0.2 * x)


def generate(parameters, statistics, x, training):
    moved = []
    for i, p in enumerate(parameters):
        x = x @ p["w"] + p["b"]
        if i == len(parameters) - 1:
            return jnp.tanh(x), moved
        x = leaky(x)
        mean, variance = statistics[i]
        if training:
            batch = (x.mean(0), x.var(0))
            moved.append((mean * 0.8 + batch[0] * 0.2, variance * 0.8 + batch[1] * 0.2))
            mean, variance = batch
        x = (x - mean) * jax.lax.rsqrt(variance + 1e-3) * p["gamma"] + p["beta"]


def discriminate(parameters, x):
    for p in parameters[:-1]:
        x = leaky(x @ p["w"] + p["b"])
    return x @ parameters[-1]["w"] + parameters[-1]["b"]


def adam(parameters, gradients, state):
    m, v, t = state
    t = t + 1
    rate = 2e-4 * jnp.sqrt(1 - 0.999**t) / (1 - 0.5**t)
    m = jax.tree.map(lambda m, g: 0.5 * m + 0.5 * g, m, gradients)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, gradients)
    new = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-7), parameters, m, v)
    return new, (m, v, t)


def train(state, real, key):
    G, D, statistics, adam_g, adam_d = state
    key1, key2, key = jax.random.split(key, 3)
    fakes, _ = generate(G, statistics, jax.random.normal(key1, (16, 100)), False)
    targets = jnp.concatenate([jnp.zeros((16, 1)), jnp.ones((16, 1))])
    batch = jnp.concatenate([fakes, real])
    loss_d, gradients = jax.value_and_grad(
        lambda D: jnp.mean((discriminate(D, batch) - targets) ** 2)
    )(D)
    D, adam_d = adam(D, gradients, adam_d)

    def loss(G):
        samples, moved = generate(G, statistics, jax.random.normal(key2, (32, 100)), True)
        return jnp.mean((discriminate(D, samples) - 1) ** 2), moved

    (loss_g, statistics), gradients = jax.value_and_grad(loss, has_aux=True)(G)
    G, adam_g = adam(G, gradients, adam_g)
    return (G, D, statistics, adam_g, adam_d), key, loss_d, loss_g


def start():
    G = [dense(i, o) for i, o in zip(GENERATOR, GENERATOR[1:])]
    for p, units in zip(G[:-1], GENERATOR[1:]):
        p["gamma"], p["beta"] = jnp.ones(units), jnp.zeros(units)
    D = [dense(i, o) for i, o in zip(DISCRIMINATOR, DISCRIMINATOR[1:])]
    statistics = [(jnp.zeros(units), jnp.ones(units)) for units in GENERATOR[1:-1]]
    empty = lambda tree: (
        jax.tree.map(jnp.zeros_like, tree),
        jax.tree.map(jnp.zeros_like, tree),
        jnp.float32(0),
    )
    return G, D, statistics, empty(G), empty(D)


compiled = jax.jit(train, donate_argnums=(0,))
state, key = start(), jax.random.key(1)
real = jnp.tanh(jnp.asarray(random.normal(size=(16, 784)), jnp.float32))


def step():
    global state, key
    state, key, loss_d, loss_g = compiled(state, real, key)
    float(loss_d), float(loss_g)


serve(step)
