"""The image presets' whole step in PyTorch on a graphics processor. Arguments: cuda | cpu, eager | compile, preset, batch
size, shrink. Numbers are float32 with PyTorch's defaults: cuDNN may use TF32 in convolutions, cuBLAS does not in products."""

import os
import sys

import torch
from rounds import serve
from torch import nn

device, mode, preset, batch, shrink = sys.argv[1:]
batch, shrink = int(batch), int(shrink)
torch.backends.cudnn.benchmark = True
LATENT = 1024 // shrink


def deconv(inputs, filters, kernel, stride):
    # TensorFlow's "same": the side becomes side · stride.
    return nn.ConvTranspose2d(inputs, filters, kernel, stride, kernel // 2, stride - 1)


def normalized(layers, channels, activation):
    return [*layers, nn.BatchNorm2d(channels, 1e-5, 0.1), activation]


class First(nn.Module):
    """Latents to the first image."""

    def __init__(self, side, channels):
        super().__init__()
        self.dense, self.shape = nn.Linear(LATENT, side * side * channels), (channels, side, side)

    def forward(self, latents):
        return self.dense(latents).view(-1, *self.shape)


def generator():
    if preset == "scenes-112":
        side, channels = 7, 256
        layers = [(256, 3, 2), (256, 3, 1), (256, 3, 2), (256, 3, 1), (128, 3, 2), (64, 3, 2)]
        last = (3, 1)
    elif preset == "dcgan-64":
        side, channels = 4, 512
        layers = [(256, 5, 2), (128, 5, 2), (64, 5, 2)]
        last = (5, 2)
    else:
        sys.exit(f"Expected scenes-112 or dcgan-64, got {preset}")
    size = channels // shrink
    parts = normalized([First(side, size)], size, nn.ReLU())
    for filters, kernel, stride in layers:
        filters //= shrink
        parts += normalized([deconv(size, filters, kernel, stride)], filters, nn.ReLU())
        size = filters
    return nn.Sequential(*parts, deconv(size, 3, *last), nn.Tanh())


def discriminator(side):
    parts, size = [], 3
    for filters in (64, 128, 256, 512):
        filters //= shrink
        conv = nn.Conv2d(size, filters, 5, 2, 2)
        leaky = nn.LeakyReLU(0.2)
        parts += [conv, leaky] if size == 3 else normalized([conv], filters, leaky)
        size = filters
    return nn.Sequential(*parts, nn.Flatten(), nn.Linear(size * (side // 16) ** 2, 1))


SIDE = 112 if preset == "scenes-112" else 64
if device == "cuda" and not torch.cuda.is_available():
    sys.exit("PyTorch finds no CUDA device")
G, D = generator().to(device), discriminator(SIDE).to(device)
adam_g = torch.optim.Adam(G.parameters(), 2e-4, (0.5, 0.999))
adam_d = torch.optim.Adam(D.parameters(), 2e-4, (0.5, 0.999))
real = torch.rand(batch, 3, SIDE, SIDE, device=device) * 2 - 1


def latents():
    return torch.rand(batch, LATENT, device=device) * 2 - 1


def loss_of_discriminator(z):
    fakes = G(z).detach()
    return (0.5 * (D(real) - 1).square().mean()) + 0.5 * D(fakes).square().mean()


def loss_of_generator(z):
    return 0.5 * (D(G(z)) - 1).square().mean()


if mode == "compile":
    loss_of_discriminator = torch.compile(loss_of_discriminator)
    loss_of_generator = torch.compile(loss_of_generator)


def step():
    loss_d = loss_of_discriminator(latents())
    adam_d.zero_grad()
    loss_d.backward()
    adam_d.step()
    for parameter in D.parameters():
        parameter.requires_grad_(False)
    loss_g = loss_of_generator(latents())
    adam_g.zero_grad()
    loss_g.backward()
    adam_g.step()
    for parameter in D.parameters():
        parameter.requires_grad_(True)
    loss_d.item(), loss_g.item()


def finish():
    if device == "cuda":
        torch.cuda.synchronize()


serve(step, finish, warm_up=int(os.environ.get("LSGAN_BENCH_WARM_UP", "30")))
