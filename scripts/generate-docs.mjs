/** docs/configuration.md: every key of schema/ with what it means, what it takes, its default and examples. */
import { readSchemas } from "./read-schemas.mjs";

/** Chapters, in the order in which a person writes a file. */
const CHAPTERS = [
  ["experiment", "The file"],
  ["dataset", "dataset"],
  ["latent", "latent"],
  ["network", "generator and discriminator"],
  ["layer", "Layers"],
  ["initializer", "Initializers"],
  ["objective", "objective"],
  ["optimizer", "optimizer"],
  ["training", "training"],
  ["evaluation", "evaluation"],
  ["engine", "engine"],
  ["logging", "logging"],
  ["sweep", "sweep"],
  ["claim", "expect"],
  ["outcome", "outcomes"],
  ["analysis", "Files of kind: analysis"],
];

const INTRODUCTION = `# Configuration

<!-- Made from schema/*.schema.json by scripts/generate.mjs: change the schemas and run \`npm run schema\`. -->

An experiment is one YAML file. With \`# yaml-language-server: $schema=../schema/experiment.schema.json\` as its first
line, an editor completes and explains every key below. \`npm run validate FILE\` checks files and prints all mistakes
with their lines.

- **Objects with a \`kind\`** have the keys of that kind and no others.
- **Files are YAML 1.2**: \`true\` and \`false\` (not \`yes\`), \`1e-4\` and \`1000\` (not \`1_000\`); numbers must be finite.
  Anchors (\`&name\`), aliases (\`*name\`) and merge keys (\`<<: *name\`) work; a key written out wins over a merged one.
- **\`extends\`** puts this file over another one: objects key by key, an object of another \`kind\` whole, lists whole.
- **\`--set key=value\`** puts a value of the command line over the file's, with a dotted key: \`--set training.steps=100\`.
- **Defaults** are filled in before anything else happens: \`run.json\` of every run shows all values.
`;

export function generateDocs(folder) {
  const schemas = readSchemas(folder);
  const chapters = CHAPTERS.map(([name, title]) => chapter(name, title, schemas));
  const contents = CHAPTERS.map(([name, title]) => `- [${title}](#${name})`).join("\n");
  const text = [INTRODUCTION, contents, ...chapters].join("\n");
  return `${text.replaceAll(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}

function chapter(name, title, schemas) {
  const schema = schemas.get(name);
  // `shown`: where each definition of the file was written out; further places refer to it.
  const context = { schemas, document: schema, anchor: name, shown: new Map() };
  return `\n<a id="${name}"></a>\n\n## ${title}\n\n${schema.description}\n\n${body(schema, context, 3)}`;
}

/** A union as one part for each kind; an object as a table of its keys. */
function body(schema, context, level) {
  const arms = schema.oneOf ?? schema.anyOf?.filter((arm) => arm.title) ?? [];
  if (arms.length === 0) return keys(schema, context, level);
  return arms.map((arm) => armPart(arm, context, level)).join("\n");
}

const MOST_IN_TITLE = 6;

function armPart(written, context, level) {
  const arm = follow(written, context);
  if (arm.type !== "object") return "";
  const kinds = kindsOf(arm);
  const before = written.$ref && context.shown.get(written.$ref);
  if (before) return `[\`${kinds.join("`, `")}\`](#${before}): as above.\n`;
  const title =
    kinds.length > MOST_IN_TITLE
      ? arm.title
      : kinds.length > 0
        ? kinds.map((kind) => `\`${kind}\``).join(", ")
        : arm.title;
  const anchor = `${context.anchor}.${kinds[0] ?? arm.title}`;
  if (written.$ref) context.shown.set(written.$ref, anchor);
  return [
    `<a id="${anchor}"></a>`,
    `${"#".repeat(level)} ${title}`,
    plain(arm.description ?? ""),
    body(arm, { ...context, anchor }, level + 1),
  ].join("\n\n");
}

