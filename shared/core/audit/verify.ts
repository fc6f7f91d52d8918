import {
  acceptedBy,
  archiveOf,
  earlierOf,
  type Archive,
  type EarlierFile,
} from "./log-archive.ts";
import type { AuditHead } from "./head.ts";
import { isHead } from "./head.ts";
import {
  auditFormat,
  hashOfLine,
  isSealedWith,
  nothingBefore,
  readAuditLine,
  type AuditLine,
} from "./line.ts";
import {
  laterKey,
  nextKey,
  sealStartOf,
  type AuditProof,
  type SealStart,
} from "./seal.ts";

/** The first line that is not what it was, and what is wrong with it. */
export interface AuditBreak {
  /** Its place in the log, from 1 on. */
  readonly line: number;
  readonly kind:
    | "unreadable"
    | "number"
    | "changed"
    | "seal"
    | "unsealed"
    | "head"
    | "cut"
    | "begin"
    | "other-vault"
    | "newer"
    | "earlier";
  /** A sentence. */
  readonly text: string;
  /** Who knows a line that the log lacks, of `head` and `cut`. */
  readonly from?: KnownHead["from"];
}

/** A head that somebody kept, and who. */
export interface KnownHead extends AuditHead {
  readonly from: "keychain" | "anchor" | "machine";
}

export interface VerifyOptions {
  readonly heads: readonly KnownHead[];
  /** Of the vault that the log lies beside; null: it is not known. */
  readonly vaultId: string | null;
  /** Absent: the seals are not looked at. */
  readonly proof?: AuditProof | undefined;
}

export interface Verdict {
  /** Null: all of it fits. */
  readonly broken: AuditBreak | null;
  /** Numbers of the first line that was looked at and of the last one. */
  readonly first: number;
  readonly last: number;
  readonly head: AuditHead | null;
  /** When the last line was written. */
  readonly until: string | null;
  /** From this line on, each is proven by the recovery key; null: none is. */
  readonly provenFrom: number | null;
  /** The last line by which a person took the log in place of the one that the keychain knew; null: none did. */
  readonly accepted: {
    readonly line: number;
    /** Number of the line that the keychain knew. */
    readonly kept: number;
  } | null;
  /** The line that another program has begun to write, or was killed at, is no line yet. */
  readonly isUnfinished: boolean;
  /** Of the files of former releases, as the first line has them. */
  readonly earlier: readonly EarlierFile[];
  /** Where the lines before the first one went; null: there are none, or nobody says it. */
  readonly archive: Archive | null;
}

interface Chain {
  readonly start: SealStart;
  /** Of the last line; null: it cannot be found. */
  key: Uint8Array | null;
}

/**
 * Looks at a log line by line, and keeps none of them. Where a line does not fit the one before, the one after tells which
 * of the two is another than it was: so a break is known one line later, or by a head.
 */
export class AuditVerifier {
  readonly #options: VerifyOptions;
  #broken: AuditBreak | null = null;
  #first: AuditLine | null = null;
  #last: AuditLine | null = null;
  #hash = nothingBefore;
  /** The last line was not written after the one before it. */
  #isDoubtful = false;
  #chain: Chain | null = null;
  /** Where the newest seal began, and of which vault. */
  #owner: { readonly line: number; readonly vault: string } | null = null;
  #provenFrom: number | null = null;
  #accepted: Verdict["accepted"] = null;
  #earlier: readonly EarlierFile[] = [];
  /** What the first line says of those before it. */
  #archive: Archive | null = null;

  constructor(options: VerifyOptions) {
    this.#options = options;
  }

  get isBroken(): boolean {
    return this.#broken !== null;
  }

