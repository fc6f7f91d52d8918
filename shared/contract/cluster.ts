import * as v from "valibot";
import type { EndpointHealth } from "../core/diagnosis/stored-health.ts";
import type { ProbeProgress } from "../core/diagnosis/probe-progress.ts";
import type { FinishedRotation } from "../core/usecases/clusters/finish-rotation.ts";
import type { Reissued } from "../core/usecases/clusters/reissue-cluster.ts";
import type { RenewalPlan } from "../core/usecases/renewal/renewal-sources.ts";
import type { RotationState } from "../core/usecases/clusters/rotation-state.ts";
import { channel } from "./channel.ts";
import {
  certificateSeconds,
  contextName,
  contextNames,
  nothing,
  text,
  token,
} from "./fields.ts";

/** How the endpoints of one context were when they were last asked. */
export interface ContextHealth {
  readonly name: string;
  readonly endpoints: readonly EndpointHealth[];
}

export interface RenewedContext {
  /** RFC 3339. */
  readonly notAfter: string;
  /** The endpoint that accepted it; null: it was not tried. */
  readonly provenBy: string | null;
  /** Until when the old certificate stays valid, RFC 3339; null: it has ended. */
  readonly oldNotAfter: string | null;
}

/** What a rotation left, opened in main; keys stay there. */
export interface OpenedRotation {
  readonly token: string;
  readonly kind: "authority" | "admin";
  /** SHA-256 of the new CA. */
  readonly fingerprint: string;
}

export const clusterChannels = {
  /** What is known from before; nobody is asked. */
  "health.list": channel<readonly ContextHealth[]>()(nothing),
  /** How far the probes of a context's check are, whoever began it; null: none is under way. */
  "health.running": channel<readonly ProbeProgress[] | null>()(
    v.strictObject({ name: contextName }),
  ),
  /** Goes to every endpoint; events say how far it is. */
  "health.check": channel<readonly ContextHealth[]>()(
    v.strictObject({ names: contextNames, wantsNodes: v.boolean() }),
  ),
  "renewals.plan": channel<RenewalPlan>()(
    v.strictObject({ name: contextName }),
  ),
  "renewals.renew": channel<RenewedContext>()(
    v.strictObject({
      name: contextName,
      source: v.variant("kind", [
        v.strictObject({ kind: v.literal("vault") }),
        /** Opened with `issuing.open-authority`. */
        v.strictObject({ kind: v.literal("file"), token }),
        v.strictObject({ kind: v.literal("node"), asker: contextName }),
      ]),
      ttlSeconds: certificateSeconds,
      isUntested: v.boolean(),
      attempt: v.optional(token),
    }),
  ),
  /** Asks the endpoints which CA their certificates are by. */
  "rotation.inspect": channel<RotationState>()(
    v.strictObject({ name: contextName }),
  ),
  /** The same after a change of the vault, by what the endpoints showed last; nobody is asked. Null: they never were. */
  "rotation.known": channel<RotationState | null>()(
    v.strictObject({ name: contextName }),
  ),
  /** Reads what a rotation left; null when no file was chosen. */
  "rotation.open": channel<OpenedRotation | null>()(
    v.strictObject({ path: v.optional(text) }),
  ),
  "rotation.reissue": channel<readonly Reissued[]>()(
    v.strictObject({
      name: contextName,
      token,
      isUntested: v.boolean(),
      /** The context's name, typed: asked for where no endpoint has a say. */
      confirmation: v.optional(text),
    }),
  ),
  "rotation.finish": channel<FinishedRotation>()(
    v.strictObject({ name: contextName }),
  ),
};
