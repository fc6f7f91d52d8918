import { dirname, join } from "node:path";
import type { Lease } from "../../core/sessions/lease.ts";
import type { Result } from "../../core/result.ts";
import { ownIdentity } from "../system/processes/process-identity.ts";
import { configName, type Delivery } from "./delivery/delivery.ts";
import {
  canDeliverByDescriptor,
  deliverByDescriptor,
} from "./delivery/descriptor-delivery.ts";
import { deliverByFile } from "./delivery/file-delivery.ts";
import type { HolderInput } from "./holder-input.ts";
import type { LeaseJournal } from "./leases/lease-journal.ts";

/** The lease of a session that this process begins to hold. */
export function firstLease(input: HolderInput): Lease {
  const { facts, runFolder, watched, gateway } = input;
  const holds = ownIdentity();
  const folder = join(runFolder, facts.id);
  return {
    format: 1,
    ...facts,
    ...(gateway ? { gateway: gateway.lease() } : {}),
    folder,
    path: join(folder, configName),
    holder: { ...holds },
    watched: { ...(watched ?? holds) },
    state: "active",
  };
}

/** Writes it down before anything of the session is there. What stood ready for the session goes where that fails: a gateway that listens would keep this process. */
export function recordFirst(
  journal: LeaseJournal,
  lease: Lease,
  { gateway }: Pick<HolderInput, "gateway">,
): Result<void> {
  const recorded = journal.begin(lease);
  if (!recorded.ok) gateway?.close();
  return recorded;
}

/** Puts a session's document where its lease says. Throws the system's error. */
export function deliver(
  { delivery, folder }: Lease,
  document: Uint8Array,
): Delivery {
  const isHeld =
    delivery === "fd" ||
    (delivery === "gateway" && canDeliverByDescriptor(dirname(folder)));
  return isHeld
    ? deliverByDescriptor(folder, document)
    : deliverByFile(folder, document);
}
