/** A comparison as a table, and bench/RESULTS.md, which holds the last one of every model and number of threads. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "RESULTS.md");
const HEADER = `# Results of npm run bench

Whole training steps with the optimizer, latents drawn anew. \`×\` is another's time divided by that of the ONNX executor
beside it: more than 1 means that it is slower. The processor's time says more than the clock where a machine is shared.
The share is of the machine's measured peak for products of 1024 × 1024 matrices.
`;

export function printTable(table) {
  const { name, threads, machine, flops, steps, rounds, results, missing } = table;
  const columns = ["", "steps/s", "clock", "processor", "share of peak"];
  const share = (gigaflops) => `${Math.round((100 * gigaflops) / machine.gigaflops)} %`;
  const ratio = (value) => (Number.isNaN(value) ? "–" : `${value.toFixed(2)}×`);
  const rows = results.map((result) => [
    result.name,
    result.stepsPerSecond.toFixed(1),
    ratio(result.wall),
    ratio(result.processor),
    threads === 1 ? share(result.gigaflops) : "–",
  ]);
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(i ? 13 : 24)).join(" | ")} |`;
  const unit = threads === 1 ? "thread" : "threads";
  return [
    `## ${name}, ${threads} ${unit}`,
    "",
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0].toFixed(0)}; ` +
      `median of ${rounds} interleaved rounds of ${steps} steps of ${(flops / 1e6).toFixed(0)} MFLOP; ` +
      `peak ${machine.gigaflops.toFixed(0)} GFLOP/s, ${machine.gigabytes.toFixed(0)} GB/s.`,
    "",
    line(columns),
    line(columns.map(() => "---")),
    ...rows.map(line),
    ...(missing.length === 0 ? [] : ["", `Not measured: ${missing.join("; ")}.`]),
    "",
  ].join("\n");
}

export function writeResults(table) {
  const old = existsSync(FILE) ? readFileSync(FILE, "utf8") : HEADER;
  const [, ...sections] = old.split(/^(?=## )/m);
  const title = (section) => section.split("\n")[0];
  const section = printTable(table);
  const others = sections.map((text) => `${text.trimEnd()}\n`);
  const place = others.findIndex((other) => title(other) === title(section));
  if (place < 0) others.push(section);
  else others[place] = section;
  writeFileSync(FILE, [HEADER, ...others].join("\n"));
}
