import type { Fared } from "./both-ways.ts";

/** How a case went, by the three ways. */
export interface ReachLine {
  readonly name: string;
  readonly talosctl: Fared;
  readonly probe: Fared;
  readonly generate: Fared;
  /** When talosctl was through, and when all were. */
  readonly before: Seen;
  readonly after: Seen;
}

interface Seen {
  /** Certificates of clients that the server got. */
  readonly shown?: number;
  /** What proxies were asked for. */
  readonly asked?: readonly string[];
}
