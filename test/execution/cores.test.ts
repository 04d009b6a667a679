import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

import { planBudget, threadEnvironment } from "../../src/execution/budget.ts";
import { cpuQuota, usableCores } from "../../src/execution/cores.ts";
import { makeFolder } from "./fixtures.ts";

/** A root folder with these files. */
function rootWith(files: Readonly<Record<string, string>>): string {
  const root = makeFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

describe("cpuQuota", () => {
  const CASES: readonly (readonly [string, Readonly<Record<string, string>>, number | null])[] = [
    ["no control groups", {}, null],
    [
      "version 2, two and a half cores",
      { "proc/self/cgroup": "0::/job\n", "sys/fs/cgroup/job/cpu.max": "250000 100000\n" },
      2.5,
    ],
    [
      "version 2, no limit",
      { "proc/self/cgroup": "0::/job\n", "sys/fs/cgroup/job/cpu.max": "max 100000\n" },
      null,
    ],
    [
      "version 2, a group above is tighter",
      {
        "proc/self/cgroup": "0::/slice/job\n",
        "sys/fs/cgroup/slice/cpu.max": "100000 100000",
        "sys/fs/cgroup/slice/job/cpu.max": "400000 100000",
      },
      1,
    ],
    [
      "version 1, one and a half cores",
      {
        "proc/self/cgroup": "5:memory:/x\n4:cpu,cpuacct:/docker/1\n",
        "sys/fs/cgroup/cpu/docker/1/cpu.cfs_quota_us": "150000\n",
        "sys/fs/cgroup/cpu/docker/1/cpu.cfs_period_us": "100000\n",
      },
      1.5,
    ],
    [
      "version 1, no limit",
      {
        "proc/self/cgroup": "4:cpu,cpuacct:/\n",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
      },
      null,
    ],
  ];
  test.each(CASES)("%s", (_, files, cores) => {
    expect(cpuQuota(rootWith(files))).toBe(cores);
  });

  test("this process may use at least one core and no more than there are", () => {
    expect(usableCores()).toBeGreaterThanOrEqual(1);
    expect(usableCores()).toBeLessThanOrEqual(availableParallelism());
  });
});

describe("planBudget", () => {
  const jobs = (cores: number, asked: number | null, threads: readonly number[]): number =>
    planBudget({ cores, jobs: asked, threads }).jobs;

  test("fills the cores, divided by the threads of a run", () => {
    expect(jobs(8, null, Array<number>(20).fill(1))).toBe(8);
    expect(jobs(8, null, Array<number>(20).fill(3))).toBe(2);
    expect(jobs(2, null, [1, 4])).toBe(1);
  });

  test("never starts more than there are runs", () => {
    expect(jobs(8, null, [1, 1])).toBe(2);
    expect(jobs(8, 6, [1, 1])).toBe(2);
  });

  test("does what it is asked, and says so where that is more than the cores", () => {
    expect(planBudget({ cores: 2, jobs: 4, threads: [1, 1, 1, 1] })).toEqual({
      jobs: 4,
      warning:
        "4 jobs × 1 threads need 4 cores, this process may use 2: runs will slow each other down",
    });
    expect(planBudget({ cores: 2, jobs: 2, threads: [1, 1] }).warning).toBeNull();
  });
});

describe("threadEnvironment", () => {
  test("fixes every pool of threads", () => {
    expect(new Set(Object.values(threadEnvironment(3)))).toEqual(new Set(["3", "1"]));
    expect(threadEnvironment(3)["TF_NUM_INTEROP_THREADS"]).toBe("1");
  });
});
