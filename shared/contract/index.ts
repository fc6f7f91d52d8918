import { approvalChannels } from "./approvals.ts";
import { attemptChannels } from "./attempts.ts";
import { auditChannels } from "./audit.ts";
import type { Channel } from "./channel.ts";
import { clusterChannels } from "./cluster.ts";
import { contextChannels } from "./contexts.ts";
import { handoverChannels } from "./handover.ts";
import { importChannels } from "./imports.ts";
import { issuingChannels } from "./issuing.ts";
import { sessionChannels } from "./sessions.ts";
import { settingsChannels } from "./settings.ts";
import { storeChannels } from "./stores.ts";
import { vaultChannels } from "./vault.ts";

export type { Action } from "../core/problem.ts";

/** Everything that a window can ask main for. Main registers handlers by going through it; nothing else exists. */
export const contract = {
  ...vaultChannels,
  ...approvalChannels,
  ...attemptChannels,
  ...auditChannels,
  ...contextChannels,
  ...importChannels,
  ...issuingChannels,
  ...handoverChannels,
  ...clusterChannels,
  ...sessionChannels,
  ...settingsChannels,
  ...storeChannels,
};

export type Contract = typeof contract;
export type ChannelName = keyof Contract;
export type RequestOf<Name extends ChannelName> =
  Contract[Name] extends Channel<infer Request, infer _> ? Request : never;
export type ReplyOf<Name extends ChannelName> =
  Contract[Name] extends Channel<infer _, infer Reply> ? Reply : never;
