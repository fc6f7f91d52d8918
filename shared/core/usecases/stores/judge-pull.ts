import type { RecordedEntry } from "../../ledger/entry.ts";
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
  | "other-cluster";

export interface PullNews {
  readonly differences: readonly Difference[];
  /** Null: it is newer, and nothing stands in its way. */
  readonly question: PullQuestion | null;
}

/** What a pull would take, against what is here; null: nothing, or nothing is known. `entries`: of the ledger. */
export function judgePull(
  { contexts }: VaultDocument,
  entries: readonly RecordedEntry[],
  { context, state, remote }: ComparedOrigin,
): PullNews | null {
  const here = contexts.get(context)?.config;
  const there = remote?.config;
  const isNews = state === "behind" || state === "diverged";
  if (!here || !there || !isNews) return null;
  const question = isOfAnotherCluster(here, there)
    ? "other-cluster"
    : wasMadeForStore(there, entries)
      ? "made-for-place"
      : state === "diverged"
        ? "diverged"
        : null;
  return { differences: pullDifferences(here, there), question };
}

const questions: Readonly<Record<PullQuestion, (address: string) => string>> = {
  diverged: () => "it was changed here and there",
  "made-for-place": (address) =>
    `what ${address} has now was made here for that place, and would take the place of the key that is here`,
  "other-cluster": (address) =>
    `what ${address} has now is of another cluster, by its CA and certificate`,
};

/** Why a person is asked, as the begin of a sentence. */
export function pullQuestionText(
  question: PullQuestion,
  { origin }: ComparedOrigin,
): string {
  return questions[question](origin.address);
}