  /** Lines in their order, without line feeds; nothing more once it is broken. */
  async take(lines: Iterable<Uint8Array>): Promise<void> {
    for (const bytes of lines) {
      if (this.#broken) return;
      const line = readAuditLine(bytes);
      this.#broken = this.#judge(line);
      if (this.#broken || line === null) return;
      this.#broken = await this.#judgeSealing(bytes, line);
      this.#accepted = acceptedBy(line) ?? this.#accepted;
      this.#first ??= line;
      this.#last = line;
      this.#hash = hashOfLine(bytes);
      if (!this.#isDoubtful) this.#broken ??= this.#judgeHead(line);
    }
  }

  /** @param isUnfinished after the lines that were taken stands the beginning of one */
  end(isUnfinished = false): Verdict {
    const last = this.#last?.n ?? 0;
    return {
      broken: this.#broken ?? this.#judgeOwner() ?? this.#judgeEnd(last),
      first: this.#first?.n ?? 1,
      last,
      head: last === 0 ? null : { n: last, hash: this.#hash },
      until: this.#last?.time ?? null,
      provenFrom: this.#provenFrom,
      isUnfinished,
      accepted: this.#accepted,
      earlier: this.#earlier,
      archive: this.#archive,
    };
  }

  /** Number of the next line: they have no gap. */
  get place(): number {
    return (this.#last?.n ?? 0) + 1;
  }

  #judge(line: AuditLine | null): AuditBreak | null {
    const place = this.place;
    if (this.#isDoubtful)
      return changed(line?.prev === this.#hash ? place - 2 : place - 1);
    if (line === null) return unreadable(place);
    if (this.#first === null) return this.#judgeFirst(line);
    if (line.n !== place) return wrongNumber(place, line.n);
    this.#isDoubtful = line.prev !== this.#hash;
    return null;
  }

  #judgeFirst(line: AuditLine): AuditBreak | null {
    const { n, detail } = line;
    const broken = brokenBegin(line);
    if (broken) return broken;
    this.#archive = archiveOf(line);
    this.#accepted = this.#archive?.accepted ?? null;
    this.#earlier = this.#archive?.earlier ?? earlierOf(detail?.["earlier"]);
    return n === 1 ? null : this.#judgeBefore(line);
  }

  /** The last line of those that are not there: the first one of those that are says its hash. */
  #judgeBefore({ n, prev }: AuditLine): AuditBreak | null {
    const wrong = this.#options.heads.find(
      (head) => head.n === n - 1 && !isHead(head, prev),
    );
    return wrong ? otherThanKept(n - 1, wrong) : null;
  }

  /** A chain of keys that began among lines which are not there: its key is found by going along it. */
  async #goOn(
    { n, prev, start }: NonNullable<Archive["seal"]>,
    line: AuditLine,
  ): Promise<void> {
    const { proof } = this.#options;
    this.#owner = { line: line.n, vault: start.vault };
    if (!proof) return;
    const isOurs = start.recipient === proof.recipient;
    const first = isOurs ? await proof.keyOf(start, { n, prev }) : null;
    const key = first && (await laterKey(first, line.n - 1 - n));
    this.#chain = { start, key };
    if (key && start.by === "recovery-key") this.#provenFrom = line.n;
  }

  async #judgeSealing(
    bytes: Uint8Array,
    line: AuditLine,
  ): Promise<AuditBreak | null> {
    if (this.#first === null && this.#archive?.seal)
      await this.#goOn(this.#archive.seal, line);
    const start = sealStartOf(line);
    const broken = start && (await this.#begin(start, line));
    return broken ?? this.#judgeSeal(bytes, line, start !== null);
  }

  async #begin(start: SealStart, line: AuditLine): Promise<AuditBreak | null> {
    const { proof } = this.#options;
    this.#owner = { line: line.n, vault: start.vault };
    if (!proof) return null;
    const isOurs = start.recipient === proof.recipient;
    const isProof = isOurs && start.by === "recovery-key";
    if (this.#provenFrom !== null && !isProof)
      return brokenAt(
        line.n,
        "seal",
        "The seal begins anew there without this recovery key: nothing proves who wrote that line and those after it.",
      );
    const { n, prev } = line;
    const key = isOurs ? await proof.keyOf(start, { n, prev }) : null;
    this.#chain = { start, key };
    if (isProof) this.#provenFrom ??= n;
    return null;
  }

  #judgeSeal(
    bytes: Uint8Array,
    line: AuditLine,
    isStart: boolean,
  ): AuditBreak | null {
    if (!this.#options.proof) return null;
    const chain = this.#chain;
    if (chain === null) return null;
    if (line.seal === null)
      return brokenAt(
        line.n,
        "unsealed",
        "It bears no seal, though lines before it do.",
      );
    if (chain.key === null) return null;
    if (!isStart) chain.key = nextKey(chain.key);
    return isSealedWith(bytes, line, chain.key)
      ? null
      : brokenAt(
          line.n,
          "seal",
          "Its seal does not fit: it was changed, or written by somebody who had the key of a later line only.",
        );
  }

  /** Of a line that fits the one before it. */
  #judgeHead({ n }: AuditLine): AuditBreak | null {
    const wrong = this.#options.heads.find(
      (head) => head.n === n && !isHead(head, this.#hash),
    );
    return wrong ? otherThanKept(n, wrong) : null;
  }

  /** A vault that took another one's place goes on with that one's log: whose it is now, the newest seal says. */
  #judgeOwner(): AuditBreak | null {
    const { vaultId } = this.#options;
    const owner = this.#owner;
    if (vaultId === null || owner === null || owner.vault === vaultId)
      return null;
    return brokenAt(
      owner.line,
      "other-vault",
      "It was written for another vault: this log, or the vault beside it, belongs elsewhere.",
    );
  }

  #judgeEnd(last: number): AuditBreak | null {
    if (this.#isDoubtful) {
      const isKept = this.#options.heads.some(
        (head) => head.n === last && isHead(head, this.#hash),
      );
      return changed(isKept ? last - 1 : last);
    }
    const cut = this.#options.heads.find((head) => head.n > last);
    return cut
      ? {
          line: last + 1,
          kind: "cut",
          text: `The log ends after line ${String(last)}, and ${keeper[cut.from]} knows line ${String(cut.n)}: its end was cut off, or an older copy of it was put here.`,
          from: cut.from,
        }
      : null;
  }
}

const keeper: Readonly<Record<KnownHead["from"], string>> = {
  keychain: "the keychain",
  anchor: "the anchor",
  machine: "what this machine keeps to continue the log",
};

/** A log begins with its first line, or with the one that says where those before it went. */
function brokenBegin({ n, event, prev, detail }: AuditLine): AuditBreak | null {
  if (n !== 1 && event !== "log.archive") return wrongNumber(1, n);
  const isBegin = event === "log.start" && prev === nothingBefore;
  if (n === 1 && !isBegin)
    return brokenAt(1, "begin", "It is not how a log begins.");
  return Number(detail?.["format"]) > auditFormat
    ? brokenAt(
        n,
        "newer",
        "A newer release of Talos Vault writes this log; verify it with that one.",
      )
    : null;
}

function brokenAt(
  line: number,
  kind: AuditBreak["kind"],
  text: string,
): AuditBreak {
  return { line, kind, text };
}

function unreadable(line: number): AuditBreak {
  return brokenAt(
    line,
    "unreadable",
    "It cannot be read: it was changed, or another program wrote it.",
  );
}

function changed(line: number): AuditBreak {
  return brokenAt(
    line,
    "changed",
    "It is not what it was: the hash that goes with it does not fit.",
  );
}

function wrongNumber(line: number, n: number): AuditBreak {
  return brokenAt(
    line,
    "number",
    n > line
      ? `The number there is ${String(n)}: lines before it are missing.`
      : `The number there is ${String(n)}, which was before: a line is there twice, or in another place.`,
  );
}

function otherThanKept(line: number, { from }: KnownHead): AuditBreak {
  return {
    line,
    kind: "head",
    text: `It is another line than ${keeper[from]} knows: it was changed, or the log was written anew, or another one was put here.`,
    from,
  };
}
