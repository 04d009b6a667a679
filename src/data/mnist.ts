/**
 * MNIST: 60,000 and 10,000 handwritten digits, 28×28, white on black.
 * Source: Y. LeCun, C. Cortes, C. Burges. CC BY-SA 3.0. MD5 of archives as in torchvision.
 */
import type { DatasetModule } from "./dataset-module.ts";
import type { IdxSpec } from "./idx-images.ts";
import { createIdxModule } from "./idx-images.ts";
import type { IdxSource } from "./idx-source.ts";

export const MNIST: IdxSource = {
  kind: "mnist",
  title: "MNIST",
  torchvisionFolder: "MNIST/raw",
  mirrors: [
    "https://ossci-datasets.s3.amazonaws.com/mnist",
    "https://storage.googleapis.com/cvdf-datasets/mnist",
  ],
  classes: 10,
  splits: {
    train: {
      count: 60_000,
      images: {
        name: "train-images-idx3-ubyte.gz",
        archiveMd5: "f68b3c2dcbeaaa9fbdd348bbdeb94873",
        contentMd5: "6bbc9ace898e44ae57da46a324031adb",
      },
      labels: {
        name: "train-labels-idx1-ubyte.gz",
        archiveMd5: "d53e105ee54ea40749a09fcbcd1e9432",
        contentMd5: "a25bea736e30d166cdddb491f175f624",
      },
    },
    test: {
      count: 10_000,
      images: {
        name: "t10k-images-idx3-ubyte.gz",
        archiveMd5: "9fb629c4189551a2d022fa330f9573f3",
        contentMd5: "2646ac647ad5339dbf082846283269ea",
      },
      labels: {
        name: "t10k-labels-idx1-ubyte.gz",
        archiveMd5: "ec29112dd5afa0611ce80d1b7f02629c",
        contentMd5: "27ae3e4e09519cfbb04c329615203637",
      },
    },
  },
};

export const mnist: DatasetModule<IdxSpec> = createIdxModule(MNIST);
