import { Secret } from "../secret.ts";

/** What the keychain item of a vault holds. */
export interface KeychainToken {
  /** Generation that the vault has had at least. An older file was put in its place. */
  readonly floor: number;
  readonly identity: Secret;
  /** While the identity is being replaced: the one that comes. */
  readonly next?: Secret;
}

// ASCII and far below the 2,560 bytes of Windows: tv1.<floor>.<identity>[.<next identity>]
const shape =
  /^tv1\.(\d{1,15})\.(AGE-SECRET-KEY-1[0-9A-Z]+)(?:\.(AGE-SECRET-KEY-1[0-9A-Z]+))?$/;

export function writeToken({ floor, identity, next }: KeychainToken): Secret {
  const identities = [identity, ...(next ? [next] : [])].map((one) =>
    one.reveal(),
  );
  return new Secret(["tv1", String(floor), ...identities].join("."));
}

/** Null when the item is not one of ours. */
export function readToken(value: Secret): KeychainToken | null {
  const [, floor, identity, next] = shape.exec(value.reveal()) ?? [];
  if (floor === undefined || identity === undefined) return null;
  const token = { floor: Number(floor), identity: new Secret(identity) };
  return next === undefined ? token : { ...token, next: new Secret(next) };
}
