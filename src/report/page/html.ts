/** HTML from text: everything that was not written here is escaped. */

/** Markup that is safe to put into a page. */
export interface Markup {
  readonly markup: string;
}

/** A template whose values are escaped, unless they are markup; lists are joined. */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Markup | readonly Markup[])[]
): Markup {
  const parts = strings.map((text, i) => text + (i < values.length ? insert(values[i] ?? "") : ""));
  return { markup: parts.join("") };
}

/** Markup made elsewhere: a chart. */
export const raw = (markup: string): Markup => ({ markup });

export const NOTHING: Markup = { markup: "" };

function insert(value: string | number | Markup | readonly Markup[]): string {
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  if ("markup" in value) return value.markup;
  return value.map(({ markup }) => markup).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
