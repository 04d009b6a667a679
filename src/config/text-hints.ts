/** Texts that were meant as numbers, truths or nothing: YAML 1.2 reads fewer words as such than people expect. */

const TRUTHS: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  y: true,
  no: false,
  off: false,
  n: false,
};

/** How to write what a text probably means, or null. `types`: what the schema takes here. */
export function hintForText(text: string, types: readonly string[]): string | null {
  if (types.includes("boolean")) {
    const truth = TRUTHS[text.trim().toLowerCase()] ?? quotedTruth(text);
    if (truth !== undefined) return `YAML reads \`${text}\` as text: write ${String(truth)}`;
  }
  if (types.includes("null") && /^(none|nil|nothing|undefined)$/i.test(text))
    return `YAML reads \`${text}\` as text: write null`;
  if (types.includes("number") || types.includes("integer")) return hintForNumber(text);
  return null;
}

function quotedTruth(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

function hintForNumber(text: string): string | null {
  if (/^[+-]?\.?(nan|inf|infinity)$/i.test(text.trim())) return "write a finite number";
  if (text.trim() !== "" && Number.isFinite(Number(text)) && !/^0[xob]/i.test(text))
    return `quotes make it text: write ${String(Number(text))}`;
  const number = readLoosely(text);
  return number === null ? null : `YAML reads \`${text}\` as text: write ${formatPlainly(number)}`;
}

/** Numbers as people write them elsewhere: 1_000, 1,000, 0,5, 1/2, 50%, 10k, 10^-4, 2·10^-4, 1e−4 with a real minus. */
function readLoosely(text: string): number | null {
  const plain = text
    .replaceAll(/[\s_']/g, "")
    .replaceAll(/[−–]/g, "-")
    .replaceAll(/\*\*/g, "^")
    .replace(
      /^(?:([+-]?[\d.]+)[·×*x])?10\^\(?([+-]?\d+)\)?$/,
      (_, factor: string | undefined, power: string) => `${factor ?? "1"}e${power}`,
    );
  const fraction = /^([+-]?\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(plain);
  if (fraction !== null) return finite(Number(fraction[1]) / Number(fraction[2]));
  const scaled = /^([+-]?\d+(?:\.\d+)?)(%|k|M)$/.exec(plain);
  if (scaled !== null) return finite(Number(scaled[1]) * (SCALES[scaled[2] ?? ""] ?? NaN));
  if (/^[+-]?\d{1,3}(,\d{3})+$/.test(plain)) return finite(Number(plain.replaceAll(",", "")));
  return plain === "" ? null : finite(Number(plain.replace(",", ".")));
}

const SCALES: Readonly<Record<string, number>> = { "%": 0.01, k: 1e3, M: 1e6 };

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

const formatPlainly = (value: number): string => String(Number(value.toPrecision(12)));
