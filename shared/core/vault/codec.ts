import * as v from "valibot";
import { Secret } from "../secret.ts";
import { momentSchema } from "../schemas/moment.ts";

// What is written into the vault is said once, as a table of fields, and is read and written by that table. Valibot's
// schemas go one way, from JSON; a way back by hand is where a field is forgotten.

/** One part of a document: what of JSON is one, and both directions. */
export interface Codec<Value> {
  readonly schema: v.GenericSchema;
  write(value: Value): unknown;
  /** Of JSON that fits the schema, or that `write` made. */
  read(json: unknown): Value;
}

/** A field that may be absent from the JSON. */
interface AbsentField<Value> {
  readonly codec: Codec<Value>;
  /** Its key in the JSON; undefined: its own name. */
  readonly key?: string;
  /** What it is where the key is absent; undefined: absent as well. */
  readonly absent?: () => Value;
  /** Says no more than an absent key does, and is not written. */
  readonly isAbsent?: (value: Value) => boolean;
}

type OptionalField<Value> = AbsentField<Value> & { readonly isOptional: true };
type DefaultField<Value> = AbsentField<Value> & {
  readonly absent: () => Value;
  readonly isAbsent: (value: Value) => boolean;
};

/** A table of all fields of a type, in the order in which they are written: what is forgotten does not compile. */
export type Fields<Value> = {
  readonly [Key in keyof Value]-?: Value extends Required<Pick<Value, Key>>
    ? Codec<Value[Key]> | DefaultField<Value[Key]>
    : OptionalField<Exclude<Value[Key], undefined>>;
};

/** What is written as it is. */
export function plain<Value>(
  schema: v.GenericSchema<unknown, Value>,
): Codec<Value> {
  return { schema, write: (value) => value, read: (json) => json as Value };
}

export const text = plain(v.string());
export const texts: Codec<readonly string[]> = plain(v.array(v.string()));
/** There, or not. */
export const flag = plain(v.literal(true));

export const moment: Codec<Date> = {
  schema: momentSchema,
  write: (value) => value.toISOString(),
  read: (json) => new Date(json as string),
};

/** In clear: for the inside of the vault, and sockets that are private to the user. */
export const secret: Codec<Secret> = {
  schema: v.string(),
  write: (value) => value.reveal(),
  read: (json) => new Secret(json as string),
};

export function list<Value>(item: Codec<Value>): Codec<readonly Value[]> {
  return {
    schema: v.array(item.schema),
    write: (values) => values.map((one) => item.write(one)),
    read: (json) => (json as readonly unknown[]).map((one) => item.read(one)),
  };
}

/** Keys that people chose, as pairs: a library's record drops names such as "constructor". */
export function pairs<Value>(
  value: v.GenericSchema<unknown, Value>,
): Codec<Readonly<Record<string, Value>>> {
  return {
    schema: v.array(v.tuple([v.string(), value])),
    write: (values) => Object.entries(values),
    read: (json) =>
      Object.fromEntries(json as readonly (readonly [string, Value])[]),
  };
}

/** Values by name, written as a list whose items say their names under `key`, before everything else. */
export function named<Value>(
  key: string,
  name: v.GenericSchema<unknown, string>,
  value: RecordCodec<Value>,
): Codec<ReadonlyMap<string, Value>> {
  type Item = Readonly<Record<string, unknown>>;
  return {
    schema: v.array(v.strictObject({ [key]: name, ...value.entries })),
    write: (values) =>
      [...values].map(([own, one]) => ({ [key]: own, ...value.write(one) })),
    read: (json) =>
      new Map(
        (json as readonly Item[]).map((one) => [
          one[key] as string,
          value.read(one),
        ]),
      ),
  };
}

/** A field that may be absent. */
export function optional<Value>(
  codec: Codec<Value>,
  more: Pick<AbsentField<Value>, "key" | "isAbsent"> = {},
): OptionalField<Value> {
  return { codec, isOptional: true, ...more };
}

/** A field that is always there in a value, and is not written where it says no more than an absent key does. */
export function defaulted<Value>(
  codec: Codec<Value>,
  absent: () => Value,
  isAbsent: (value: Value) => boolean,
): DefaultField<Value> {
  return { codec, absent, isAbsent };
}

export interface RecordCodec<Value> extends Codec<Value> {
  readonly entries: v.ObjectEntries;
  write(value: Value): Readonly<Record<string, unknown>>;
}

interface Column extends AbsentField<unknown> {
  readonly name: string;
  readonly key: string;
  readonly isRequired: boolean;
}

/** An object by its table. Other keys are refused: who wrote them knows something that a rewrite would lose. */
export function record<Value extends object>(
  fields: Fields<Value>,
): RecordCodec<Value> {
  const columns = Object.entries(fields).map(([name, field]) =>
    columnOf(name, field as Codec<unknown> | AbsentField<unknown>),
  );
  const entries = Object.fromEntries(
    columns.map(({ key, isRequired, codec: { schema } }) => [
      key,
      isRequired ? schema : v.optional(schema),
    ]),
  );
  return {
    entries,
    schema: v.strictObject(entries),
    write: (value) => writeColumns(columns, value as Loose),
    read: (json) => readColumns(columns, json as Loose) as Value,
  };
}

type Loose = Readonly<Record<string, unknown>>;

function columnOf(
  name: string,
  field: Codec<unknown> | AbsentField<unknown>,
): Column {
  return "codec" in field
    ? { key: name, ...field, name, isRequired: false }
    : { codec: field, name, key: name, isRequired: true };
}

function writeColumns(columns: readonly Column[], value: Loose): Loose {
  const json: Record<string, unknown> = {};
  for (const { name, key, codec, isAbsent } of columns) {
    const one = value[name];
    if (one !== undefined && !isAbsent?.(one)) json[key] = codec.write(one);
  }
  return json;
}

function readColumns(columns: readonly Column[], json: Loose): Loose {
  const value: Record<string, unknown> = {};
  for (const { name, key, codec, absent } of columns) {
    const one = json[key];
    if (one !== undefined) value[name] = codec.read(one);
    else if (absent) value[name] = absent();
  }
  return value;
}

/** Null when the value is none. */
export function decode<Value>(
  codec: Codec<Value>,
  value: unknown,
): Value | null {
  return v.is(codec.schema, value) ? codec.read(value) : null;
}
