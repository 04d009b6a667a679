/**
 * The files of MNIST-like data sets: names, digests, where they are published, and where they are looked for.
 *
 * An archive is recognised by its MD5 (torchvision publishes the same ones) or by that of its decompressed bytes, because
 * copies are often recompressed and their gzip headers then differ.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

export interface IdxSource {
  readonly kind: "mnist" | "fashion-mnist";
  readonly title: string;
  /** Folder that torchvision keeps these files in, below its root. */
  readonly torchvisionFolder: string;
  readonly mirrors: readonly string[];
  readonly classes: number;
  readonly splits: Readonly<Record<IdxSplitName, IdxSplit>>;
}

export type IdxSplitName = "train" | "test";

export interface IdxSplit {
  readonly count: number;
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

export interface IdxFile {
  /** Name of the official archive, such as `train-images-idx3-ubyte.gz`. */
  readonly name: string;
  readonly archiveMd5: string;
  /** Of the decompressed bytes. */
  readonly contentMd5: string;
}

export interface SearchFolders {
  readonly folder: string | null;
  readonly cache: string;
}

/** Path of a file under any of its usual names, in the user's folder or the cache, or null. */
export function locate(source: IdxSource, file: IdxFile, folders: SearchFolders): string | null {
  for (const folder of foldersOf(source, folders)) {
    for (const name of spellingsOf(file)) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  }
  return null;
}

/** Every folder looked into: `<folder>/<kind>` first, because two data sets share their file names. */
export function foldersOf(source: IdxSource, { folder, cache }: SearchFolders): readonly string[] {
  const cached = join(cache, source.kind);
  if (folder === null) return [cached];
  return [join(folder, source.kind), join(folder, source.torchvisionFolder), folder, cached];
}

/** Addresses of a file; LSGAN_MIRROR, a base address, replaces all mirrors by `<base>/<kind>/<name>`. */
export function urlsOf(source: IdxSource, file: IdxFile): readonly string[] {
  const own = process.env["LSGAN_MIRROR"];
  const bases =
    own !== undefined && own !== ""
      ? [`${own.replace(/\/+$/, "")}/${source.kind}`]
      : source.mirrors;
  return bases.map((base) => `${base}/${file.name}`);
}

/** `train-images-idx3-ubyte` or `train-images.idx3-ubyte`, compressed or not. */
function spellingsOf({ name }: IdxFile): readonly string[] {
  const plain = name.replace(/\.gz$/, "");
  const dotted = plain.replace("-idx", ".idx");
  return [name, plain, `${dotted}.gz`, dotted];
}
