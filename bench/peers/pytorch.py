"""The model's step in PyTorch, NCHW. LSGAN_BENCH_MODE: eager, or compiled (each network by `torch.compile`)."""

import math

import torch
from model import BETAS, EPSILON, MODE, MODEL, RATE, THREADS, WARM_UP, same_padding, transposed_cut
from rounds import serve
from torch import nn

torch.set_num_threads(THREADS)
ACTIVATIONS = {"tanh": nn.Tanh, "relu": nn.ReLU}


def first(shape):
    """[height, width, channels] → [channels, height, width]."""
    return [shape[-1], *shape[:-1]]


def build(layers, shape):
    parts = []
    for layer in layers:
        kind = layer["kind"]
        if kind == "dense":
            parts.append(nn.Linear(shape[0], layer["units"]))
            shape = [layer["units"]]
        elif kind == "conv2d":
            before, after = same_padding(shape[1], layer["kernel"], layer["stride"])
            parts.append(nn.ZeroPad2d((before, after, before, after)))
            parts.append(nn.Conv2d(shape[0], layer["filters"], layer["kernel"], layer["stride"]))
            side = -(-shape[1] // layer["stride"])
            shape = [layer["filters"], side, side]
        elif kind == "conv2d-transpose":
            cut = transposed_cut(shape[1], layer)
            padding = -(-cut // 2)
            extra = {"padding": padding, "output_padding": 2 * padding - cut}
            parts.append(nn.ConvTranspose2d(shape[0], layer["filters"], layer["kernel"], layer["stride"], **extra))
            side = (shape[1] - 1) * layer["stride"] + layer["kernel"] - cut
            shape = [layer["filters"], side, side]
        elif kind == "batch-normalization":
            normalization = nn.BatchNorm1d if len(shape) == 1 else nn.BatchNorm2d
            parts.append(normalization(shape[0], layer["epsilon"], 1 - layer["momentum"]))
        elif kind == "reshape":
            shape = first(layer["shape"])
            parts.append(nn.Unflatten(1, shape))
        elif kind == "flatten":
            shape = [math.prod(shape)]
            parts.append(nn.Flatten())
        elif kind == "leaky-relu":
            parts.append(nn.LeakyReLU(layer["slope"]))
        else:
            parts.append(ACTIVATIONS[kind]())
    return nn.Sequential(*parts)


G = build(MODEL["generator"], [MODEL["latent"]])
D = build(MODEL["discriminator"], first(MODEL["sample"]))
adam_g = torch.optim.Adam(G.parameters(), RATE, BETAS, EPSILON)
adam_d = torch.optim.Adam(D.parameters(), RATE, BETAS, EPSILON)
generate, judge = (torch.compile(G), torch.compile(D)) if MODE == "compiled" else (G, D)
half = MODEL["discriminatorBatch"]
real = torch.tanh(torch.randn(half, *first(MODEL["sample"])))
targets = torch.cat([torch.zeros(half, 1), torch.ones(half, 1)])


def step():
    G.train(MODEL["fakesInTraining"])
    with torch.no_grad():
        fakes = generate(torch.randn(half, MODEL["latent"]))
    G.train()
    if MODEL["joint"]:
        loss_d = (judge(torch.cat([fakes, real])) - targets).square().mean()
    else:
        loss_d = (judge(fakes).square().mean() + (judge(real) - 1).square().mean()) / 2
    adam_d.zero_grad()
    loss_d.backward()
    adam_d.step()
    for parameter in D.parameters():
        parameter.requires_grad_(False)
    loss_g = (judge(generate(torch.randn(MODEL["batch"], MODEL["latent"]))) - 1).square().mean()
    adam_g.zero_grad()
    loss_g.backward()
    adam_g.step()
    for parameter in D.parameters():
        parameter.requires_grad_(True)
    loss_d.item(), loss_g.item()


serve(step, warm_up=WARM_UP)
