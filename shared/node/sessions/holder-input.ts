import type {
  MoreAsked,
  SessionRights,
} from "../../core/agent/holder-messages.ts";
import type { GuardRules } from "../../core/gateway/guard/guard-rules.ts";
import type { AgentReply } from "../../core/agent/messages.ts";
import type { EndReason } from "../../core/sessions/end-reason.ts";
import type { Lease, SessionFacts } from "../../core/sessions/lease.ts";
import type { Reply } from "../agent/control-socket.ts";
import type { ProcessIdentity } from "../system/processes/process-identity.ts";

/** A gateway, as the session that it belongs to holds it. */
export interface HeldGateway {
  /** What the lease says of it now. */
  readonly lease: () => NonNullable<Lease["gateway"]>;
  /** Has it go by its context's rules of now too, which open nothing; `refused`: it cannot read them, or has been told too many. */
  readonly tighten: (rules: GuardRules) => "new" | "known" | "refused";
  readonly news: (after: number) => Reply;
  /** Asks a person for more, and gives it; absent: nobody can be asked. */
  readonly request?: (
    asked: MoreAsked,
    signal: AbortSignal,
  ) => Promise<AgentReply>;
  readonly rights: () => SessionRights;
  /** Has somebody told whenever the session was given more, or that is over. */
  readonly watchGiven: (tell: () => void) => void;
  /** Has somebody told whenever it goes by one list more. */
  readonly watchRules: (tell: () => void) => void;
  /** Ends every call that runs, and takes no more. */
  readonly close: () => void;
  /** Resolves when a person answers a call by ending the session. */
  readonly ended: Promise<void>;
}

/** What a process needs to hold a session. */
export interface HolderInput {
  readonly facts: SessionFacts;
  readonly document: Uint8Array;
  readonly runFolder: string;
  /** The process whose death ends the session; null: this one. */
  readonly watched: ProcessIdentity | null;
  /** Where talosctl has the login key of an Omni context outside of sessions; null: it has none. */
  readonly loginKey: string | null;
  /** What stands between the session and its cluster; `document` is the one for it then. */
  readonly gateway?: HeldGateway;
  /** Told once, when the session ends while its command or shell may still run. */
  readonly onEnd: (lease: Lease, reason: EndReason) => void;
}

/** What a process needs that takes a session over from another one of ours. */
export interface TakeOverInput extends Pick<HolderInput, "document" | "onEnd"> {
  /** Milliseconds till its end, by whichever clock is nearer to it. */
  readonly leftMs: number;
}

/** A session that one process of ours gives to another. */
export type GivenSession = { readonly lease: Lease } & Omit<
  TakeOverInput,
  "onEnd"
>;

/** What a holder keeps of either. */
export type HeldInput = TakeOverInput & Pick<HolderInput, "gateway">;
