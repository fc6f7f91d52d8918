/**
 * What Talos Vault itself can do about something that is wrong with a context. Sentences of the core name no command:
 * the command line says the command for it (cli/remedy-commands.ts), the window has a button (renderer/features/remedies).
 */
export const remedies = [
  "renew",
  /** Renew it for a shorter time. */
  "shorten",
  /** Issue it with the cluster's secrets.yaml. */
  "issue",
  /** Put a narrower one in its place. */
  "narrow",
  "remove",
  "endpoints",
  "nodes",
  "proxy",
  /** See where a rotation of the CA is, and take part in it. */
  "rotation",
  "blast-radius",
  /** See what is wrong with it. */
  "show",
  /** See how its endpoints are. */
  "ping",
  /** See what it may do. */
  "can-i",
  /** Do the same again without trying the new credential. */
  "untested",
] as const;

export type Remedy = (typeof remedies)[number];

/** What can be done about an error, and with which context. */
export interface Cure {
  readonly context: string;
  readonly remedies: readonly Remedy[];
}
