"""The same step in eager PyTorch. One thread."""

import torch
from rounds import serve
from torch import nn

torch.set_num_threads(1)


def generator():
    parts, size = [], 100
    for units in (128, 256, 512):
        parts += [nn.Linear(size, units), nn.LeakyReLU(0.2), nn.BatchNorm1d(units, 1e-3, 0.2)]
        size = units
    return nn.Sequential(*parts, nn.Linear(size, 784), nn.Tanh())


def discriminator():
    parts, size = [], 784
    for units in (128, 256, 512):
        parts += [nn.Linear(size, units), nn.LeakyReLU(0.2)]
        size = units
    return nn.Sequential(*parts, nn.Linear(size, 1))


G, D = generator(), discriminator()
adam_g = torch.optim.Adam(G.parameters(), 2e-4, (0.5, 0.999), 1e-7)
adam_d = torch.optim.Adam(D.parameters(), 2e-4, (0.5, 0.999), 1e-7)
real = torch.tanh(torch.randn(16, 784))
targets = torch.cat([torch.zeros(16, 1), torch.ones(16, 1)])


def step():
    G.eval()
    with torch.no_grad():
        fakes = G(torch.randn(16, 100))
    G.train()
    loss_d = (D(torch.cat([fakes, real])) - targets).square().mean()
    adam_d.zero_grad()
    loss_d.backward()
    adam_d.step()
    for parameter in D.parameters():
        parameter.requires_grad_(False)
    loss_g = (D(G(torch.randn(32, 100))) - 1).square().mean()
    adam_g.zero_grad()
    loss_g.backward()
    adam_g.step()
    for parameter in D.parameters():
        parameter.requires_grad_(True)
    loss_d.item(), loss_g.item()


serve(step)
