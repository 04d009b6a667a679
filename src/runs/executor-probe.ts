/** What a child found when it tried an executor: the parent, which loads no tensor library, is told by JSON. */
import { asArray, asObject, asText, asTexts, orNull } from "./narrow.ts";

export interface ExecutorProbe {
  readonly name: string;
  /** npm package of its library. */
  readonly library: string | null;
  readonly version: string | null;
  /** Why it cannot be used; null: it can. */
  readonly problem: string | null;
  /** What its library can run programs on, as the library names it. Empty: it does not say. */
  readonly backends: readonly string[];
}

/** @throws LabError RUN_DIRECTORY where it is none */
export function checkProbes(value: unknown, where: string): readonly ExecutorProbe[] {
  return asArray(value, where).map((item) => {
    const probe = asObject(item, where);
    return {
      name: asText(probe["name"], where),
      library: orNull(probe["library"], asText, where),
      version: orNull(probe["version"], asText, where),
      problem: orNull(probe["problem"], asText, where),
      backends: asTexts(probe["backends"], where),
    };
  });
}
