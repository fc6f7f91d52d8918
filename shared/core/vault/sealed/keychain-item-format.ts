import { Secret } from "../../secret.ts";

/** What the keychain item of a vault holds. */
export interface KeychainToken {
  /** Generation that the vault has had at least. An older file was put in its place. */
  readonly floor: number;
  /** Mark of the last write that this machine made or built upon; null: written before there were marks. */
  readonly mark: string | null;
  readonly identity: Secret;
  /** While the identity is being replaced: the one that comes. */
  readonly next?: Secret;
}

// ASCII and far below the 2,560 bytes of Windows: tv1.<floor>.<identity>[.<next identity>], and since writes have marks
// tv2.<floor>.<mark>.<identity>[.<next identity>].
const shape =
  /^(?:tv1|tv2)\.(\d{1,15})\.(?:([0-9a-f]{16})\.)?(AGE-SECRET-KEY-1[0-9A-Z]+)(?:\.(AGE-SECRET-KEY-1[0-9A-Z]+))?$/;

/** The largest that `shape` has room for: an item that nobody can read has lost the identity. */
const highestFloor = 10 ** 15 - 1;

export function writeToken({
  floor,
  mark,
  identity,
  next,
}: KeychainToken): Secret {
  const identities = [identity, ...(next ? [next] : [])].map((one) =>
    one.reveal(),
  );
  const kept = String(Math.min(floor, highestFloor));
  const head = mark === null ? ["tv1", kept] : ["tv2", kept, mark];
  return new Secret([...head, ...identities].join("."));
}

/** Null when the item is not one of ours. */
export function readToken(value: Secret): KeychainToken | null {
  const [, floor, mark = null, identity, next] =
    shape.exec(value.reveal()) ?? [];
  if (floor === undefined || identity === undefined) return null;
  const token = { floor: Number(floor), mark, identity: new Secret(identity) };
  return next === undefined ? token : { ...token, next: new Secret(next) };
}
