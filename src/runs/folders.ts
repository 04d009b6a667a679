/** The folders below a folder of results. */
import { readdirSync } from "node:fs";

import { isMissing } from "./json-file.ts";

/** Names of the folders in a directory, sorted; none where there is no directory. */
export function listFolders(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
