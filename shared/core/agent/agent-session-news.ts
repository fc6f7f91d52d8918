// What the agent of `unlock` says to a command line whose session it holds.
// Keep: It is read without a library of schemas, which costs a command line that only waits a tenth of its time. The
// protocol's number stands for the rest of a message, and only we can listen on the socket that it comes from.
import type { EndReason } from "../sessions/end-reason.ts";
import type { Lease } from "../sessions/lease.ts";
import { protocol } from "./protocol.ts";

/** Before the answer, which comes when the session is gone. */
export type HoldNews =
  /** A node is asked for the credential: it takes longer. */
  | { readonly to: "wait" }
  | {
      readonly to: "held";
      readonly lease: Lease;
      /** The session's variables. */
      readonly environment: Readonly<Record<string, string>>;
      /** For the person, before the command runs. */
      readonly said: readonly {
        readonly style: "red" | "dim";
        readonly text: string;
      }[];
    }
  | { readonly to: "ended"; readonly reason: EndReason }
  /** Another process of ours holds the session from now on, for as long as the command runs. */
  | { readonly to: "moved" };

/** As it goes through the socket. */
export function spokenNews(news: HoldNews): Readonly<Record<string, unknown>> {
  return { protocol, ...news };
}

type Loose = Readonly<Record<string, unknown>>;

/** What each has besides its name, as far as whoever waits relies on it. */
const isWhole: Readonly<Record<HoldNews["to"], (news: Loose) => boolean>> = {
  wait: () => true,
  moved: () => true,
  ended: ({ reason }) => typeof reason === "string",
  held: ({ lease, environment, said }) =>
    isRecord(lease) &&
    typeof lease["path"] === "string" &&
    isRecord(environment) &&
    Object.values(environment).every((one) => typeof one === "string") &&
    Array.isArray(said),
};

/** Null for what another release says, or nobody of ours. */
export function readHoldNews(value: unknown): HoldNews | null {
  if (!isRecord(value) || value["protocol"] !== protocol) return null;
  const { to } = value;
  const isKnown = typeof to === "string" && Object.hasOwn(isWhole, to);
  return isKnown && isWhole[to as HoldNews["to"]](value)
    ? (value as unknown as HoldNews)
    : null;
}

/** Of the answer: clusters of `talosctl cluster create` whose state went with the session. */
export function readGone(answer: unknown): readonly string[] {
  const value = isRecord(answer) ? answer["value"] : null;
  return Array.isArray(value)
    ? value.filter((name) => typeof name === "string")
    : [];
}

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null;
}
