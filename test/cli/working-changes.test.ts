import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { keepWorkingChanges, readWorkingChanges } from "../../src/cli/working-changes.ts";
import { changesPath } from "../../src/runs/paths.ts";
import { makeFolder } from "./run-lsgan.ts";

let folder: string;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const git = (...words: readonly string[]): void => {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
  execFileSync("git", [...identity, ...words], { cwd: folder, stdio: "ignore" });
};

/** A checkout with one committed source file. */
function makeCheckout(): void {
  mkdirSync(join(folder, "src"));
  writeFileSync(join(folder, "src/one.ts"), "export const one = 1;\n");
  git("init");
  git("add", ".");
  git("commit", "-m", "one");
}

test("nothing is kept of a clean checkout, nor where there is none", () => {
  expect(readWorkingChanges(folder)).toBeNull();
  makeCheckout();
  expect(readWorkingChanges(folder)).toBeNull();
  writeFileSync(join(folder, "README.md"), "documents decide no numbers\n");
  expect(readWorkingChanges(folder)).toBeNull();
});

test("the diff and the names of unknown files are kept by the digest of their text", () => {
  makeCheckout();
  writeFileSync(join(folder, "src/one.ts"), "export const one = 2;\n");
  writeFileSync(join(folder, "src/two.ts"), "export const two = 2;\n");
  const changes = readWorkingChanges(folder);
  expect(changes?.text).toContain("# not in git: src/two.ts\n");
  expect(changes?.text).toContain("-export const one = 1;\n+export const one = 2;\n");
  if (changes === null) return;
  expect(changes.digest).toBe(createHash("sha256").update(changes.text).digest("hex"));
  keepWorkingChanges(folder, changes);
  expect(readFileSync(changesPath(folder, changes.digest), "utf8")).toBe(changes.text);
});

test("a diff of more than 200 kB is cut at a line, and says so", () => {
  makeCheckout();
  writeFileSync(
    join(folder, "src/one.ts"),
    "// a line of forty characters, repeated\n".repeat(9000),
  );
  const text = readWorkingChanges(folder)?.text ?? "";
  expect(text.length).toBeLessThan(200_200);
  expect(text).toMatch(/repeated\n# cut: 3\d{5} bytes in all\n$/);
});
