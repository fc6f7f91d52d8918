import type { IssuingPorts } from "../core/usecases/issuing/issuing-ports.ts";
import type { RenewalPorts } from "../core/usecases/renewal/renew-context.ts";
import { changeUndoably, type HostContext } from "./host-context.ts";

/** What issuing needs, of this host; the signal of the call cancels it. */
export function issuingPorts({ ports, signal }: HostContext): IssuingPorts {
  const { clock, random } = ports.vault;
  const { ledger, talos } = ports;
  return { clock, random, ledger, talos, ...(signal ? { signal } : {}) };
}

/** What making and storing a credential needs, of this host; `what` is a sentence for the undo. */
export function renewalPorts(context: HostContext, what: string): RenewalPorts {
  return {
    ...issuingPorts(context),
    change: (change) => changeUndoably(context, what, change),
  };
}
