import type { LeftOver } from "../../talosconfig/left-over.ts";
import type { ParsedTalosconfig } from "../../talosconfig/parse.ts";
import { shown } from "../../talosconfig/yaml/yaml-node.ts";
import { entriesOf } from "../yaml-documents.ts";
import { kubernetesOf } from "./kubernetes.ts";
import { terraformOf } from "./terraform.ts";
import { holdingOf } from "./what-text-holds.ts";

/** `getConfiguration` of Pulumi, below its name; a value of Terraform, with its type: no output lies deeper. */
const deepest = 4;

/**
 * The talosconfigs that are texts in JSON, as `terraform output -json`, with a name or without, and `pulumi stack output --json` print
 * them, in one; what else is there is left over. Null where there is none, `read` gives null for one, or two have a context of one name.
 */
export function talosconfigIn(
  document: unknown,
  read: (text: string) => ParsedTalosconfig | null,
): ParsedTalosconfig | null {
  // Their texts are for others.
  const isOther =
    kubernetesOf(document) !== null || terraformOf(document)?.form === "state";
  const places = isOther ? [] : placesIn(document, []);
  const texts = [...new Set(places.map(({ text }) => text))];
  const all = texts.map(read);
  const [first] = all;
  if (!first) return null;
  const contexts = new Map(first.config.contexts);
  const unknown = new Map(first.unknown);
  for (const one of all.slice(1)) {
    if (!one) return null;
    for (const [name, context] of one.config.contexts) {
      if (contexts.has(name)) return null;
      contexts.set(name, context);
    }
    for (const [name, keys] of one.unknown) unknown.set(name, keys);
  }
  const { context } = first.config;
  return {
    config: { context, contexts },
    unknown,
    leftOver: [
      ...all.flatMap((one) => one?.leftOver ?? []),
      ...besides(document, places),
    ],
    warnings: all.flatMap((one) => one?.warnings ?? []),
  };
}

interface FoundText {
  readonly text: string;
  readonly path: readonly string[];
}

function placesIn(
  value: unknown,
  path: readonly string[],
): readonly FoundText[] {
  if (typeof value === "string")
    return holdingOf(value) === "talosconfig" ? [{ text: value, path }] : [];
  if (path.length === deepest) return [];
  return entriesOf(value).flatMap(([key, one]) =>
    placesIn(one, [...path, key]),
  );
}

/** The outputs that are more than a talosconfig, or none. */
function besides(
  document: unknown,
  places: readonly FoundText[],
): readonly LeftOver[] {
  const whole = new Set(
    places
      .filter(
        ({ path: [, key, ...more] }) =>
          key === undefined || (key === "value" && more.length === 0),
      ) // prettier-ignore
      .map(({ path: [name] }) => name),
  );
  return typeof document === "string"
    ? []
    : entriesOf(document)
        .filter(([name]) => !whole.has(name))
        .map(([name]) => ({ kind: "root-key", key: shown(name) }));
}