function keys(schema, context, level) {
  const rows = Object.entries(schema.properties ?? {}).map(([key, written]) => {
    const property = follow(written, context);
    const isRequired = schema.required?.includes(key) === true;
    return { key, written, property, isRequired };
  });
  if (rows.length === 0) return "";
  const lines = rows.map(({ key, written, property, isRequired }) => {
    const cells = [
      `<a id="${context.anchor}.${key}"></a>\`${key}\``,
      takes(written, property),
      isRequired ? "**required**" : defaultOf(property),
      [plain(property.description ?? ""), examplesOf(key, property)].filter(Boolean).join("<br>"),
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  const table = ["| key | takes | default | meaning |", "| --- | --- | --- | --- |", ...lines].join(
    "\n",
  );
  const inner = rows.map(({ key, written, property }) =>
    innerPart(key, written, property, context, level),
  );
  return [table, ...inner.filter(Boolean)].join("\n\n");
}

/** Keys of an object that has no chapter of its own. */
function innerPart(key, written, property, context, level) {
  if (written.$ref?.endsWith(".json")) return "";
  const items = property.items ? follow(property.items, context) : {};
  if (property.items?.$ref?.endsWith(".json")) return "";
  const values =
    typeof property.additionalProperties === "object"
      ? follow(property.additionalProperties, context)
      : {};
  const inner = [property, items, values].find((schema) => hasKeys(schema, context));
  if (inner === undefined) return "";
  const before = written.$ref && context.shown.get(written.$ref);
  if (before) return `Keys of \`${key}\`: [as above](#${before}).`;
  const anchor = `${context.anchor}.${key}`;
  if (written.$ref) context.shown.set(written.$ref, anchor);
  const text = body(inner, { ...context, anchor }, level + 1);
  return text.trim() === "" ? "" : `${"#".repeat(level)} Keys of \`${key}\`\n\n${text}`;
}

function hasKeys(schema, context) {
  if (schema.properties) return true;
  return [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
    .map((arm) => follow(arm, context))
    .some((arm) => arm.title && (arm.properties || arm.oneOf));
}

/** What stands beside a reference wins over what it refers to. */
function follow({ $ref, ...beside }, context) {
  if ($ref === undefined) return beside;
  const inner = "#/definitions/";
  const target = $ref.startsWith(inner)
    ? context.document.definitions[$ref.slice(inner.length)]
    : context.schemas.get($ref.replace(/\.schema\.json$/, ""));
  return { ...follow(target, context), ...beside };
}

/** Angle brackets would be taken for HTML. */
const plain = (text) => text.replaceAll("<", "&lt;");

const kindsOf = ({ properties = {} }) =>
  properties.kind?.enum ?? [properties.kind?.const].filter(Boolean);

function takes(written, property) {
  if (written.$ref?.endsWith(".json")) {
    const name = written.$ref.replace(/\.schema\.json$/, "");
    const title = CHAPTERS.find(([chapterName]) => chapterName === name)?.[1] ?? name;
    return `[${title}](#${name})`;
  }
  if (property["x-expected"]) return property["x-expected"];
  if (property.const !== undefined) return `\`${property.const}\``;
  if (property.enum) return property.enum.map((value) => `\`${value}\``).join(", ");
  if (property.oneOf) return `an object with a \`kind\``;
  return [property.type ?? "anything"]
    .flat()
    .map((type) => typeText(type, property))
    .join(" or ");
}

function typeText(type, property) {
  if (type === "array") {
    const items = property.items?.$ref?.replace(/\.schema\.json$/, "");
    return items && !items.startsWith("#") ? `a list of [${items}s](#${items})` : "a list";
  }
  const words = {
    integer: "integer",
    number: "number",
    string: "text",
    boolean: "`true` or `false`",
    object: "an object",
    null: "`null`",
  };
  return (words[type] ?? type) + (type === "integer" || type === "number" ? bounds(property) : "");
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  return [
    minimum === undefined ? "" : ` ≥ ${minimum}`,
    exclusiveMinimum === undefined ? "" : ` > ${exclusiveMinimum}`,
    maximum === undefined ? "" : ` ≤ ${maximum}`,
    exclusiveMaximum === undefined ? "" : ` < ${exclusiveMaximum}`,
  ]
    .filter(Boolean)
    .join(",");
}

function defaultOf(property) {
  if (property["x-default"]) return property["x-default"];
  return property.default === undefined ? "–" : `\`${flow(property.default)}\``;
}

function examplesOf(key, { examples = [], enum: names, const: only }) {
  if (names || only !== undefined || examples.length === 0) return "";
  return `*For example* ${examples.map((value) => `\`${key}: ${flow(value)}\``).join(", ")}`;
}

/** A value as YAML on one line. */
function flow(value) {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${flow(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
