// How a session gets what it works with, and what its calls may do where that is a gateway.
import { vaultError, type VaultError } from "../../../../shared/core/errors.ts";
import { agentRules } from "../../../../shared/core/gateway/guard/agent-rules.ts";
import { contextRules } from "../../../../shared/core/gateway/guard/context-rules.ts";
import type { VaultReader } from "../../../../shared/core/ports/vault-reader.ts";
import type { GuardRules } from "../../../../shared/core/gateway/guard/guard-rules.ts";
import type { SessionRequest } from "../../../../shared/core/policy/request.ts";
import {
  usuallyHasGateway,
  wouldHaveGateway,
  type LentContext,
} from "../../../../shared/core/policy/usual-delivery.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../shared/core/result.ts";
import {
  deliveries,
  type Lease,
} from "../../../../shared/core/sessions/lease.ts";
import { deliveryVariable } from "../../../../shared/core/sessions/outside-variables.ts";
import type { ContextGuard } from "../../../../shared/core/vault/document.ts";
import {
  canDeliverByDescriptor,
  isClosedToOthers,
} from "../../../../shared/node/sessions/delivery/descriptor-delivery.ts";
import type { Cli } from "../../../cli.ts";
import type { SessionOptions } from "./session-options.ts";

/** The delivery that somebody named, where it can be had; undefined: nobody did. Errors: `usage`, `unsupported`. */
export function namedDelivery(
  cli: Cli,
  runFolder: string,
  options: SessionOptions,
): Result<Lease["delivery"] | undefined> {
  const asked = wantedDelivery(options);
  if (!asked.ok || asked.value === undefined) return asked;
  return chooseDelivery(cli, runFolder, options, asked.value);
}

/**
 * Why a session with the context cannot follow, before anything is lent or anybody asked; null: it can. `named`: the delivery that
 * somebody chose, of which that is known already.
 */
export async function refuseFollowing(
  reader: VaultReader,
  context: string | undefined,
  options: SessionOptions,
  named: Lease["delivery"] | undefined,
): Promise<VaultError | null> {
  if (!options.follow || named !== undefined) return null;
  const shown = await reader.show(context);
  if (!shown.ok) return shown.error;
  return wouldHaveGateway(shown.value) ? oneCluster(options) : null;
}

/** Where nobody named one, as the policy says it. Errors: `usage`. */
export function usualDelivery(
  cli: Cli,
  runFolder: string,
  options: SessionOptions,
  lent: LentContext,
): Result<Lease["delivery"]> {
  const usual = usuallyHasGateway(lent) ? "gateway" : undefined;
  return chooseDelivery(cli, runFolder, options, usual);
}

/** Of a gateway: what the context says and what the session says, of which neither loosens the other; null: it has none. */
export function rulesFor(
  delivery: Lease["delivery"],
  options: SessionOptions,
  guard: ContextGuard | undefined,
): readonly GuardRules[] | null {
  if (delivery !== "gateway") return null;
  return [
    ...contextRules(guard),
    ...(options.agent === undefined
      ? []
      : [agentRules(options.ask ?? "writes")]),
    rulesIn(options),
  ];
}

/** What somebody asked for: by an option, by what only a gateway can do, or by a variable for all sessions. */
function wantedDelivery(
  options: SessionOptions,
): Result<Lease["delivery"] | undefined> {
  const isAgents = options.agent !== undefined;
  const isGuarded = needsGateway(options);
  if (isGuarded && (options.delivery ?? "gateway") !== "gateway")
    return failure(isAgents ? agentsOfGateway() : onlyOfGateway());
  if (options.delivery !== undefined) return success(options.delivery);
  if (isGuarded) return success("gateway");
  const variable = process.env[deliveryVariable];
  const named = deliveries.find((one) => one === variable);
  return variable === undefined || variable === "" || named
    ? success(named)
    : failure(unknownDelivery(variable));
}

function needsGateway(options: SessionOptions): boolean {
  return (
    options.agent !== undefined ||
    Object.values(rulesIn(options)).some((rule) => rule !== undefined)
  );
}

function chooseDelivery(
  { terminal }: Cli,
  runFolder: string,
  options: SessionOptions,
  wanted: Lease["delivery"] | undefined,
): Result<Lease["delivery"]> {
  if (wanted === "gateway")
    return options.follow ? failure(oneCluster(options)) : success("gateway");
  if (wanted === "file") return success("file");
  if (canDeliverByDescriptor(runFolder)) return success("fd");
  const why = isClosedToOthers()
    ? "This node has a file capability (getcap), so no other program can reach a descriptor of it."
    : "This machine has no /proc or no memory-backed folder to hold a descriptor in.";
  if (wanted === "fd")
    return failure(vaultError("unsupported", why, "Use --delivery file."));
  if (terminal.isStderrTerminal || isClosedToOthers())
    terminal.say(`${why} The session's credential is in a private file.`);
  return success("file");
}

function rulesIn({
  allow,
  hold,
  deny,
  onlyNodes,
  maxNodes,
  maxCalls,
  hours,
}: SessionOptions): GuardRules {
  return { allow, hold, deny, onlyNodes, maxNodes, maxCalls, hours };
}

/**
 * What the rules let out that outlives the session, as what it can do: a person is asked about that with the credential.
 * Errors: `usage` for an entry of a list that is none.
 */
export async function opensWith(
  delivery: Lease["delivery"] | undefined,
  options: SessionOptions,
): Promise<Result<Pick<SessionRequest, "opens">>> {
  if (delivery !== "gateway") return success({});
  const rules = rulesIn(options);
  const [{ guardOf }, { openedBy }, { escapeText }] = await Promise.all([
    import("../../../../shared/core/gateway/guard/decide-call.ts"),
    import("../../../../shared/core/gateway/guard/session-restrictions.ts"),
    import("../../../../shared/core/gateway/guard/restriction-text.ts"),
  ]);
  const guard = guardOf(rules);
  if (!guard.ok) return guard;
  const opened = openedBy(rules);
  if (!opened.ok) return opened;
  if (options.agent !== undefined && opened.value.length > 0)
    return failure(nothingOutOfAgents());
  const opens = opened.value.map(escapeText);
  return success(opens.length > 0 ? { opens } : {});
}

function unknownDelivery(text: string) {
  return vaultError(
    "usage",
    `${deliveryVariable} is "${text}", and there is no such delivery.`,
    `It is one of ${deliveries.join(", ")}.`,
  );
}

function onlyOfGateway() {
  return vaultError(
    "usage",
    "Calls can be counted and refused by a gateway alone.",
    "Take --delivery gateway, or none.",
  );
}

function agentsOfGateway() {
  return vaultError(
    "usage",
    "An agent's session never has the credential itself.",
    "Take --delivery gateway, or none.",
  );
}

function nothingOutOfAgents() {
  return vaultError(
    "usage",
    "Nothing that lasts longer than its session is let out to an agent.",
    "Leave it out of --allow, and do it yourself.",
  );
}

/** The delivery of a credential itself, for what no gateway lets out: a descriptor, where the system has them as files. */
export const withoutGateway = process.platform === "linux" ? "fd" : "file";

/** What only a gateway can do has no other delivery to take. */
function oneCluster(options: SessionOptions) {
  return vaultError(
    "usage",
    "A gateway leads to one cluster, and a session that follows would go to another.",
    needsGateway(options)
      ? "Leave out --follow."
      : `Leave out --follow, or take --delivery ${withoutGateway}.`,
  );
}
