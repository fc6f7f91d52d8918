import { sha256Hex } from "../pki/primitives/hash-and-hmac.ts";
import { hidePassword } from "./proxy-password.ts";
import type { TalosContext } from "./types.ts";

/** A field in which two contexts differ. What is secret or long is said to differ, not shown. */
export interface Difference {
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

const absent = "none";
const hidden = "another one";

interface Field {
  readonly name: string;
  /** Equal exactly when the field is. */
  readonly of: (context: TalosContext) => string;
  /** For a person; absent: secret or long, said to differ and not shown. */
  readonly shown?: (context: TalosContext) => string;
}

const list = (items: readonly string[]) =>
  items.length === 0 ? "" : JSON.stringify(items);
const readable = (items: readonly string[]) =>
  items.some((item) => /[,\s"]/.test(item) || item === "")
    ? list(items)
    : items.join(", ");

const fields: readonly Field[] = [
  {
    name: "endpoints",
    of: ({ endpoints }) => list(endpoints),
    shown: ({ endpoints }) => readable(endpoints),
  },
  {
    name: "nodes",
    of: ({ nodes }) => list(nodes),
    shown: ({ nodes }) => readable(nodes),
  },
  {
    name: "cluster",
    of: ({ cluster }) => cluster ?? "",
    shown: ({ cluster }) => cluster ?? "",
  },
  {
    name: "proxy-url",
    of: ({ proxyUrl }) => hidePassword(proxyUrl ?? ""),
    shown: ({ proxyUrl }) => hidePassword(proxyUrl ?? ""),
  },
  {
    name: "auth.siderov1.identity",
    of: ({ auth }) => auth?.siderov1?.identity ?? "",
    shown: ({ auth }) => auth?.siderov1?.identity ?? "",
  },
  {
    name: "auth.basic.username",
    of: ({ auth }) => auth?.basic?.username ?? "",
    shown: ({ auth }) => auth?.basic?.username ?? "",
  },
  {
    name: "auth",
    of: ({ auth }) => authKinds(auth),
    shown: ({ auth }) => authKinds(auth),
  },
  { name: "ca", of: ({ ca }) => onOneLine(ca) },
  { name: "crt", of: ({ crt }) => onOneLine(crt) },
  { name: "key", of: ({ key }) => onOneLine(key?.reveal()) },
  {
    name: "auth.basic.password",
    of: ({ auth }) => auth?.basic?.password.reveal() ?? "",
  },
  { name: "proxy-url password", of: ({ proxyUrl }) => proxyUrl ?? "" },
];

function authKinds(auth: TalosContext["auth"]): string {
  return [auth?.basic ? "basic" : "", auth?.siderov1 ? "siderov1" : ""]
    .filter(Boolean)
    .join(", ");
}

/** Base64 may be broken into lines: Go passes over the breaks. */
function onOneLine(base64 = ""): string {
  return base64.includes("\n") || base64.includes("\r")
    ? base64.replace(/[\r\n]/g, "")
    : base64;
}

/** Text that is equal exactly when two contexts do not differ in any field. Holds key material: to compare, never to show. */
export function contentKey(context: TalosContext): string {
  return JSON.stringify(fields.map(({ of }) => of(context)));
}

/** SHA-256 of all that a context says: whether it was changed, and nothing of what it is. */
export function contentHash(config: TalosContext): string {
  return sha256Hex(contentKey(config));
}

/** The fields in which two contexts differ, for a person to choose between them. */
export function compareContexts(
  before: TalosContext,
  after: TalosContext,
): readonly Difference[] {
  const differing = fields.filter(({ of }) => of(before) !== of(after));
  return differing.flatMap(({ name, of, shown }) => {
    if (shown)
      return [
        {
          field: name,
          before: shown(before) || absent,
          after: shown(after) || absent,
        },
      ];
    const isSaid = differing.some(
      (one) => one.shown && name === `${one.name} password`,
    );
    if (isSaid) return [];
    const [old, now] = [of(before), of(after)];
    return [
      {
        field: name,
        before: old ? "one" : absent,
        after: now ? hidden : absent,
      },
    ];
  });
}
