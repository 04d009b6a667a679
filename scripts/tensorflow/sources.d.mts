/** Types of sources.mjs, for its tests. */
type Environment = Readonly<Record<string, string | undefined>>;
interface System {
  readonly platform: string;
  readonly arch: string;
}
interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly machine: string;
}

export const BINDING_VERSION: string;
export function tensorflowFolder(environment: Environment): string;
export function libraryName(system: System): string;
export function officialArchives(
  system: System,
  environment: Environment,
): { readonly library: string; readonly binding: string } | null;
export function wheelOf(system: System): Wheel | null;
export function pipArguments(wheel: Wheel, destination: string): readonly string[][];
export function compilerArguments(places: {
  readonly sources: string;
  readonly headers: string;
  readonly include: string;
  readonly library: string;
  readonly output: string;
}): readonly string[];
export function headerFolders(
  node: { readonly execPath: string; readonly version: string; readonly config?: unknown },
  environment: Environment,
): readonly string[];
export function lastLine(failure: {
  readonly code?: unknown;
  readonly stderr?: unknown;
  readonly message?: unknown;
}): string;
