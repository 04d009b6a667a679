/** What setup-tensorflow.mjs gets, from where, and how the binding is compiled: plain data, nothing is done here. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Version of @tensorflow/tfjs-node; src/engine/tensorflow/library-folder.ts has the same. */
export const BINDING_VERSION = "4.22.0";
/** Of the official download: the one tfjs-node 4.22.0 was built against. */
const LIBTENSORFLOW_VERSION = "2.9.1";
/** Of the Python wheel: the one this was proven with. */
const WHEEL_VERSION = "2.21.0";
export const HEADERS_PACKAGE = "node-api-headers@1.5.0";
export const BINDING_PACKAGE = `@tensorflow/tfjs-node@${BINDING_VERSION}`;

/** `<cache>/tensorflow`; the cache is LSGAN_CACHE_DIR, else XDG_CACHE_HOME/lsgan-lab, else ~/.cache/lsgan-lab. */
export function tensorflowFolder(environment) {
  const shared = environment.XDG_CACHE_HOME || join(homedir(), ".cache");
  return resolve(environment.LSGAN_CACHE_DIR || join(shared, "lsgan-lab"), "tensorflow");
}

export const libraryName = ({ platform, arch }) => `${BINDING_VERSION}-${platform}-${arch}`;

const SYSTEMS = { linux: "linux", darwin: "darwin", win32: "windows" };
const MACHINES = { x64: "x86_64", arm64: "arm64" };

/** Addresses of the two official archives, or null where there are none. TFJS_NODE_CDN_STORAGE names a mirror. */
export function officialArchives({ platform, arch }, environment) {
  const [system, machine] = [SYSTEMS[platform], MACHINES[arch]];
  const isBuilt = machine === "x86_64" || (machine === "arm64" && platform !== "win32");
  if (system === undefined || !isBuilt) return null;
  const host = environment.TFJS_NODE_CDN_STORAGE || "https://storage.googleapis.com/";
  const ending = platform === "win32" ? "zip" : "tar.gz";
  const library =
    machine === "x86_64"
      ? `tensorflow/libtensorflow/libtensorflow-cpu-${system}-${machine}-${LIBTENSORFLOW_VERSION}.${ending}`
      : `tf-builds/libtensorflow_r2_7_${platform === "darwin" ? "darwin_arm64_cpu" : "linux_arm64"}.tar.gz`;
  const binding = `tf-builds/pre-built-binary/napi-v8/${BINDING_VERSION}/CPU-${system}-${BINDING_VERSION}.${ending}`;
  return { library: `${host}${library}`, binding: `${host}${binding}` };
}

/** The wheel that holds libtensorflow, or null where there is none: Linux only. */
export function wheelOf({ platform, arch }) {
  if (platform !== "linux" || !(arch in MACHINES)) return null;
  const machine = arch === "x64" ? "x86_64" : "aarch64";
  return {
    name: arch === "x64" ? "tensorflow-cpu" : "tensorflow",
    version: WHEEL_VERSION,
    machine,
  };
}

/**
 * Arguments of Python, in the order to be tried: the wheel for this Python, then, because only its C++ library is used, the
 * one for Python 3.12, which any Python can fetch.
 */
export function pipArguments({ name, version, machine }, destination) {
  const common = [
    ...["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-input", "--quiet"],
    ...["--disable-pip-version-check", "--dest", destination, `${name}==${version}`],
  ];
  const platforms = ["2_17", "2_27", "2_28"].flatMap((glibc) => [
    "--platform",
    `manylinux_${glibc}_${machine}`,
  ]);
  const other = ["--implementation", "cp", "--python-version", "3.12", "--abi", "cp312"];
  return [common, [...common, ...other, ...platforms]];
}

/** A Python program: `wheel folder` as arguments; unpacks what compiling and running the binding needs. */
export const UNPACK_WHEEL = `
import sys, zipfile
wheel, folder = sys.argv[1:]
wanted = ("tensorflow/libtensorflow_cc.so.2", "tensorflow/libtensorflow_framework.so.2",
          "tensorflow/THIRD_PARTY_NOTICES.txt", "tensorflow/include/LICENSE",
          "tensorflow/include/tensorflow/c/", "tensorflow/include/tensorflow/core/platform/ctstring",
          "tensorflow/include/tsl/platform/ctstring", "tensorflow/include/xla/tsl/c/")
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name.startswith(wanted):
            archive.extract(name, folder)
`;

/** Arguments of the C++ compiler. `sources` is the unpacked package, \`library\` the folder of the shared libraries. */
export function compilerArguments({ sources, headers, include, library, output }) {
  return [
    ...["-std=c++17", "-O2", "-DNAPI_VERSION=8", "-shared", "-fPIC"],
    ...[sources, include, headers].map((folder) => `-I${folder}`),
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join(sources, "binding", file)),
    ...["-o", output],
    ...["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"].map((file) => join(library, file)),
    "-Wl,-rpath,$ORIGIN/../../deps/lib",
  ];
}

/** Folders that may hold node_api.h, likeliest first. */
export function headerFolders({ execPath, version, config }, environment) {
  const prefix = config?.variables?.node_prefix;
  const gyp = environment.npm_config_devdir || join(homedir(), ".cache", "node-gyp");
  return [
    join(execPath, "..", "..", "include", "node"),
    ...(typeof prefix === "string" ? [join(prefix, "include", "node")] : []),
    join(gyp, version.replace(/^v/, ""), "include", "node"),
  ];
}

/** What a failed command said, as one line: the network's refusal, else its last error, or why it could not be started. */
export function lastLine({ code, stderr, message }) {
  if (code === "ENOENT") return "there is no such program";
  const lines = String(stderr ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.includes("complete log"));
  const refusal = lines.findLast((line) => NETWORK.test(line));
  const told = refusal ?? lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1);
  return (told ?? String(message)).slice(0, 300);
}

const NETWORK = /HTTP error|\b40[347]\b|ENOTFOUND|EAI_AGAIN|ECONN|NameResolution|timed out/;
