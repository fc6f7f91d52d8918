import type { Escape } from "./outlasting-calls.ts";

/** What a session without it cannot do: for `This session cannot …`. */
const escapeWords: Readonly<Record<Escape, string>> = {
  certificate: "make a new certificate or configuration",
  kubeconfig: "take a kubeconfig",
  file: "read files of a node",
  "secret-resource": "read resources with secrets",
  "etcd-snapshot": "take an etcd snapshot",
  configuration: "change a machine configuration",
  "etcd-restore": "restore etcd",
  "own-image": "run an image of its own choice on a node",
  meta: "write META keys",
};

const boundWords: Readonly<Record<string, string>> = {
  "no-key": "take its key out",
  calls: "make more calls than were set",
  nodes: "ask more nodes than were set",
  "only-nodes": "ask other nodes than were named",
  hours: "change anything outside its hours",
};

/** What a session cannot do to which this escape is closed, for `This session cannot …`. */
export function escapeText(escape: Escape): string {
  return escapeWords[escape];
}

/** What a session with this restriction cannot do, for `This session cannot …`; one of a later release by its name. */
export function restrictionText(restriction: string): string {
  const escape = Object.entries(escapeWords).find(
    ([name]) => restriction === `no-${name}`,
  );
  return escape?.[1] ?? boundWords[restriction] ?? restriction;
}
