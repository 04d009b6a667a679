/**
 * Checks values by the schemas with ajv, one object or list at a time: what lies inside is checked by its own schema,
 * and each schema is compiled when a file first needs it. The verdict is that of ajv over the whole schema (a test holds
 * the two together); compiling all kinds of everything would take longer than everything else that loading does.
 */
import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";

import { armsOf, followReference } from "./schemas.ts";
import type { Schema, SchemaNode, Schemas } from "./schemas.ts";
import { armFor, isPlain } from "./walk-schema.ts";

/** What ajv found, with `instancePath` from the top of the checked value. */
export type TreeError = Pick<
  ErrorObject,
  "keyword" | "instancePath" | "params" | "data" | "parentSchema"
>;

export interface TreeChecker {
  /** `isOpen`: keys of the topmost object whose values are left alone. */
  check(value: unknown, node: SchemaNode, isOpen?: (key: string) => boolean): readonly TreeError[];
}

export function createTreeChecker(schemas: Schemas): TreeChecker {
  const ajv = createAjv();
  const compiled = new WeakMap<Schema, ValidateFunction>();
  const validatorOf = (node: SchemaNode): ValidateFunction => {
    const known = compiled.get(node.schema);
    if (known !== undefined) return known;
    const validate = ajv.compile(shellOf(node, schemas));
    compiled.set(node.schema, validate);
    return validate;
  };

  const check = (
    value: unknown,
    written: SchemaNode,
    pointer: string,
    isOpen: (key: string) => boolean,
  ): readonly TreeError[] => {
    const node = followReference(written, schemas);
    const arms = armsOf(node);
    if (arms.length > 0) {
      const arm = armFor(value, arms, schemas);
      return arm === null
        ? [noArm(value, node.schema, pointer)]
        : check(value, arm, pointer, isOpen);
    }
    const validate = validatorOf(node);
    const own = validate(value) ? [] : (validate.errors ?? []).filter(isNoBranch);
    const errors = own.map((error) => ({ ...error, instancePath: pointer + error.instancePath }));
    const inner = innerValues(value, node).filter(({ key }) => !isOpen(key));
    return [
      ...errors,
      ...inner.flatMap(({ key, item, schema }) =>
        isDeep(schema, schemas)
          ? check(item, schema, `${pointer}/${escape(key)}`, nothingOpen)
          : [],
      ),
    ];
  };
  return {
    check: (value, node, isOpen = nothingOpen) => check(value, node, "", isOpen),
  };
}

export const VOCABULARY = ["x-default", "x-expected", "tsType"];

function createAjv(): Ajv {
  const ajv = new Ajv({
    strict: true,
    // `anyOf: [{ required: [grid] }, …]` requires keys that are described beside it.
    strictRequired: false,
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    // A test checks the schemas themselves.
    validateSchema: false,
  });
  ajv.addVocabulary(VOCABULARY);
  return ajv;
}

const nothingOpen = (): boolean => false;

/** A union without a matching alternative: a wrong `kind`, or a value of another type. */
function noArm(data: unknown, schema: Schema, instancePath: string): TreeError {
  const keyword = schema.anyOf !== undefined ? "anyOf" : isPlain(data) ? "discriminator" : "type";
  return { keyword, instancePath, params: {}, data, parentSchema: schema };
}

/** Of a union that only requires keys, its own complaint and not those of its branches. */
const isNoBranch = ({ schemaPath }: ErrorObject): boolean => !schemaPath.includes("/anyOf/");

interface InnerValue {
  readonly key: string;
  readonly item: unknown;
  readonly schema: SchemaNode;
}

function innerValues(value: unknown, { schema, document }: SchemaNode): readonly InnerValue[] {
  const { items, properties = {}, additionalProperties } = schema;
  if (Array.isArray(value)) {
    if (items === undefined) return [];
    return value.map((item: unknown, i) => ({
      key: String(i),
      item,
      schema: { schema: items, document },
    }));
  }
  if (!isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    return typeof own === "object" ? [{ key, item, schema: { schema: own, document } }] : [];
  });
}

/** Whether values of a schema are checked by themselves. */
function isDeep(node: SchemaNode, schemas: Schemas): boolean {
  const followed = followReference(node, schemas);
  const { type } = followed.schema;
  return type === "object" || type === "array" || armsOf(followed).length > 0;
}

/** The schema with all that is checked by itself left open, and references replaced by what they refer to. */
function shellOf({ schema, document }: SchemaNode, schemas: Schemas): Schema {
  const shell = (inner: Schema): Schema => {
    const node = { schema: inner, document };
    return isDeep(node, schemas) ? {} : followReference(node, schemas).schema;
  };
  const { properties, items, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    definitions: {},
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, property]) => [key, shell(property)]),
      ),
    }),
    ...(items && { items: shell(items) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === "object"
          ? shell(additionalProperties)
          : additionalProperties,
    }),
  };
}

const escape = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");
