/** `lsgan doctor`: what this machine has, what `engine: auto` makes of it, and how to get more. */
import { chooseExecutor, executorForConvolutions } from "../../engine/choose-executor.ts";
import { checkProbes } from "../../runs/executor-probe.ts";
import type { ExecutorProbe } from "../../runs/executor-probe.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { askWorker } from "../ask-worker.ts";
import { examineMachine } from "../examine-machine.ts";
import type { Machine } from "../examine-machine.ts";
import { packageDocument } from "../package.ts";
import { findTensorBoard } from "./board.ts";
import type { TensorBoardProgram } from "./board.ts";

export interface DoctorOptions {
  readonly json?: boolean;
}

/** Prints the findings; returns the exit code: 1 where no run could be trained here. */
export async function doctor({ json }: DoctorOptions): Promise<number> {
  const [executors, tensorBoard] = await Promise.all([
    askWorker("--probe", {}).then((answer) => checkProbes(answer, "the worker's answer")),
    findTensorBoard(),
  ]);
  const findings = { machine: examineMachine(), executors, tensorBoard };
  if (json === true) console.log(JSON.stringify(jsonOf(findings), null, 2));
  else console.log(doctorLines(findings).join("\n"));
  return isUsable(chosenOf(findings)) ? EXIT_CODES.ok : EXIT_CODES.someRunsIncomplete;
}

export interface Findings {
  readonly machine: Machine;
  readonly executors: readonly ExecutorProbe[];
  readonly tensorBoard: TensorBoardProgram | null;
}

export function doctorLines(findings: Findings): readonly string[] {
  const { machine, executors } = findings;
  const { platform, node, processor, features, memory } = machine;
  const facts: readonly (readonly [string, string])[] = [
    ["lsgan", describeVersion(machine)],
    ["Node", `${node} on ${platform}`],
    ["processor", `${processor}${features.length === 0 ? "" : ` (${features.join(" ")})`}`],
    ["cores", describeCores(machine)],
    ["memory", `${gibibytes(memory.freeBytes)} of ${gibibytes(memory.totalBytes)} GiB free`],
    ["graphics", describeGpus(machine.gpus)],
    ...executors.map((probe) => [`executor ${probe.name}`, describeExecutor(probe)] as const),
    ["engine: auto", describeChoice(findings)],
    ["TensorBoard", describeTensorBoard(findings.tensorBoard)],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const hints = hintsOf(findings);
  return [
    ...facts.map(([name, text]) => `${name.padEnd(width)}  ${text}`),
    ...(hints.length === 0 ? [] : ["", "To get more:", ...hints.map((hint) => `  · ${hint}`)]),
  ];
}

const describeVersion = ({ commit }: Machine): string =>
  `${packageDocument().version}${commit === null ? "" : `, commit ${commit.slice(0, 8)}`}`;

function describeCores({ cores: { usable, installed, allowed, quota } }: Machine): string {
  const limits = [
    ...(allowed < installed ? [`${String(allowed)} by affinity`] : []),
    ...(quota === null ? [] : [`${String(Number(quota.toFixed(2)))} by the control group's quota`]),
  ];
  const why = limits.length === 0 ? "" : ` (${limits.join(", ")})`;
  return `${String(usable)} usable of ${String(installed)}${why}: so many runs at once by default`;
}

function describeGpus(gpus: Machine["gpus"]): string {
  if (gpus === null) return "not asked for on this system";
  return gpus.length === 0 ? "none found" : gpus.join(", ");
}

function describeExecutor({ library, version, problem, backends }: ExecutorProbe): string {
  const name = [library, version].filter((part) => part !== null).join(" ");
  if (problem !== null) return `${name}: cannot be used: ${problem}`;
  return `${name}: works${backends.length === 0 ? "" : `, with ${backends.join(" and ")}`}`;
}

function describeChoice(findings: Findings): string {
  const chosen = chosenOf(findings);
  const name = chosen?.name ?? chooseExecutor("auto");
  if (!isUsable(chosen)) return `${name}, which cannot be used here`;
  const forConvolutions = executorForConvolutions();
  const exception =
    forConvolutions === name ? "" : `; ${forConvolutions} for networks with convolutions`;
  return `${name}: it trains fastest of those that are always there${exception}`;
}

const describeTensorBoard = (found: TensorBoardProgram | null): string =>
  found === null ? "not found" : `${found.version} (${found.command.join(" ")})`;

const REMEDIES: Readonly<Record<string, string>> = {
  tensorflow:
    "npm run setup:tensorflow gets its library (850 MB); convolutional networks then train about 1.4 times as fast",
  webgpu: "it needs a graphics processor and its driver for Vulkan, Direct3D 12 or Metal",
};

function hintsOf({ executors, tensorBoard, machine }: Findings): readonly string[] {
  const broken = executors.filter((probe) => !isUsable(probe));
  return [
    ...broken.map(
      ({ name }) => `${name}: ${REMEDIES[name] ?? "npm ci puts its packages back in place"}`,
    ),
    ...(tensorBoard === null
      ? [
          "TensorBoard: python3 -m pip install tensorboard (or point LSGAN_PYTHON at a Python that has it)",
        ]
      : []),
    ...(machine.cores.usable === 1
      ? ["one usable core: runs are trained one after another; give the container more"]
      : []),
  ];
}

const chosenOf = ({ executors }: Pick<Findings, "executors">): ExecutorProbe | undefined =>
  executors.find(({ name }) => name === chooseExecutor("auto"));

const isUsable = (probe: ExecutorProbe | undefined): boolean =>
  probe !== undefined && probe.problem === null;

const gibibytes = (bytes: number): string => (bytes / 2 ** 30).toFixed(1);

const jsonOf = (findings: Findings): Readonly<Record<string, unknown>> => ({
  version: packageDocument().version,
  ...findings,
  auto: chooseExecutor("auto"),
});
