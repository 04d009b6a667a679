/**
 * Fashion-MNIST: 60,000 and 10,000 pieces of clothing, 28×28, in MNIST's format.
 * Source: H. Xiao, K. Rasul, R. Vollgraf, arXiv:1708.07747. MIT. MD5 of archives as the authors publish them.
 */
import type { DatasetModule } from "./dataset-module.ts";
import type { IdxSpec } from "./idx-images.ts";
import { createIdxModule } from "./idx-images.ts";
import type { IdxSource } from "./idx-source.ts";

export const FASHION_MNIST: IdxSource = {
  kind: "fashion-mnist",
  title: "Fashion-MNIST",
  torchvisionFolder: "FashionMNIST/raw",
  mirrors: [
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
  ],
  classes: 10,
  splits: {
    train: {
      count: 60_000,
      images: {
        name: "train-images-idx3-ubyte.gz",
        archiveMd5: "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        contentMd5: "f4a8712d7a061bf5bd6d2ca38dc4d50a",
      },
      labels: {
        name: "train-labels-idx1-ubyte.gz",
        archiveMd5: "25c81989df183df01b3e8a0aad5dffbe",
        contentMd5: "9018921c3c673c538a1fc5bad174d6f9",
      },
    },
    test: {
      count: 10_000,
      images: {
        name: "t10k-images-idx3-ubyte.gz",
        archiveMd5: "bef4ecab320f06d8554ea6380940ec79",
        contentMd5: "8181f5470baa50b63fa0f6fddb340f0a",
      },
      labels: {
        name: "t10k-labels-idx1-ubyte.gz",
        archiveMd5: "bb300cfdad3c16e7a12a480ee83cd310",
        contentMd5: "15d484375f8d13e6eb1aabb0c3f46965",
      },
    },
  },
};

export const fashionMnist: DatasetModule<IdxSpec> = createIdxModule(FASHION_MNIST);
