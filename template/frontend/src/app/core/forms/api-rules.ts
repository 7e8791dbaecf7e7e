import {
  email,
  max,
  maxLength,
  min,
  minLength,
  pattern,
  required,
  SchemaPath,
  SchemaPathTree,
  validate,
} from '@angular/forms/signals';

/** What the API's description says about an object: the constants in `api/schemas.gen.ts` fit. */
export interface ObjectSchema {
  readonly properties: Readonly<Record<string, ValueSchema>>;
}

/** What it says about one value (JSON Schema). A value that may be missing has a branch for null. */
interface ValueSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly ValueSchema[];
}

/**
 * Gives every field of a form the limits that the API's description has for it, so that they are
 * written down in one place, the backend:
 *
 *     form(this.draft, (note) => apiRules(note, NoteDataSchema))
 */
export function apiRules<T extends object>(form: SchemaPathTree<T>, schema: ObjectSchema): void {
  const fields = form as unknown as Readonly<Record<string, SchemaPath<unknown>>>;
  for (const [name, value] of Object.entries(schema.properties)) {
    applyRules(fields[name], value.anyOf ?? [value]);
  }
}

/** Gives one field the limits of each branch of its schema. */
function applyRules(field: SchemaPath<unknown>, branches: readonly ValueSchema[]): void {
  const isFlag = branches.some(({ type }) => type === 'boolean');
  if (!isFlag && !branches.some(({ type }) => type === 'null')) {
    required(field);
    // The backend cuts off spaces at both ends: nothing else is as good as nothing.
    validate(field, ({ value }) => (isBlank(value()) ? { kind: 'required' } : undefined));
  }
  for (const branch of branches) {
    if (branch.type === 'integer') {
      validate(field, ({ value }) => (isFraction(value()) ? { kind: 'integer' } : undefined));
    }
    applyRange(field as SchemaPath<number>, branch);
    if (branch.type === 'string') {
      applyText(field as SchemaPath<string>, branch);
    }
  }
}

function applyText(field: SchemaPath<string>, schema: ValueSchema): void {
  if (schema.minLength !== undefined) {
    minLength(field, schema.minLength);
  }
  if (schema.maxLength !== undefined) {
    maxLength(field, schema.maxLength);
  }
  if (schema.pattern !== undefined) {
    pattern(field, new RegExp(schema.pattern));
  }
  if (schema.format === 'email') {
    email(field);
  }
  if (schema.format === 'uri') {
    validate(field, ({ value }) => (isWebAddress(value()) ? undefined : { kind: 'url' }));
  }
}

/** Limits a number, or a decimal: that is a text, so that it stays exact, with a number's limits. */
function applyRange(field: SchemaPath<number>, { minimum, maximum }: ValueSchema): void {
  if (minimum !== undefined) {
    min(field, minimum, { when: ({ value }) => !isEmpty(value()) });
  }
  if (maximum !== undefined) {
    max(field, maximum, { when: ({ value }) => !isEmpty(value()) });
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '';
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.trim() === '';
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && !Number.isInteger(value);
}

/** Whether a text is an address that a link may lead to: `javascript:` is none. */
function isWebAddress(value: string): boolean {
  return value === '' || /^https?:/.test(URL.parse(value.trim())?.protocol ?? '');
}
