import { join } from "node:path";

import { describe, expect, test } from "vitest";

import {
  BINDING_VERSION,
  compilerArguments,
  headerFolders,
  lastLine,
  libraryName,
  officialArchives,
  pipArguments,
  tensorflowFolder,
  wheelOf,
} from "../../scripts/tensorflow/sources.mjs";
import * as engine from "../../src/engine/tensorflow/library-folder.ts";

const LINUX = { platform: "linux", arch: "x64" };

describe("setup:tensorflow", () => {
  test.each([{ LSGAN_CACHE_DIR: "/a" }, { XDG_CACHE_HOME: "/b" }, {}])(
    "puts the library where the engine looks for it: %o",
    (environment) => {
      const folder = join(tensorflowFolder(environment), libraryName(process));
      expect(folder).toBe(engine.libraryFolder(environment));
      expect(BINDING_VERSION).toBe(engine.BINDING_VERSION);
    },
  );

  test("has official archives where tfjs-node 4.22 was published, and takes them from a mirror", () => {
    expect(officialArchives(LINUX, {})?.library).toBe(
      "https://storage.googleapis.com/tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz",
    );
    const mirrored = officialArchives(LINUX, { TFJS_NODE_CDN_STORAGE: "https://mirror.example/" });
    expect(mirrored?.binding).toBe(
      "https://mirror.example/tf-builds/pre-built-binary/napi-v8/4.22.0/CPU-linux-4.22.0.tar.gz",
    );
    expect(officialArchives({ platform: "win32", arch: "arm64" }, {})).toBeNull();
    expect(officialArchives({ platform: "freebsd", arch: "x64" }, {})).toBeNull();
  });

  test("has a wheel on Linux only", () => {
    expect(wheelOf(LINUX)?.name).toBe("tensorflow-cpu");
    expect(wheelOf({ platform: "linux", arch: "arm64" })?.machine).toBe("aarch64");
    expect(wheelOf({ platform: "darwin", arch: "arm64" })).toBeNull();
  });

  test("asks pip for this Python's wheel first, then for one any Python can fetch", () => {
    const wheel = { name: "tensorflow-cpu", version: "2.21.0", machine: "x86_64" };
    const [own, other] = pipArguments(wheel, "/downloads");
    expect(own?.at(-1)).toBe("tensorflow-cpu==2.21.0");
    expect(own).not.toContain("--python-version");
    expect(other).toContain("manylinux_2_27_x86_64");
  });

  test("compiles against the library that will lie beside the binding", () => {
    const places = { sources: "/s", headers: "/h", include: "/i", library: "/l", output: "/o" };
    const command = compilerArguments(places);
    expect(command).toContain("-Wl,-rpath,$ORIGIN/../../deps/lib");
    expect(command).toEqual(
      expect.arrayContaining(["-I/h", "-I/i", join("/s", "binding", "tfjs_backend.cc")]),
    );
  });

  test("looks for Node's headers beside node first, then in node-gyp's cache", () => {
    const node = { execPath: "/opt/node/bin/node", version: "v22.1.0" };
    const folders = headerFolders(node, { npm_config_devdir: "/gyp" });
    expect(folders).toEqual([
      join("/opt/node/include/node"),
      join("/gyp", "22.1.0", "include", "node"),
    ]);
  });

  test.each([
    ["a missing program", { code: "ENOENT", message: "spawn x" }, "there is no such program"],
    [
      "the error among warnings",
      { stderr: "WARNING: a\nERROR: no match\nnote" },
      "ERROR: no match",
    ],
    [
      "the network's refusal, not what follows from it",
      {
        stderr:
          "npm error request failed, reason: getaddrinfo EAI_AGAIN host\nnpm error A complete log of this run",
      },
      "npm error request failed, reason: getaddrinfo EAI_AGAIN host",
    ],
    ["no words at all", { stderr: "", message: "timed out" }, "timed out"],
  ])("tells %s in one line", (_, failure, line) => {
    expect(lastLine(failure)).toBe(line);
  });
});
