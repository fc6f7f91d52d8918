/**
 * The last line of a log. It is chained to every line before it, so whoever knows it can tell whether one of them
 * was changed.
 */
export interface AuditHead {
  /** Number of the line. */
  readonly n: number;
  /** SHA-256 of its bytes, or the first digits of it. */
  readonly hash: string;
}

/** 128 bits: nobody finds another line for them. */
const anchorDigits = 32;
const anchorShape = /^(?:audit )?(\d{1,15})-([0-9a-f]{32})$/;

/**
 * The anchor: a short text for a ticket or a chat, by which a later `audit verify` knows the log up to this line:
 * `1204-9f3ac2…`.
 */
export function anchorText({ n, hash }: AuditHead): string {
  return `${String(n)}-${hash.slice(0, anchorDigits)}`;
}

/** Null for a text that is none. */
export function readAnchor(text: string): AuditHead | null {
  const [, n, hash] = anchorShape.exec(text.trim().toLowerCase()) ?? [];
  // No log has a line before its first one.
  return hash === undefined || Number(n) === 0 ? null : { n: Number(n), hash };
}

/** What the keychain holds: `ta1.<number>.<hash>`. */
export function writeHead({ n, hash }: AuditHead): string {
  return `ta1.${String(n)}.${hash}`;
}

/** Null for an item that is none of ours. */
export function readHead(text: string): AuditHead | null {
  const [, n, hash] = /^ta1\.(\d{1,15})\.([0-9a-f]{64})$/.exec(text) ?? [];
  return n === undefined || hash === undefined ? null : { n: Number(n), hash };
}

/** Whether a line with this hash is the one that is meant. */
export function isHead({ hash }: AuditHead, whole: string): boolean {
  return whole.startsWith(hash);
}
