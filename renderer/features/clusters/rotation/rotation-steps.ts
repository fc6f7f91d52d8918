import type { ReplyOf } from "../../../../shared/contract/index.ts";
import type { Step, StepState } from "../../../ui/steps.tsx";

export type RotationState = ReplyOf<"rotation.inspect">;
type Phase = RotationState["phase"];

const names = [
  "The cluster gets a new CA",
  "Every context holds both CAs",
  "The node shows the new CA",
  "Every context has a credential of the new CA",
  "The old CA is removed",
] as const;

/** What each phase means for each step. Away: the node was there before the contexts were. */
const states: Readonly<Record<Phase, readonly StepState[]>> = {
  "no-endpoints": ["open", "open", "open", "open", "open"],
  unseen: ["open", "open", "open", "open", "open"],
  steady: ["current", "open", "open", "open", "open"],
  "rotated-away": ["done", "current", "done", "open", "open"],
  prepared: ["done", "done", "current", "open", "open"],
  swapped: ["done", "done", "done", "current", "open"],
  done: ["done", "done", "done", "done", "current"],
};

/** A node was seen that says where the rotation is. */
export function isSeen(phase: Phase): boolean {
  return phase !== "unseen" && phase !== "no-endpoints";
}

const words: Readonly<Record<StepState, string>> = {
  done: "done",
  current: "next",
  broken: "",
  open: "not yet",
};

/** The steps of a rotation, with the one that comes next marked. */
export function rotationSteps(phase: Phase): readonly Step[] {
  return names.map((name, place) => {
    const state = states[phase][place] ?? "open";
    return {
      name,
      state,
      words: isSeen(phase) ? words[state] : "not known",
    };
  });
}

const shown = 8;

/** A CA as people tell it apart: its age among those that are held, and the beginning of its fingerprint. */
export function authorityName(
  held: RotationState["held"],
  fingerprint: string,
): string {
  const short = fingerprint.slice(0, shown);
  const place = held.findIndex((one) => one.fingerprint === fingerprint);
  if (held.length < 2 || place < 0) return `CA ${short}`;
  return `${place === 0 ? "new" : "old"} CA ${short}`;
}

/** Which CA a context's credential is of. */
export function signerText(
  held: RotationState["held"],
  { hasCertificate, signedBy }: RotationState["contexts"][number],
): string {
  if (!hasCertificate) return "no certificate";
  return signedBy ? authorityName(held, signedBy) : "none that is held";
}

/** The old CA can go when the node shows the new one and at least some contexts are over. */
export function canFinish(phase: Phase): boolean {
  return phase === "swapped" || phase === "done";
}

export type Reissued = ReplyOf<"rotation.reissue">[number];

/** What became of a context, in words. */
export function reissuedText({ outcome, notAfter }: Reissued): string {
  switch (outcome) {
    case "renewed":
      return `new until ${(notAfter ?? "").slice(0, "2027-01-01".length)}`;
    case "kept":
      return "has one already";
    case "none":
      return "has no certificate";
    case "failed":
      return "keeps the old one";
  }
}
