import * as v from "valibot";
import { vaultError, withoutCause, type VaultError } from "../core/errors.ts";
import { contract, type ChannelName } from "../contract/index.ts";
import type { WireError, WireResult } from "../contract/wire.ts";
import { handlerOf } from "./handler-of.ts";
import type { HostContext } from "./host-context.ts";
import { scopeToLock } from "./vault/end-calls-on-lock.ts";
import { redact, redactReply } from "./page/redact.ts";
import { lockedMeanwhile } from "./vault/vault-lock.ts";

/**
 * One call from a window: parsed by its schema, refused while the vault is locked where it must be open, run, and
 * redacted. A lock that falls while it runs ends it (end-calls-on-lock.ts), and it tells nothing more of the vault. Whatever is
 * sent, the answer is a value.
 */
export async function dispatch(
  context: HostContext,
  name: string,
  payload: unknown,
): Promise<WireResult<unknown>> {
  try {
    if (!Object.hasOwn(contract, name)) return refusal(badRequest());
    const channel = contract[name as ChannelName];
    const request = v.safeParse(channel.request, payload);
    if (!request.success) return refusal(badRequest());
    if (channel.access === "unlocked") {
      const open = context.lock.opened();
      if (!open.ok) return refusal(open.error);
    }
    return await context.attempts.run(
      nameOf(request.output),
      async (signal) => {
        const scope = scopeToLock(context, signal);
        const handle = await handlerOf(scope, name as ChannelName);
        const result = await handle(request.output);
        const hasOvertaken = () =>
          channel.access === "unlocked" && scope.lock.hasFallen;
        if (hasOvertaken()) return refusal(lockedMeanwhile());
        if (!result.ok) return refusal(result.error);
        const reply = await redactReply(result.value);
        return hasOvertaken()
          ? refusal(lockedMeanwhile())
          : { ok: true, value: reply };
      },
    );
  } catch (error) {
    context.ports.report(error);
    return refusal(bug());
  }
}

/** What a window may call it off by, where it gave a name. */
function nameOf(request: object): string | undefined {
  return "attempt" in request && typeof request.attempt === "string"
    ? request.attempt
    : undefined;
}

function refusal(error: VaultError): WireResult<never> {
  return { ok: false, error: redact(withoutCause(error)) as WireError };
}

function badRequest(): VaultError {
  return vaultError(
    "usage",
    "That is not a request that the vault understands.",
    "Reload the window.",
  );
}

function bug(): VaultError {
  return vaultError(
    "internal",
    "Something went wrong inside Talos Vault; nothing was changed that was not finished.",
    "Try again; if it happens again, please report it.",
  );
}
