import { notArrived, vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type { WhyUnanswered } from "./store-http.ts";

/** What happened, and on the way to whom. */
export interface UnansweredAt {
  /** An origin. */
  readonly server: string;
  readonly why: WhyUnanswered;
}

/** What the way of an SDK to a server throws. */
export class NoAnswer extends Error {
  readonly at: UnansweredAt;

  constructor(at: UnansweredAt) {
    super("no answer");
    this.at = at;
  }
}

/** Without TLS, and not on this machine. */
export function isReadOnTheWay({ protocol, hostname }: URL): boolean {
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "http:" && !isHere;
}

/** What is to be looked at, by what happened; what is late is the same for every store. */
export type UnansweredAdvice = Readonly<
  Record<Exclude<WhyUnanswered["kind"], "late">, string>
>;

/**
 * What kept `server` from being asked: it gave no answer, or, where somebody seems not to be logged in, who lends the login gave none.
 * `last` is of a client that others use as well.
 */
export function unansweredBehind(
  error: unknown,
  server: string,
  isAboutLogin: boolean,
  last: UnansweredAt | null,
): UnansweredAt | null {
  if (error instanceof NoAnswer) return error.at;
  return isAboutLogin && last !== null && last.server !== server ? last : null;
}

/** What somebody reads of a store that gave no answer. */
export function unansweredError(
  origin: string,
  why: WhyUnanswered,
  advice: UnansweredAdvice,
): VaultError {
  const error = wordsOf(origin, why, advice);
  return why.isSent ? error : notArrived(error);
}

function wordsOf(
  origin: string,
  { kind, code, isSent }: WhyUnanswered,
  advice: UnansweredAdvice,
): VaultError {
  if (kind === "late")
    return vaultError(
      "store-failed",
      `${origin} did not answer in time.`,
      "Try again; nothing is known of what it did.",
    );
  const what = {
    untrusted:
      "was sent nothing: its certificate is not good for its name and the CAs that are trusted here",
    unusable:
      "was sent nothing: the token, the namespace or a certificate is not of the form that it should have",
    "too-long": `answers with more than ${String(limits.storeAnswer.most / 2 ** 20)} MiB`,
    unreachable: isSent
      ? "was asked, and the connection broke before there was an answer"
      : "cannot be reached",
  }[kind];
  return vaultError("store-failed", `${origin} ${what}.`, advice[kind], code);
}

/** Somebody wrote there since it was read. */
export function changedMeanwhile(name: string, server: string): VaultError {
  return vaultError(
    "store-diverged",
    `${name} was changed on ${server} meanwhile; what stands there stays.`,
    "Pull first, and look at the difference.",
  );
}

/** A server gives what it likes, whatever its SDK promises. */
export function noValueThere(name: string, server: string): VaultError {
  return vaultError(
    "store-failed",
    `${server} has something for ${name} that is no value.`,
    "Check the address, and which server is asked.",
  );
}
