/**
 * Downloads one file, once: mirrors in turn, interrupted transfers resumed by HTTP Range, and nothing under the final name
 * that has not passed its check.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";

import type { DownloadProgress } from "./dataset-module.ts";
import { acquireLock } from "./download-lock.ts";

export interface Download {
  /** The same file at several places, best first. */
  readonly urls: readonly string[];
  /** Path of the finished file; `<path>.part` holds what has arrived so far, also after an interruption. */
  readonly path: string;
  /** Why these bytes are not the file, or null. */
  readonly check: (bytes: Uint8Array) => string | null;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/**
 * Returns null when the file is there, else why each mirror failed, one sentence each.
 * @throws the signal's reason where it was aborted; what has arrived is kept.
 */
export async function download(request: Download): Promise<readonly string[] | null> {
  mkdirSync(dirname(request.path), { recursive: true });
  const lock = await acquireLock(request.path, request.signal);
  try {
    // Another process may have fetched it while this one waited.
    if (existsSync(request.path)) return null;
    return await tryMirrors({
      ...request,
      onProgress: (progress) => {
        lock.touch();
        request.onProgress?.(progress);
      },
    });
  } finally {
    lock.release();
  }
}

async function tryMirrors(request: Download): Promise<readonly string[] | null> {
  const failures: string[] = [];
  for (const url of request.urls) {
    const failure = await downloadFrom(url, request);
    request.signal?.throwIfAborted();
    if (failure === null) return null;
    failures.push(`${url}: ${failure}`);
  }
  return failures;
}

export const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

/** Transfers that may break before a mirror is given up. */
const ATTEMPTS = 3;
/** A server that sends nothing for so long is given up. */
const SILENCE_MS = 30_000;

async function downloadFrom(url: string, request: Download): Promise<string | null> {
  const part = `${request.path}.part`;
  let failure = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const resumed = bytesIn(part) > 0;
    const transfer = await receive(url, part, request);
    if (transfer.kind === "refused") return transfer.why;
    if (transfer.kind === "interrupted") {
      failure = transfer.why;
      continue;
    }
    const wrong = request.check(readFileSync(part));
    if (wrong === null) {
      renameSync(part, request.path);
      return null;
    }
    rmSync(part);
    failure = wrong;
    // The beginning may have come from elsewhere: only a file received in one piece speaks against this mirror.
    if (!resumed) return failure;
  }
  return failure;
}

type Transfer =
  | { readonly kind: "complete" }
  | { readonly kind: "interrupted" | "refused"; readonly why: string };

/** Appends to `part` what is missing of it. */
async function receive(url: string, part: string, request: Download): Promise<Transfer> {
  const silence = new AbortController();
  const stopWhenSilent = (): void => {
    silence.abort(new Error(`nothing received for ${String(SILENCE_MS / 1000)} s`));
  };
  let timer = setTimeout(stopWhenSilent, SILENCE_MS);
  const signals = request.signal === undefined ? [] : [request.signal];
  const signal = AbortSignal.any([silence.signal, ...signals]);
  try {
    const offset = bytesIn(part);
    const headers = new Headers({ "Accept-Encoding": "identity" });
    if (offset > 0) headers.set("Range", `bytes=${String(offset)}-`);
    const response = await fetch(url, { headers, signal });
    if (response.status === 416) {
      // Nothing beyond what we have: complete, or a part of another file. The check tells.
      await response.body?.cancel();
      return { kind: "complete" };
    }
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return {
        kind: "refused",
        why: `HTTP ${String(response.status)} ${response.statusText}`.trim(),
      };
    }
    const start = response.status === 206 ? offset : 0;
    const length = response.headers.get("Content-Length");
    const totalBytes = length === null ? null : start + Number(length);
    await append(response.body, { part, start }, (receivedBytes) => {
      clearTimeout(timer);
      timer = setTimeout(stopWhenSilent, SILENCE_MS);
      request.onProgress?.({ file: request.path, receivedBytes, totalBytes });
    });
    return { kind: "complete" };
  } catch (error) {
    request.signal?.throwIfAborted();
    return { kind: bytesIn(part) > 0 ? "interrupted" : "refused", why: reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

async function append(
  body: NonNullable<Response["body"]>,
  { part, start }: { readonly part: string; readonly start: number },
  onBytes: (receivedBytes: number) => void,
): Promise<void> {
  const file = await open(part, start > 0 ? "a" : "w");
  try {
    const reader = body.getReader();
    let received = start;
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      await file.write(read.value);
      received += read.value.length;
      onBytes(received);
    }
  } finally {
    await file.close();
  }
}

function bytesIn(path: string): number {
  return existsSync(path) ? statSync(path).size : 0;
}

/** fetch says only "fetch failed" and keeps the reason in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : null;
  return cause.message !== "" ? cause.message : (code ?? error.message);
}
