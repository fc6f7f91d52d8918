// What a program gives is judged before anything is done with it: not every program is checked by a compiler.
// Keep: No value is quoted: it may be a key or a passphrase.
import * as v from "valibot";
import { vaultError } from "../shared/core/errors.ts";
import {
  maxCertificateSeconds,
  maxSessionSeconds,
} from "../shared/core/sessions/duration.ts";
import { thrown } from "./thrown.ts";

const text = v.string("is no text");
const texts = v.array(text, "is no list of texts");
const bytes = v.union(
  [v.string(), v.instance(Uint8Array)],
  "is neither text nor a Uint8Array",
);
const flag = v.optional(v.boolean("is neither true nor false"));
const work = v.function("is no function");

function seconds(longest: number) {
  const rule = `is no whole number of seconds from 1 to ${String(longest)}`;
  return v.pipe(
    v.number(rule),
    v.integer(rule),
    v.minValue(1, rule),
    v.maxValue(longest, rule),
  );
}

/** One that is misspelled would be left out in silence: another credential than the one that was meant. */
function options<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.strictObject(entries, ({ expected }) =>
    expected === "never" ? "is no option" : "is missing, or no object",
  );
}

const vaultOptions = options({
  home: v.optional(text),
  passphrase: v.optional(work),
  mayAskKeychain: flag,
});

/** What each function takes, by the name that its parameter has there. */
const parameters = {
  context: v.pipe(text, v.nonEmpty("is empty")),
  terms: options({
    roles: v.optional(texts),
    ttlSeconds: v.optional(seconds(maxSessionSeconds)),
    stored: flag,
    reason: v.optional(text),
    confirm: v.optional(text),
    vault: v.optional(vaultOptions),
  }),
  work,
  options: vaultOptions,
  /** Of a vault, as its function gives it. */
  passphrase: text,
  text: bytes,
  config: options({
    context: text,
    contexts: v.custom<object>(
      (value) => typeof value === "object" && value !== null,
      "is no object",
    ),
  }),
  /** One of `config`. */
  "context of config": options({
    endpoints: texts,
    nodes: texts,
    ca: v.optional(text),
    crt: v.optional(text),
    key: v.optional(text),
    cluster: v.optional(text),
    proxyUrl: v.optional(text),
  }),
  "certificate terms": options({
    authority: bytes,
    roles: texts,
    ttlSeconds: seconds(maxCertificateSeconds),
    isForced: flag,
  }),
  roles: texts,
  asked: text,
  talosVersion: v.optional(text),
} as const;

/** Throws `usage` for what is none of what the types say. */
export function judge(
  given: Partial<Record<keyof typeof parameters, unknown>>,
): void {
  for (const [name, value] of Object.entries(given)) {
    const schema = parameters[name as keyof typeof parameters];
    const read = v.safeParse(schema, value);
    if (read.success) continue;
    const [{ message, path = [] }] = read.issues;
    const place = [name, ...path.map(({ key }) => String(key))].join(".");
    throw thrown(
      vaultError(
        "usage",
        `${JSON.stringify(place)} ${message}.`,
        "The types of the package say what is taken.",
      ),
    );
  }
}
