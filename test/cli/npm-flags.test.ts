import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { createProgram } from "../../src/cli/program.ts";
import { refuseSwallowedFlags } from "../../src/cli/refuse-swallowed-flags.ts";
import { LabError } from "../../src/shared/errors.ts";

/** The corrected command that is shown for a call, or null where it is taken as it is. */
function correctionOf(argv: readonly string[], environment: NodeJS.ProcessEnv): string | null {
  try {
    refuseSwallowedFlags(
      createProgram(() => undefined),
      argv,
      environment,
    );
    return null;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return /^ {4}(.*)$/m.exec(error.message)?.[1] ?? error.message;
  }
}

// Each `environment` is what npm 11.19 was seen to give for the command in the test's name.
describe("refuseSwallowedFlags", () => {
  test.each([
    {
      typed: "npm run sweep f.yaml --jobs 2",
      argv: ["sweep", "f.yaml", "2"],
      npm: { jobs: "true" },
      shown: "npm run sweep -- f.yaml --jobs 2",
    },
    {
      typed: "npm run sweep f.yaml --jobs=2",
      argv: ["sweep", "f.yaml"],
      npm: { jobs: "2" },
      shown: "npm run sweep -- f.yaml --jobs 2",
    },
    {
      typed: "npm run sweep f.yaml --dry-run",
      argv: ["sweep", "f.yaml"],
      npm: { dry_run: "true" },
      shown: "npm run sweep -- f.yaml --dry-run",
    },
    {
      typed: "npm run sweep f.yaml --set a=1 --runs-dir out --set b=2 --jobs 3",
      argv: ["sweep", "f.yaml", "a=1", "out", "b=2", "3"],
      npm: { set: "true\n\ntrue", runs_dir: "true", jobs: "true" },
      shown: "npm run sweep -- f.yaml --jobs 3 --set a=1 --set b=2 --runs-dir out",
    },
    {
      typed: "npm run plan f.yaml --no-forecast --json",
      argv: ["plan", "f.yaml"],
      npm: { forecast: "", json: "true" },
      shown: "npm run plan -- f.yaml --no-forecast --json",
    },
    {
      typed: "npm run sweep f.yaml --jbos 2",
      argv: ["sweep", "f.yaml", "2"],
      npm: { jbos: "true" },
      shown: "npm run sweep -- f.yaml 2",
    },
    {
      typed: "npm run sweep f.yaml --dry-rum",
      argv: ["sweep", "f.yaml"],
      npm: { dry_rum: "true" },
      shown: "npm run sweep -- f.yaml --dry-run",
    },
    {
      typed: "npm run sweep 'my file.yaml' --fail-fast",
      argv: ["sweep", "my file.yaml"],
      npm: { fail_fast: "true" },
      shown: "npm run sweep -- 'my file.yaml' --fail-fast",
    },
  ])("refuses `$typed` and shows how to say it", ({ argv, npm, shown }) => {
    expect(correctionOf(argv, npmEnvironment(argv[0] ?? "", npm))).toBe(shown);
  });

  test.each([
    { argv: ["sweep", "f.yaml", "--jobs", "2"], npm: {} },
    { argv: ["sweep", "f.yaml"], npm: { audit: "", fund: "" } },
    { argv: ["validate", "a.yaml", "b.yaml"], npm: {} },
  ])("takes $argv as it is", ({ argv, npm }) => {
    expect(correctionOf(argv, npmEnvironment(argv[0] ?? "", npm))).toBeNull();
  });

  test("judges nothing where npm runs another script, such as the tests", () => {
    const environment = npmEnvironment("test", { json: "true", dry_run: "true" });
    expect(correctionOf(["sweep", "f.yaml"], environment)).toBeNull();
  });

  test("does not take a key of an .npmrc for something typed", () => {
    const folder = mkdtempSync(join(tmpdir(), "lsgan-test-"));
    try {
      const file = join(folder, ".npmrc");
      writeFileSync(file, "fund=false\njobs = 8\n");
      const environment = npmEnvironment("sweep", { jobs: "8", userconfig: file });
      expect(correctionOf(["sweep", "f.yaml"], environment)).toBeNull();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function npmEnvironment(
  script: string,
  config: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const entries = Object.entries(config).map(([key, value]) => [`npm_config_${key}`, value]);
  return { npm_lifecycle_event: script, ...Object.fromEntries(entries) } as NodeJS.ProcessEnv;
}
