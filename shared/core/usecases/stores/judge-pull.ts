import { summarizeCertificate } from "../../certificates/summary.ts";
import {
  earlierCredentialText,
  type EarlierCredential,
} from "../../earlier-credential.ts";
import { earlierCredentials } from "../../ledger/earlier-credentials.ts";
import type { LedgerText } from "../../ledger/entry.ts";
import type { Difference } from "../../talosconfig/compare-contexts.ts";
import { isOfAnotherCluster } from "../../trust/cluster-trust.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { ComparedOrigin } from "./compare-origins.ts";
import { pullDifferences, wasMadeForStore } from "./pull-contexts.ts";

/** What a person has to say before what is there is taken. */
export type PullQuestion =
  /** It was changed here as well. */
  | "diverged"
  /** It was made here to lie there, in the stead of the key that is here. */
  | "made-for-place"
  /** The context had it here, and was given another one since. */
  | "earlier-credential"
  | "other-cluster";

export interface PullNews {
  readonly differences: readonly Difference[];
  /** Null: it is newer, and nothing stands in its way. */
  readonly question: PullQuestion | null;
  /** What is there is a credential that the context had before; null: it is not. */
  readonly earlier: EarlierCredential | null;
}

/** What a pull would take, against what is here; null: nothing, or nothing is known. */
export function judgePull(
  { contexts }: Pick<VaultDocument, "contexts">,
  ledger: LedgerText,
  { context, state, remote }: ComparedOrigin,
): PullNews | null {
  const here = contexts.get(context)?.config;
  const there = remote?.config;
  const isNews = state === "behind" || state === "diverged";
  if (!here || !there || !isNews) return null;
  const earlier = earlierThere({ contexts }, ledger, { context, remote });
  const question = isOfAnotherCluster(here, there)
    ? "other-cluster"
    : wasMadeForStore(there, ledger.entries)
      ? "made-for-place"
      : earlier
        ? "earlier-credential"
        : state === "diverged"
          ? "diverged"
          : null;
  return { differences: pullDifferences(here, there), question, earlier };
}

/** The credential that a store has of a context, where it is one that the context had here before; null: it is not. */
export function earlierThere(
  { contexts }: Pick<VaultDocument, "contexts">,
  ledger: LedgerText,
  { context, remote }: Pick<ComparedOrigin, "context" | "remote">,
): EarlierCredential | null {
  const here = contexts.get(context)?.metadata.certificate?.fingerprint;
  const there = remote && summarizeCertificate(remote.config)?.fingerprint;
  if (!there || there === here) return null;
  const known = earlierCredentials(ledger).get(there);
  return known?.context === context ? known : null;
}

const questions: Readonly<
  Record<
    PullQuestion,
    (address: string, earlier: EarlierCredential | null) => string
  >
> = {
  diverged: () => "it was changed here and there",
  "made-for-place": (address) =>
    `what ${address} has now was made here for that place, and would take the place of the key that is here`,
  "earlier-credential": (address, earlier) =>
    `what ${address} has now is ${earlier ? earlierCredentialText(earlier) : "an earlier credential"}, and would take the place of the newer one that is here`,
  "other-cluster": (address) =>
    `what ${address} has now is of another cluster, by its CA and certificate`,
};

/** Why a person is asked, as the begin of a sentence; null: nobody is. */
export function pullQuestionText(
  { question, earlier }: Pick<PullNews, "question" | "earlier">,
  { origin }: ComparedOrigin,
): string | null {
  return question && questions[question](origin.address, earlier);
}
