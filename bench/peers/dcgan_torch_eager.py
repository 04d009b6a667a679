"""The step of DCGAN_28 (bench/specs.mjs) in eager PyTorch, NCHW. One thread."""

import torch
from rounds import serve
from torch import nn

torch.set_num_threads(1)


class Same(nn.ConvTranspose2d):
    """Five by five, stride 2, twice the size, as TensorFlow's "same"."""

    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs, 5, 2, padding=2, output_padding=1)


def convolution(inputs, outputs):
    return [nn.ZeroPad2d((1, 2, 1, 2)), nn.Conv2d(inputs, outputs, 5, 2)]


def norm2d(channels):
    return nn.BatchNorm2d(channels, 1e-3, 0.1)


G = nn.Sequential(
    nn.Linear(100, 6272), nn.BatchNorm1d(6272, 1e-3, 0.1), nn.ReLU(), nn.Unflatten(1, (128, 7, 7)),
    Same(128, 64), norm2d(64), nn.ReLU(), Same(64, 1), nn.Tanh(),
)  # fmt: skip
D = nn.Sequential(
    *convolution(1, 64), nn.LeakyReLU(0.2), *convolution(64, 128), norm2d(128), nn.LeakyReLU(0.2),
    nn.Flatten(), nn.Linear(6272, 1),
)  # fmt: skip
adam_g = torch.optim.Adam(G.parameters(), 2e-4, (0.5, 0.999), 1e-7)
adam_d = torch.optim.Adam(D.parameters(), 2e-4, (0.5, 0.999), 1e-7)
real = torch.tanh(torch.randn(64, 1, 28, 28))


def step():
    with torch.no_grad():
        fakes = G(torch.randn(64, 100))
    loss_d = (D(fakes).square().mean() + (D(real) - 1).square().mean()) / 2
    adam_d.zero_grad()
    loss_d.backward()
    adam_d.step()
    for parameter in D.parameters():
        parameter.requires_grad_(False)
    loss_g = (D(G(torch.randn(64, 100))) - 1).square().mean()
    adam_g.zero_grad()
    loss_g.backward()
    adam_g.step()
    for parameter in D.parameters():
        parameter.requires_grad_(True)
    loss_d.item(), loss_g.item()


serve(step)
