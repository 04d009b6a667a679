"""The same step as one `tf.function` with GradientTape and Keras optimizers. One thread, no XLA."""

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
adam_g, adam_d = tf.keras.optimizers.Adam(2e-4, 0.5), tf.keras.optimizers.Adam(2e-4, 0.5)
adam_g.build(G.trainable_variables)
adam_d.build(D.trainable_variables)
real = tf.constant(np.tanh(np.random.randn(16, 784)).astype("float32"))
targets = tf.concat([tf.zeros([16, 1]), tf.ones([16, 1])], 0)


@tf.function
def step(real):
    fakes = G(tf.random.normal([16, 100]), training=False)
    with tf.GradientTape() as tape:
        loss_d = tf.reduce_mean(tf.square(D(tf.concat([fakes, real], 0), training=True) - targets))
    adam_d.apply_gradients(zip(tape.gradient(loss_d, D.trainable_variables), D.trainable_variables))
    with tf.GradientTape() as tape:
        loss_g = tf.reduce_mean(tf.square(D(G(tf.random.normal([32, 100]), training=True)) - 1.0))
    adam_g.apply_gradients(zip(tape.gradient(loss_g, G.trainable_variables), G.trainable_variables))
    return loss_d, loss_g


serve(lambda: [loss.numpy() for loss in step(real)])
