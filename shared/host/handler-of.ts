import type { ChannelName } from "../contract/index.ts";
import { success } from "../core/result.ts";
import { consentHandlers } from "./consent/consent-handlers.ts";
import type { Handlers, HostContext } from "./host-context.ts";
import { settingsHandlers } from "./settings-handlers.ts";
import { lockHandlers } from "./vault/lock-handlers.ts";

/** What answers a call from a window. The code for most calls is read with the first of its kind (docs/decisions/0089). */
export async function handlerOf(
  context: HostContext,
  name: ChannelName,
): Promise<(request: unknown) => ReturnType<Handlers[ChannelName]>> {
  const early: Partial<Handlers> = firstHandlers(context);
  // Its page asks for the list next: while a keychain answers, there is time to read that code.
  if (name === "vault.unlock")
    void laterHandlers(context, "contexts.list").catch(context.ports.report);
  const handler = early[name] ?? (await laterHandlers(context, name))[name];
  return handler as (request: unknown) => ReturnType<Handlers[ChannelName]>;
}

/** What a page asks while the vault is closed. */
function firstHandlers(context: HostContext) {
  return {
    ...lockHandlers(context),
    ...consentHandlers(context),
    ...settingsHandlers(context),
    ...attemptHandlers(context),
  };
}

function attemptHandlers(context: HostContext): Handlers<"attempts.cancel"> {
  return {
    "attempts.cancel": async ({ attempt }) => {
      context.attempts.cancel(attempt);
      return success(null);
    },
  };
}

type LaterChannel = Exclude<
  ChannelName,
  keyof ReturnType<typeof firstHandlers>
>;
type NounOf<Name extends string> = Name extends `${infer Noun}.${string}`
  ? Noun
  : never;
type LaterNoun = NounOf<LaterChannel>;

async function laterHandlers(
  context: HostContext,
  name: ChannelName,
): Promise<Partial<Handlers>> {
  const [noun = ""] = name.split(".");
  return later[noun as LaterNoun](context);
}

/** By the noun of their channels; the compiler refuses a table that lacks one. */
const later: {
  readonly [Noun in LaterNoun]: (
    context: HostContext,
  ) => Promise<Handlers<Extract<LaterChannel, `${Noun}.${string}`>>>;
} = {
  audit: async (context) => {
    const { auditHandlers } = await import("./audit/audit-handlers.ts");
    return auditHandlers(context);
  },
  authorities: async (context) => {
    const { authorityHandlers } =
      await import("./authorities/authority-handlers.ts");
    return authorityHandlers(context);
  },
  contexts: async (context) => {
    const { contextHandlers } = await import("./contexts/context-handlers.ts");
    const { copyHandlers } = await import("./contexts/copy-handlers.ts");
    const { calendarHandlers } =
      await import("./contexts/calendar-handlers.ts");
    const { removedHandlers } = await import("./contexts/removed-handlers.ts");
    return {
      ...contextHandlers(context),
      ...copyHandlers(context),
      ...calendarHandlers(context),
      ...removedHandlers(context),
    };
  },
  findings: ledgerAndFindings,
  handover: async (context) => {
    const { handoverHandlers } =
      await import("./handover/handover-handlers.ts");
    return handoverHandlers(context);
  },
  health: async (context) => {
    const { healthHandlers } = await import("./health/health-handlers.ts");
    return healthHandlers(context);
  },
  imports: async (context) => {
    const { importHandlers } = await import("./imports/import-handlers.ts");
    return importHandlers(context);
  },
  issuing: async (context) => {
    const { issuingHandlers } = await import("./issuing/issuing-handlers.ts");
    return issuingHandlers(context);
  },
  ledger: ledgerAndFindings,
  renewals: async (context) => {
    const { renewalHandlers } = await import("./renewal/renewal-handlers.ts");
    return renewalHandlers(context);
  },
  rotation: async (context) => {
    const { rotationHandlers } =
      await import("./clusters/rotation-handlers.ts");
    return rotationHandlers(context);
  },
  sessions: async (context) => {
    const { sessionHandlers } = await import("./sessions/session-handlers.ts");
    return sessionHandlers(context);
  },
  stores: async (context) => {
    const { storeHandlers } = await import("./stores/store-handlers.ts");
    return storeHandlers(context);
  },
  vault: async (context) => {
    const { defaultConsentHandlers } =
      await import("./consent/default-consent-handlers.ts");
    const { restoreHandlers } = await import("./vault/restore-handlers.ts");
    const { slotHandlers } = await import("./vault/slot-handlers.ts");
    const { vaultHandlers } = await import("./vault/vault-handlers.ts");
    return {
      ...defaultConsentHandlers(context),
      ...restoreHandlers(context),
      ...slotHandlers(context),
      ...vaultHandlers(context),
    };
  },
};

async function ledgerAndFindings(context: HostContext) {
  const { ledgerHandlers } = await import("./ledger/ledger-handlers.ts");
  return ledgerHandlers(context);
}
