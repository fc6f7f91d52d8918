import type { DescEnum, DescField, DescMessage } from "@bufbuild/protobuf";
import { countOf } from "../../counted-noun.ts";
import { limits } from "../../limits.ts";
import { printable } from "../../text/printable.ts";

/** A field that is set, in words. `name` is the one of the message, `path` the one with those around it. */
export interface DescribedField {
  readonly name: string;
  readonly path: readonly string[];
  readonly text: string;
}

type Values = Readonly<Record<string, unknown>>;

/** Whose words are somebody's secrets. */
const secretFields = new Set(["password"]);

/** Every field that is set, and those of the messages in it. What may be secret is not told, but that it is there. */
export function describeFields(
  schema: DescMessage,
  message: unknown,
  path: readonly string[] = [],
): readonly DescribedField[] {
  const values = message as Values;
  return schema.fields.flatMap((field) => {
    const value = valueOf(field, values);
    return isSet(field, value) ? tell(field, value, path) : [];
  });
}

function valueOf(field: DescField, values: Values): unknown {
  if (!field.oneof) return values[field.localName];
  const chosen = values[field.oneof.localName] as
    { readonly case?: string; readonly value?: unknown } | undefined;
  return chosen?.case === field.localName ? chosen.value : undefined;
}

function isSet(field: DescField, value: unknown): boolean {
  if (value === undefined || value === null) return false;
  switch (field.fieldKind) {
    case "list":
      return (value as readonly unknown[]).length > 0;
    case "map":
      return Object.keys(value).length > 0;
    case "message":
      return true;
    case "enum":
      return value !== 0;
    case "scalar":
      return value instanceof Uint8Array
        ? value.length > 0
        : value !== "" && value !== 0 && value !== 0n && value !== false;
  }
}

function tell(
  field: DescField,
  value: unknown,
  outer: readonly string[],
): readonly DescribedField[] {
  const name = field.localName;
  const path = [...outer, name];
  const one = (text: string): readonly DescribedField[] => [
    { name, path, text },
  ];
  if (secretFields.has(name)) return one("not shown");
  switch (field.fieldKind) {
    case "scalar":
      return one(scalarText(value));
    case "enum":
      return one(enumText(field.enum, value));
    case "map":
      // The environment of a container: its values are nobody's to show.
      return one(
        Object.keys(value as object)
          .map(short)
          .join(", "),
      );
    case "message":
      return messageFields(field.message, value, path);
    case "list": {
      const items = value as readonly unknown[];
      if (field.listKind === "message")
        return items.flatMap((item) =>
          messageFields(field.message, item, path),
        );
      const text = (item: unknown) =>
        field.listKind === "enum"
          ? enumText(field.enum, item)
          : scalarText(item);
      return one(items.map(text).join(", "));
    }
  }
}

function messageFields(
  schema: DescMessage,
  value: unknown,
  path: readonly string[],
): readonly DescribedField[] {
  const name = path.at(-1) ?? "";
  if (schema.typeName === "google.protobuf.Duration")
    return [{ name, path, text: durationText(value) }];
  const inner = describeFields(schema, value, path);
  return inner.length > 0 ? inner : [{ name, path, text: "empty" }];
}

function durationText(value: unknown): string {
  const { seconds, nanos } = value as {
    readonly seconds: bigint;
    readonly nanos: number;
  };
  const part = nanos === 0 ? "" : ` and ${countOf(nanos, "nanosecond")}`;
  return `${countOf(Number(seconds), "second")}${part}`;
}

function enumText({ values }: DescEnum, value: unknown): string {
  return values.find(({ number }) => number === value)?.name ?? String(value);
}

function scalarText(value: unknown): string {
  if (value instanceof Uint8Array) return countOf(value.length, "byte");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return short(String(value));
}

function short(text: string): string {
  const shown = printable(text);
  const most = limits.gatewayWords.most;
  return shown.length > most ? `${shown.slice(0, most)}…` : shown;
}
