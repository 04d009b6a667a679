"""The model's step in TensorFlow, NHWC, no XLA. LSGAN_BENCH_MODE: keras (`predict` and `train_on_batch`), or function."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import numpy as np
import tensorflow as tf
from model import BETAS, EPSILON, MODE, MODEL, RATE, THREADS, WARM_UP
from rounds import serve

tf.config.threading.set_intra_op_parallelism_threads(THREADS)
tf.config.threading.set_inter_op_parallelism_threads(1)
layers, models = tf.keras.layers, tf.keras.models


def build(specs, shape):
    model = models.Sequential([layers.Input(shape)])
    for spec in specs:
        kind = spec["kind"]
        if kind == "dense":
            model.add(layers.Dense(spec["units"]))
        elif kind == "conv2d":
            model.add(layers.Conv2D(spec["filters"], spec["kernel"], spec["stride"], "same"))
        elif kind == "conv2d-transpose":
            kernel, stride, side = spec["kernel"], spec["stride"], model.output_shape[1]
            odd = kernel - 2 * (kernel // 2)
            given = spec.get("outputSize")
            more = {"output_padding": given - (side - 1) * stride - odd} if given else {}
            model.add(layers.Conv2DTranspose(spec["filters"], kernel, stride, "same", **more))
        elif kind == "batch-normalization":
            model.add(layers.BatchNormalization(momentum=spec["momentum"], epsilon=spec["epsilon"]))
        elif kind == "reshape":
            model.add(layers.Reshape(spec["shape"]))
        elif kind == "flatten":
            model.add(layers.Flatten())
        elif kind == "leaky-relu":
            model.add(layers.LeakyReLU(negative_slope=spec["slope"]))
        else:
            model.add(layers.Activation(kind))
    return model


def adam():
    return tf.keras.optimizers.Adam(RATE, *BETAS, EPSILON)


G = build(MODEL["generator"], (MODEL["latent"],))
D = build(MODEL["discriminator"], MODEL["sample"])
half, batch, latent = MODEL["discriminatorBatch"], MODEL["batch"], MODEL["latent"]
real = np.tanh(np.random.randn(half, *MODEL["sample"])).astype("float32")
zeros, ones = np.zeros((half, 1), "float32"), np.ones((half, 1), "float32")


def keras_step():
    """As the seed article and Keras-GAN write it: real and fake apart are two updates there."""
    D.compile(loss="mse", optimizer=adam(), metrics=["binary_accuracy"])
    D.trainable = False
    stacked = models.Sequential([layers.Input((latent,)), G, D])
    stacked.compile(loss="mse", optimizer=adam())
    D.trainable = True
    both, wanted = np.concatenate([zeros, ones]), np.ones((batch, 1), "float32")

    def step():
        fakes = G.predict_on_batch(np.random.randn(half, latent).astype("float32"))
        if MODEL["joint"]:
            D.train_on_batch(np.concatenate([fakes, real]), both)
        else:
            D.train_on_batch(real, ones)
            D.train_on_batch(fakes, zeros)
        stacked.train_on_batch(np.random.randn(batch, latent).astype("float32"), wanted)

    return step


def function_step():
    adam_g, adam_d = adam(), adam()
    adam_g.build(G.trainable_variables)
    adam_d.build(D.trainable_variables)
    targets = tf.concat([zeros, ones], 0)

    @tf.function
    def train(real):
        fakes = G(tf.random.normal([half, latent]), training=MODEL["fakesInTraining"])
        with tf.GradientTape() as tape:
            if MODEL["joint"]:
                loss_d = tf.reduce_mean(tf.square(D(tf.concat([fakes, real], 0), training=True) - targets))
            else:
                on_fakes, on_real = D(fakes, training=True), D(real, training=True)
                loss_d = (tf.reduce_mean(tf.square(on_fakes)) + tf.reduce_mean(tf.square(on_real - 1.0))) / 2
        adam_d.apply_gradients(zip(tape.gradient(loss_d, D.trainable_variables), D.trainable_variables))
        with tf.GradientTape() as tape:
            fakes = G(tf.random.normal([batch, latent]), training=True)
            loss_g = tf.reduce_mean(tf.square(D(fakes, training=True) - 1.0))
        adam_g.apply_gradients(zip(tape.gradient(loss_g, G.trainable_variables), G.trainable_variables))
        return loss_d, loss_g

    data = tf.constant(real)
    return lambda: [loss.numpy() for loss in train(data)]


serve(keras_step() if MODE == "keras" else function_step(), warm_up=WARM_UP)
