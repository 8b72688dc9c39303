/** The part of JSON Schema the API speaks: it describes bodies in openapi.json, and the same value checks them. */

export type Schema =
  | {
      readonly type: 'string';
      readonly minLength?: number;
      readonly maxLength?: number;
      readonly pattern?: string;
      readonly enum?: readonly string[];
      readonly description?: string;
    }
  | {
      readonly type: 'number' | 'integer';
      readonly minimum?: number;
      readonly maximum?: number;
      readonly description?: string;
    }
  | { readonly type: 'boolean' | 'null'; readonly description?: string }
  | {
      readonly type: 'array';
      readonly items: Schema;
      readonly maxItems?: number;
      readonly description?: string;
    }
  | ObjectSchema
  | { readonly anyOf: readonly Schema[]; readonly description?: string };

export type ObjectSchema = {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
  /** Only for what another specification describes: a file of an export. */
  readonly additionalProperties: boolean;
  readonly description?: string;
};

/** An object with exactly these fields, and perhaps some of the optional ones. */
export function object(
  properties: Readonly<Record<string, Schema>>,
  description?: string,
  optional: Readonly<Record<string, Schema>> = {},
): ObjectSchema {
  const required = Object.keys(properties);
  return {
    type: 'object',
    properties: { ...properties, ...optional },
    required,
    additionalProperties: false,
    ...(description ? { description } : {}),
  };
}

export function list(items: Schema): Extract<Schema, { readonly type: 'array' }> {
  return { type: 'array', items };
}

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** What is wrong with a value, as a sentence that names the place; undefined when it fits. */
export function faultOf(schema: Schema, value: unknown, at = 'The body'): string | undefined {
  if ('anyOf' in schema) {
    const faults = schema.anyOf.map((one) => faultOf(one, value, at));
    return faults.includes(undefined) ? undefined : faults[0];
  }
  switch (schema.type) {
    case 'null':
      return value === null ? undefined : `${at} must be null.`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${at} must be true or false.`;
    case 'number':
    case 'integer':
      return numberFault(schema, value, at);
    case 'string':
      return stringFault(schema, value, at);
    case 'array':
      if (!Array.isArray(value)) return `${at} must be a list.`;
      if (schema.maxItems !== undefined && value.length > schema.maxItems)
        return `${at} must have at most ${schema.maxItems} entries.`;
      return firstFault(value.map((item, n) => () => faultOf(schema.items, item, `${at}[${n}]`)));
    case 'object':
      return objectFault(schema, value, at);
    default:
      return schema satisfies never;
  }
}

function firstFault(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const fault = check();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

type Of<Type> = Extract<Schema, { readonly type: Type }>;

function numberFault(schema: Of<'number' | 'integer'>, value: unknown, at: string): string | undefined {
  const { type, minimum = -Infinity, maximum = Infinity } = schema;
  const good = type === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (!good) return `${at} must be a${type === 'integer' ? ' whole' : ''} number.`;
  return Number(value) >= minimum && Number(value) <= maximum
    ? undefined
    : `${at} must be from ${minimum} to ${maximum}.`;
}

function stringFault(schema: Of<'string'>, value: unknown, at: string): string | undefined {
  const { minLength = 0, maxLength = Infinity, pattern, enum: choices } = schema;
  if (typeof value !== 'string') return `${at} must be a text.`;
  if (choices && !choices.includes(value)) return `${at} must be one of ${choices.join(', ')}.`;
  if (value.length < minLength || value.length > maxLength)
    return `${at} must have ${minLength} to ${maxLength} characters.`;
  return pattern === undefined || new RegExp(pattern).test(value)
    ? undefined
    : `${at} is not of the form ${pattern}.`;
}

function objectFault(schema: ObjectSchema, value: unknown, at: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at} must be an object.`;
  const { properties, required, additionalProperties } = schema;
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${at} lacks "${missing}".`;
  return firstFault(
    Object.entries(value).map(([name, item]) => () => {
      const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (known) return faultOf(known, item, `"${name}"`);
      return additionalProperties ? undefined : `${at} has "${name.slice(0, 40)}", which is not known here.`;
    }),
  );
}
