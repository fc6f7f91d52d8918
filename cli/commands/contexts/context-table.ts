import { calledName, fewNames } from "../../../shared/core/few-names.ts";
import {
  expiryState,
  spanOf,
} from "../../../shared/core/certificates/expiry.ts";
import type { ContextView } from "../../../shared/core/vault/views.ts";
import { table } from "../../output/table.ts";
import type { Terminal } from "../../terminal.ts";

const header = [
  "",
  "NAME",
  "CLUSTER",
  "ROLES",
  "EXPIRES",
  "ENDPOINTS",
  "LABELS",
] as const;
const endpointsShown = 3;

/** The contexts as an aligned table for a person. */
export function contextTable(
  contexts: readonly ContextView[],
  now: Date,
  terminal: Terminal,
): string {
  const rows = contexts.map((context) => row(context, now));
  return table(terminal, header, rows, {
    isStrong: (index) => contexts[index]?.current ?? false,
  });
}

function row(context: ContextView, now: Date): readonly string[] {
  return [
    context.current ? "*" : "",
    nameText(context),
    context.cluster ?? "",
    rolesText(context),
    expiryText(context, now),
    endpointsText(context.endpoints),
    Object.entries(context.labels)
      .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
      .join(" "),
  ];
}

/** With what somebody who chooses by it has to know. */
function nameText({ name, production, looksLike }: ContextView): string {
  const marks = [
    ...(production ? ["production"] : []),
    ...(looksLike.length > 0 ? [`looks like ${fewNames(looksLike)}`] : []),
  ];
  return calledName(name) + marks.map((mark) => ` [${mark}]`).join("");
}

function rolesText({ kind, roles }: ContextView): string {
  if (kind !== "certificate") return `(${kind})`;
  return roles.length === 0 ? "(no role)" : roles.join(",");
}

function expiryText({ notBefore, notAfter }: ContextView, now: Date): string {
  if (notBefore === null || notAfter === null) return "-";
  const date = notAfter.slice(0, "2027-01-01".length);
  const state = expiryState(spanOf({ notBefore, notAfter }), now);
  return state === "valid" ? date : `${date} ${state}`;
}

function endpointsText(endpoints: readonly string[]): string {
  const shown = endpoints.slice(0, endpointsShown).join(",");
  return endpoints.length > endpointsShown ? `${shown},…` : shown;
}
