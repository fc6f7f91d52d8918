// The texts that two persons send each other to give and get access (handover): what tells one from another, and from any other file.
/** The kinds of text: the label between the dashes, and what a message calls it. */
export const handoverKinds = {
  request: {
    label: "TALOS VAULT ACCESS REQUEST",
    article: "a",
    called: "request",
  },
  answer: {
    label: "TALOS VAULT ACCESS ANSWER",
    article: "an",
    called: "answer",
  },
  receipt: {
    label: "TALOS VAULT ACCESS RECEIPT",
    article: "a",
    called: "receipt",
  },
} as const;
export type HandoverKind = keyof typeof handoverKinds;
export const handoverKindNames = Object.keys(
  handoverKinds,
) as readonly HandoverKind[];

/** Whose first line stands in a text, by that line alone; null: no kind's. */
export function kindByFirstLine(text: string): HandoverKind | null {
  const [, found] = /^-----BEGIN (TALOS VAULT ACCESS [A-Z]+)-----/m.exec(text) ?? []; // prettier-ignore
  return (
    handoverKindNames.find((kind) => handoverKinds[kind].label === found) ??
    null
  );
}
