import * as v from "valibot";
import type { PullNews } from "../core/usecases/stores/judge-pull.ts";
import type { Push } from "../core/usecases/stores/push-contexts.ts";
import { channel } from "./channel.ts";
import { contextName, nothing, text, token } from "./fields.ts";

/** Where a context came from, or was last put. */
export interface OriginView {
  readonly address: string;
  /** The server, with the part of it that is named there; empty: a file on this machine. */
  readonly server: string;
  /** The context's name there. */
  readonly name: string;
  /** The store's own number of that state; null: it counts none. */
  readonly version: string | null;
  /** RFC 3339: when both were last the same, by a pull or a push. */
  readonly sameAt: string;
  /** It was changed here since then. */
  readonly isChangedHere: boolean;
}

/** A place that contexts came from or went to. */
export interface KnownPlace {
  readonly address: string;
  /** The server, without the part of it; empty: a file on this machine. */
  readonly server: string;
  /** The part of that server that has a name of its own; empty: the one that has none. */
  readonly namespace: string;
}

export interface KnownPlaces {
  /** Those of last first. */
  readonly places: readonly KnownPlace[];
  /** The server of Vault that the environment of the program names; null: none, and a person says it. */
  readonly vaultServer: string | null;
}

/** What a store has of a context, against what is here. */
export interface ComparedPlace {
  /** What was read stays in main; with this it is taken. */
  readonly token: string;
  readonly state: "same" | "ahead" | "behind" | "diverged";
  /** As it is there now; null: the store counts none. */
  readonly version: string | null;
  /** `before` is here, `after` is there; no key is among them. */
  readonly differences: PullNews["differences"];
  /** Why a person has to say which counts, as a sentence; null: nothing stands in the way of a pull. */
  readonly question: string | null;
}

/** What would be put into a store; nothing is written yet. */
export interface PushPlan {
  readonly token: string;
  readonly address: string;
  /** As in `OriginView`. */
  readonly server: string;
  /** The context's name there. */
  readonly name: string;
  /** False: exactly that is there already, and nothing is written. */
  readonly isNeeded: boolean;
  /** Of what is replaced; null: nothing is there, or the store counts none. */
  readonly version: string | null;
  readonly bytes: number;
  /** Who can read it then; null: the store alone knows. */
  readonly readers: Push["readers"];
  readonly warnings: Push["warnings"];
  /** A person has to say that it is meant. */
  readonly hasToBeMeant: boolean;
}

/** Where a person says that a Vault is; counts where the environment says nothing of it. */
export const typedServer = v.strictObject({
  server: v.optional(text),
  namespace: v.optional(text),
});

export const storeChannels = {
  "stores.places": channel<KnownPlaces>()(nothing),
  /** Asks the store that a context came from, on the server that is typed where it is by now. */
  "stores.compare": channel<ComparedPlace>()(
    v.strictObject({
      name: contextName,
      ...typedServer.entries,
      attempt: v.optional(token),
    }),
  ),
  /** Takes what was compared, or keeps what is here and knows what is there. */
  "stores.pull": channel<null>()(
    v.strictObject({ token, choice: v.picklist(["theirs", "keep"]) }),
  ),
  /** Asks the store what is there; writes nothing. */
  "stores.plan-push": channel<PushPlan>()(
    v.strictObject({
      name: contextName,
      /** Null: where the context came from. */
      address: v.nullable(text),
      ...typedServer.entries,
      /** Only where nothing is. */
      isCreateOnly: v.boolean(),
      attempt: v.optional(token),
    }),
  ),
  /** Writes what was planned, in the place of what was read then and of nothing else; gives the store's number of it. */
  "stores.push": channel<{ readonly version: string | null }>()(
    v.strictObject({
      token,
      isMeant: v.boolean(),
      reason: v.optional(text),
      /** The context's name, typed: asked for before what may do everything on production leaves. */
      confirmation: v.optional(contextName),
    }),
  ),
};
