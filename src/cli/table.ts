/** Plain tables: columns as wide as their widest cell, numbers to the right. */

/** Rows under a header, two spaces between columns. */
export function renderTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [header, ...rows];
  const widths = header.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? "").length)));
  const isNumeric = header.map((_, i) => rows.every((row) => /^[−-]?[\d.,]*$/.test(row[i] ?? "")));
  return lines
    .map((line) =>
      widths
        .map((width, i) =>
          isNumeric[i] === true ? (line[i] ?? "").padStart(width) : (line[i] ?? "").padEnd(width),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
