"""The step of DCGAN_28 (bench/specs.mjs) as one `tf.function`. One thread, no XLA."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import numpy as np
import tensorflow as tf
from rounds import serve

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
layers, models = tf.keras.layers, tf.keras.models


def normalization():
    return layers.BatchNormalization(momentum=0.9, epsilon=1e-3)


G = models.Sequential([
    layers.Input((100,)), layers.Dense(6272), normalization(), layers.ReLU(), layers.Reshape((7, 7, 128)),
    layers.Conv2DTranspose(64, 5, 2, "same"), normalization(), layers.ReLU(),
    layers.Conv2DTranspose(1, 5, 2, "same", activation="tanh"),
])  # fmt: skip
D = models.Sequential([
    layers.Input((28, 28, 1)), layers.Conv2D(64, 5, 2, "same"), layers.LeakyReLU(negative_slope=0.2),
    layers.Conv2D(128, 5, 2, "same"), normalization(), layers.LeakyReLU(negative_slope=0.2),
    layers.Flatten(), layers.Dense(1),
])  # fmt: skip
adam_g, adam_d = tf.keras.optimizers.Adam(2e-4, 0.5), tf.keras.optimizers.Adam(2e-4, 0.5)
adam_g.build(G.trainable_variables)
adam_d.build(D.trainable_variables)
real = tf.constant(np.tanh(np.random.randn(64, 28, 28, 1)).astype("float32"))


@tf.function
def step(real):
    fakes = G(tf.random.normal([64, 100]), training=True)
    with tf.GradientTape() as tape:
        on_fakes, on_real = D(fakes, training=True), D(real, training=True)
        loss_d = (tf.reduce_mean(tf.square(on_fakes)) + tf.reduce_mean(tf.square(on_real - 1.0))) / 2
    adam_d.apply_gradients(zip(tape.gradient(loss_d, D.trainable_variables), D.trainable_variables))
    with tf.GradientTape() as tape:
        fakes = G(tf.random.normal([64, 100]), training=True)
        loss_g = tf.reduce_mean(tf.square(D(fakes, training=True) - 1.0))
    adam_g.apply_gradients(zip(tape.gradient(loss_g, G.trainable_variables), G.trainable_variables))
    return loss_d, loss_g


serve(lambda: [loss.numpy() for loss in step(real)])
