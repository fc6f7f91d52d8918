import {
  durationText,
  maxCertificateSeconds,
  parseDuration,
} from "../../../shared/core/sessions/duration.ts";
import type { OpenedAuthority } from "../../../shared/contract/issuing.ts";
import type { ReplyOf, RequestOf } from "../../../shared/contract/index.ts";
import type { WireResult } from "../../../shared/contract/wire.ts";
import type { Step } from "../../ui/steps.tsx";

export type Plan = ReplyOf<"renewals.plan">;
export type Renewed = ReplyOf<"renewals.renew">;
type Order = RequestOf<"renewals.renew">;
export type RenewalStep = "issue" | "test" | "store";

/** A renewal as it is being chosen. */
export interface RenewalDraft {
  readonly source: SourceKind;
  /** Read from a file, to be used once. */
  readonly opened: OpenedAuthority | null;
  readonly lifetime: string;
  readonly isUntested: boolean;
}

export type SourceKind = "authority" | "node" | "file";

/** Best first: nothing from outside the vault unless it has to be. */
export function firstRenewalDraft(
  { sources, ttlSeconds }: Plan,
  lifetime = durationText(ttlSeconds),
): RenewalDraft {
  return {
    source: sources[0]?.kind ?? "file",
    opened: null,
    lifetime,
    isUntested: false,
  };
}

/** Every source that is there, and a file, which always is. */
export function sourcesOf({
  sources,
}: Plan): readonly { readonly value: SourceKind; readonly text: string }[] {
  const known = sources.map((source) =>
    source.kind === "node"
      ? { value: source.kind, text: "A node of the cluster" }
      : { value: source.kind, text: authorityText(source.isSealed) },
  );
  return [
    ...known,
    { value: "file", text: "The cluster's secrets.yaml, used once" },
  ];
}

function authorityText(isSealed: boolean): string {
  return isSealed
    ? "The vault's authority, behind its own passphrase"
    : "The vault's authority";
}

export function lifetimeOf({ lifetime }: RenewalDraft): number | null {
  return parseDuration(lifetime.trim(), maxCertificateSeconds);
}

/** What main is asked; null while something is missing. */
export function renewalOf(
  name: string,
  draft: RenewalDraft,
  plan: Plan,
): Order | null {
  const source = orderSource(draft, plan);
  const ttlSeconds = lifetimeOf(draft);
  if (!source || ttlSeconds === null) return null;
  return { name, source, ttlSeconds, isUntested: draft.isUntested };
}

function orderSource(
  { source, opened }: RenewalDraft,
  { sources }: Plan,
): Order["source"] | null {
  if (source === "file")
    return opened ? { kind: "file", token: opened.token } : null;
  const found = sources.find(({ kind }) => kind === source);
  if (!found) return null;
  return found.kind === "node"
    ? { kind: "node", asker: found.asker }
    : { kind: "vault" };
}

/** How far a renewal is; null: it has not begun. */
export interface Progress {
  readonly step: RenewalStep | null;
  readonly result: WireResult<Renewed> | null;
}

const order: readonly RenewalStep[] = ["issue", "test", "store"];
const names: Readonly<Record<RenewalStep, string>> = {
  issue: "A new certificate is made",
  test: "An endpoint accepts it",
  store: "It takes the old one's place",
};

/** The steps as a list, with what became of each. */
export function stepsOf(
  { step, result }: Progress,
  isUntested: boolean,
): readonly Step[] {
  const at = step ? order.indexOf(step) : 0;
  return order.map((one, place) => {
    const name = names[one];
    if (one === "test" && isUntested)
      return { name, state: "open", words: "not tried" };
    if (result?.ok || place < at)
      return { name, state: "done", words: doneWords(one, result) };
    if (place > at) return { name, state: "open", words: "not yet" };
    return result
      ? { name, state: "broken", words: "not done" }
      : { name, state: "current", words: "now…" };
  });
}

function doneWords(step: RenewalStep, result: Progress["result"]): string {
  const endpoint = result?.ok ? result.value.provenBy : null;
  return step === "test" && endpoint ? endpoint : "done";
}
