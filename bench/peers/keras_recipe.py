"""The seed article's step as it stands there: Keras `predict` and `train_on_batch`. One thread."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
import numpy as np
import tensorflow as tf
from rounds import serve

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
layers, models = tf.keras.layers, tf.keras.models


def generator():
    model = models.Sequential([layers.Input((100,))])
    for units in (128, 256, 512):
        model.add(layers.Dense(units))
        model.add(layers.LeakyReLU(negative_slope=0.2))
        model.add(layers.BatchNormalization(momentum=0.8))
    model.add(layers.Dense(784, activation="tanh"))
    return model


def discriminator():
    model = models.Sequential([layers.Input((784,))])
    for units in (128, 256, 512):
        model.add(layers.Dense(units))
        model.add(layers.LeakyReLU(negative_slope=0.2))
    model.add(layers.Dense(1))
    return model


G, D = generator(), discriminator()
D.compile(loss="mse", optimizer=tf.keras.optimizers.Adam(2e-4, 0.5), metrics=["binary_accuracy"])
D.trainable = False
stacked = models.Sequential([layers.Input((100,)), G, D])
stacked.compile(loss="mse", optimizer=tf.keras.optimizers.Adam(2e-4, 0.5))
D.trainable = True
real = np.tanh(np.random.randn(16, 784)).astype("float32")
zeros_ones = np.concatenate([np.zeros((16, 1)), np.ones((16, 1))]).astype("float32")
ones = np.ones((32, 1), "float32")


def step():
    fakes = G.predict_on_batch(np.random.randn(16, 100).astype("float32"))
    D.train_on_batch(np.concatenate([fakes, real]), zeros_ones)
    stacked.train_on_batch(np.random.randn(32, 100).astype("float32"), ones)


serve(step)
