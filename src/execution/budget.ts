/** How many runs at once, on how many threads each. */

export interface Budget {
  readonly jobs: number;
  /** Set where jobs × threads is more than the cores: what to tell the user. */
  readonly warning: string | null;
}

export interface BudgetRequest {
  readonly cores: number;
  /** As asked for on the command line; null for as many as the cores can carry. */
  readonly jobs: number | null;
  /** Threads of each run; the largest counts. */
  readonly threads: readonly number[];
}

/** Never more than the cores unless the user asks for it, and then not silently. */
export function planBudget({ cores, jobs, threads }: BudgetRequest): Budget {
  const perRun = Math.max(1, ...threads);
  const runs = Math.max(1, threads.length);
  const chosen = Math.min(runs, jobs ?? Math.max(1, Math.floor(cores / perRun)));
  const needed = chosen * perRun;
  const warning =
    needed > cores
      ? `${chosen} jobs × ${perRun} threads need ${needed} cores, this process may use ${cores}: runs will slow each other down`
      : null;
  return { jobs: chosen, warning };
}

/** Environment that fixes a child's thread pools before any native library starts one. */
export function threadEnvironment(threads: number): Readonly<Record<string, string>> {
  const count = String(threads);
  return {
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    TF_NUM_INTRAOP_THREADS: count,
    TF_NUM_INTEROP_THREADS: "1",
  };
}
