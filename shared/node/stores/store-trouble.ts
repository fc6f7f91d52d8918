import { vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type { StoreTrouble } from "./store-http.ts";

/** What happened, and on the way to whom. */
export interface TroubleAt {
  /** An origin. */
  readonly server: string;
  readonly trouble: StoreTrouble;
}

/** Without TLS, and not on this machine. */
export function isReadOnTheWay({ protocol, hostname }: URL): boolean {
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return protocol === "http:" && !isHere;
}

/** What is to be looked at, by what happened; what is late is the same for every store. */
export type TroubleAdvice = Readonly<
  Record<Exclude<StoreTrouble["kind"], "late">, string>
>;

/** What somebody reads of a store that gave no answer. */
export function troubleError(
  origin: string,
  { kind, code }: StoreTrouble,
  advice: TroubleAdvice,
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
    unreachable: "cannot be reached",
  }[kind];
  return vaultError("store-failed", `${origin} ${what}.`, advice[kind], code);
}
