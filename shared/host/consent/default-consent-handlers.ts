import type { Result } from "../../core/result.ts";
import { setDefaultRule } from "../../core/usecases/consent/set-default-rule.ts";
import type { ConsentRule } from "../../core/vault/document.ts";
import {
  changeUndoably,
  done,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { withConsent } from "./with-consent.ts";

/** Whether a person is asked for contexts that say nothing of their own. */
export function defaultConsentHandlers(
  context: HostContext,
): Handlers<"vault.set-consent"> {
  return {
    "vault.set-consent": ({ rule }) => setDefault(context, rule),
  };
}

async function setDefault(
  context: HostContext,
  rule: ConsentRule | null,
): Promise<Result<null>> {
  const what = "Changed which contexts have a person asked.";
  const changed = await withConsent(
    context,
    "ask-less",
    { names: [] },
    ({ length }) =>
      changeUndoably(context, what, (document) =>
        setDefaultRule(document, rule, length > 0),
      ),
  );
  if (changed.ok) context.events.tell({ kind: "vault" });
  return done(changed);
}
