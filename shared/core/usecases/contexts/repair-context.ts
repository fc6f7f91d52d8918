import { success, type Result } from "../../result.ts";
import {
  repairEndpoints,
  repairNodes,
} from "../../talosconfig/repair-address.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { examineContext } from "../../certificates/examine-context.ts";
import { findContext } from "./resolve-context-name.ts";

/** Puts right what can be put right without asking anybody: addresses that Talos cannot dial as they are written. */
export function repairContext(
  document: VaultDocument,
  wanted: string,
): Result<VaultDocument> {
  const found = findContext(document, wanted);
  if (!found.ok) return found;
  const { name, context } = found.value;
  const repaired = { ...context, config: repairConfig(context.config) };
  return success({
    ...document,
    contexts: new Map(document.contexts).set(name, repaired),
  });
}

/** Codes of findings that a repair does away with. */
export function repairableFindings(
  config: TalosContext,
  now: Date,
): readonly string[] {
  const count = (context: TalosContext, code: string) =>
    examineContext(context, now).filter((one) => one.code === code).length;
  const repaired = repairConfig(config);
  return ["endpoint", "node"].filter(
    (code) => count(repaired, code) < count(config, code),
  );
}

function repairConfig(config: TalosContext): TalosContext {
  return {
    ...config,
    endpoints: repairEndpoints(config.endpoints),
    nodes: repairNodes(config.nodes),
  };
}
