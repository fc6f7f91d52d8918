import { Secret } from "../secret.ts";
import type { TalosAuth, TalosContext } from "../talosconfig/types.ts";
import type { ClassifiedFile } from "./classify-file.ts";

export interface PlainContext extends Omit<TalosContext, "key" | "auth"> {
  readonly key?: string;
  readonly auth?: Omit<TalosAuth, "basic"> & {
    readonly basic?: { readonly username: string; readonly password: string };
  };
}

type Parsed = Extract<ClassifiedFile, { kind: "talosconfig" }>["parsed"];

/** A classified file as it goes from one thread of this process to another: `Secret` does not survive the copy. Holds key material. */
export type PlainFile =
  | Exclude<ClassifiedFile, { readonly kind: "talosconfig" }>
  | {
      readonly kind: "talosconfig";
      readonly rest: Omit<Parsed, "config">;
      readonly context: string;
      readonly contexts: readonly (readonly [string, PlainContext])[];
    };

/** For `postMessage` within this process, never for a file or another process. */
export function toPlain(file: ClassifiedFile): PlainFile {
  if (file.kind !== "talosconfig") return file;
  const { config, ...rest } = file.parsed;
  const contexts = [...config.contexts].map(
    ([name, one]) => [name, plainContext(one)] as const,
  );
  return { kind: "talosconfig", rest, context: config.context, contexts };
}

/** The same file again, its keys and passwords out of sight. */
export function fromPlain(file: PlainFile): ClassifiedFile {
  if (file.kind !== "talosconfig") return file;
  const contexts = new Map(
    file.contexts.map(([name, one]) => [name, secretContext(one)]),
  );
  const config = { context: file.context, contexts };
  return { kind: "talosconfig", parsed: { ...file.rest, config } };
}

/** One context, as in `toPlain`. */
export function plainContext({
  key,
  auth,
  ...rest
}: TalosContext): PlainContext {
  return {
    ...rest,
    ...(key ? { key: key.reveal() } : {}),
    ...(auth ? { auth: plainAuth(auth) } : {}),
  };
}

function plainAuth({ basic, ...rest }: TalosAuth): PlainContext["auth"] & {} {
  return basic
    ? { ...rest, basic: { ...basic, password: basic.password.reveal() } }
    : rest;
}

/** One context, as in `fromPlain`. */
export function secretContext({
  key,
  auth,
  ...rest
}: PlainContext): TalosContext {
  return {
    ...rest,
    ...(key === undefined ? {} : { key: new Secret(key) }),
    ...(auth ? { auth: secretAuth(auth) } : {}),
  };
}

function secretAuth({ basic, ...rest }: PlainContext["auth"] & {}): TalosAuth {
  return basic
    ? { ...rest, basic: { ...basic, password: new Secret(basic.password) } }
    : rest;
}
