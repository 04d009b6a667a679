"""experiments/paper/r1-ring.yaml in PyTorch: see docs/ring-twin.md. Seeds that are complete in --out are skipped."""

import argparse
import json
import math
import os
import time

import torch
from torch.nn.functional import softplus

LATENT, BATCH, SAMPLES, EVERY = 256, 512, 2500, 2500
GENERATOR, DISCRIMINATOR = ((LATENT, 128, 128, 2), 1e-3), ((2, 128, 128, 1), 1e-4)  # sizes, Adam's rate
BETA1, BETA2, EPSILON, DEVIATION = 0.5, 0.999, 1e-8, 0.01
DRAWS = torch.linspace(0, 2 * math.pi, 9, dtype=torch.float64)  # the first and the last are the top
MEANS = torch.stack([DRAWS.sin(), DRAWS.cos()], 1)
WEIGHTS = torch.tensor([2.0] + [1.0] * 7, dtype=torch.float64) / 9


class Network:
    """All weights in one vector: kernels [inputs, outputs] and biases, layer after layer; tanh between layers."""

    def __init__(self, sizes, rate, random):
        self.rate, self.updates = rate, 0
        self.shapes = [shape for n, m in zip(sizes, sizes[1:]) for shape in ((n, m), (m,))]
        parts = [torch.zeros(shape) for shape in self.shapes]
        [torch.nn.init.orthogonal_(kernel, 1.4, generator=random) for kernel in parts[::2]]
        self.weights = torch.cat([part.flatten() for part in parts]).requires_grad_()
        self.m, self.v = torch.zeros_like(self.weights), torch.zeros_like(self.weights)

    def open(self):
        parts = self.weights.split([math.prod(shape) for shape in self.shapes])
        a, b, c, d, e, f = (part.view(shape) for part, shape in zip(parts, self.shapes))
        return lambda x: torch.addmm(f, torch.addmm(d, torch.addmm(b, x, a).tanh(), c).tanh(), e)

    @torch.no_grad()
    def update(self, gradient):
        """Adam as at the end of section 2 of its paper: epsilon is outside the correction of the bias."""
        self.updates += 1
        self.m.lerp_(gradient, 1 - BETA1)
        self.v.mul_(BETA2).addcmul_(gradient, gradient, value=1 - BETA2)
        alpha = self.rate * math.sqrt(1 - BETA2**self.updates) / (1 - BETA1**self.updates)
        self.weights.addcdiv_(self.m, self.v.sqrt().add_(EPSILON), value=-alpha)


def losses(cell, real, fake):
    """D's and G's, summed over the batch; the regular GAN's G has the non-saturating one."""
    if cell == "lsgan":
        return ((real - 1).square().sum() + fake.square().sum()) / 2, (fake - 1).square().sum() / 2
    return softplus(-real).sum() + softplus(fake).sum(), softplus(-fake).sum()


def step(cell, generator, discriminator, latents, real):
    judge, fakes = discriminator.open(), generator.open()(latents)
    loss_d, loss_g = losses(cell, judge(real), judge(fakes))
    (of_d,) = torch.autograd.grad(loss_d, discriminator.weights, retain_graph=True)
    (of_g,) = torch.autograd.grad(loss_g, generator.weights)
    discriminator.update(of_d), generator.update(of_g)


def evaluate(points):
    assert points.isfinite().all(), "the generator diverged"
    distances, nearest = (points.double()[:, None] - MEANS[:8]).square().sum(2).sqrt().min(1)
    count = lambda radius: torch.bincount(nearest[distances < radius], minlength=8).double()
    good, near, all_ = count(3 * DEVIATION), count(0.2), count(math.inf)
    shares, n = good / good.sum(), len(points)
    kl = torch.xlogy(shares, shares / WEIGHTS).sum().item() if good.sum() > 0 else math.log(9)
    near_share, most = near.sum().item() / n, all_.topk(2).values.sum().item() / n
    scores = {"high-quality-share": good.sum().item() / n, "modes-20": int((good >= 20).sum()), "reverse-kl": kl}
    covered = int((near >= 20 * n / 2500).all() and near_share >= 0.3)
    outcome = {"covered": covered, "collapsed": int(most >= 0.8), "off-target": int(near_share < 0.2)}
    return {**scores, "near-share": near_share, **outcome}


def train(cell, seed, steps, out):
    random, began = torch.Generator().manual_seed(seed), time.perf_counter()
    generator, discriminator = Network(*GENERATOR, random), Network(*DISCRIMINATOR, random)
    fixed = torch.randn(SAMPLES, LATENT, generator=random)
    for done in range(steps + 1):
        if done % EVERY == 0:
            run = {"cell": cell, "seed": seed, "step": done, "seconds": round(time.perf_counter() - began, 1)}
            print(json.dumps({**run, **evaluate(generator.open()(fixed).detach())}), file=out, flush=True)
        modes = torch.randint(9, (BATCH,), generator=random)
        real = torch.normal(MEANS[modes].float(), DEVIATION, generator=random)
        step(cell, generator, discriminator, torch.randn(BATCH, LATENT, generator=random), real)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cell", nargs="+", choices=("lsgan", "gan"), default=["lsgan", "gan"])
    parser.add_argument("--seeds", type=int, nargs=2, default=(1, 10), metavar=("FIRST", "LAST"))
    parser.add_argument("--steps", type=int, default=40000)
    parser.add_argument("--out", required=True, help="JSON lines, one for each evaluation; appended to")
    options = parser.parse_args()
    torch.set_num_threads(1), torch.set_flush_denormal(True)
    lines = [json.loads(line) for line in open(options.out)] if os.path.exists(options.out) else []
    ended = {(line["cell"], line["seed"]) for line in lines if line["step"] >= options.steps}
    for seed in range(options.seeds[0], options.seeds[1] + 1):
        for cell in [one for one in options.cell if (one, seed) not in ended]:
            train(cell, seed, options.steps, open(options.out, "a"))
