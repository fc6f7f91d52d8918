import { isMessage } from "@bufbuild/protobuf";
import { printable } from "../../text/printable.ts";
import {
  ApplyConfigurationRequestSchema,
  ResetRequest_WipeMode,
  ResetRequestSchema,
  type ResetRequest,
} from "../generated/machine/machine_pb.js";
import { phrases } from "./method-phrases.ts";
import { unknownFields, type CallRequest } from "./call-request.ts";
import { describeFields } from "./describe-fields.ts";
import { withCommas } from "../../counted-noun.ts";

/** What a call asks for. */
export interface AskedCall {
  readonly method: string;
  /** The context's name. */
  readonly context: string;
  /** The nodes as the client named them; empty: the one that answers. */
  readonly nodes: readonly string[];
  /** Null: nobody could read it. */
  readonly request: CallRequest | null;
}

/**
 * A call as a sentence without a full stop: what is done, to which nodes of which context, and every field of the
 * request that is set.
 */
export function describeCall(call: AskedCall): string {
  const { method, request } = call;
  const phrase = phrases[method];
  const whom = `${nodesText(call.nodes)} of ${printable(call.context)}`;
  if (phrase === undefined)
    return `Call ${printable(method)}, which this release does not know, on ${whom}`;
  if (request === null) return filled(phrase, whom, () => "something unread");
  const fields = describeFields(request.schema, request.message);
  const used = new Set<string>();
  const textOf = (name: string) => {
    used.add(name);
    return fields
      .filter((field) => field.name === name && field.path.length === 1)
      .map(({ text }) => text)
      .join(", ");
  };
  const start = filled(phrase, whom, textOf);
  const { told, names } = detailsOf(request);
  const rest = fields
    .filter(({ path: [top = ""] }) => !used.has(top) && !names.includes(top))
    .map(({ path, text }) => `${wordsOf(path)}: ${text}`);
  const unknown = unknownFields(request);
  const unsaid =
    unknown.length > 0
      ? [`with fields that this release does not know (${unknown.join(", ")})`]
      : [];
  return [start, ...told, ...rest, ...unsaid].join(", ");
}

function filled(
  phrase: string,
  whom: string,
  textOf: (name: string) => string,
): string {
  return phrase
    .replace(/\{(\w+)\}/g, (_, name: string) =>
      name === "node" ? whom : textOf(name),
    )
    .replace(/ {2,}/g, " ");
}

/** Of nodes in a sentence; all of them are in the list of calls. */
const mostShown = 10;

function nodesText(nodes: readonly string[]): string {
  if (nodes.length === 0) return "the node that answers";
  if (nodes.length === 1) return `node ${printable(nodes[0] ?? "")}`;
  const shown = nodes.slice(0, mostShown).map(printable).join(", ");
  const more = nodes.length - mostShown;
  return more > 0
    ? `nodes ${shown} and ${withCommas(more)} more`
    : `nodes ${shown}`;
}

/** `systemPartitionsToWipe` › `system partitions to wipe`. */
function wordsOf(path: readonly string[]): string {
  return path
    .map((name) =>
      name.replace(
        /(?<=[a-z\d])[A-Z]/g,
        (letter) => ` ${letter.toLowerCase()}`,
      ),
    )
    .join(" ");
}

interface Details {
  readonly told: readonly string[];
  /** Fields that these say. */
  readonly names: readonly string[];
}

/** What two methods do by themselves when a field is not set is said as well. */
function detailsOf({ message }: CallRequest): Details {
  if (isMessage(message, ResetRequestSchema)) return resetDetails(message);
  if (isMessage(message, ApplyConfigurationRequestSchema) && message.dryRun)
    return { told: ["as a dry run that changes nothing"], names: ["dryRun"] };
  return { told: [], names: [] };
}

function resetDetails(request: ResetRequest): Details {
  const { mode, systemPartitionsToWipe: partitions } = request;
  const labelsOf = (wipe: boolean) =>
    partitions
      .filter((one) => one.wipe === wipe)
      .map(({ label }) => printable(label))
      .join(", ");
  const [wiped, kept] = [labelsOf(true), labelsOf(false)];
  const disks = request.userDisksToWipe.map(printable).join(", ");
  const isSystemKept = mode === ResetRequest_WipeMode.USER_DISKS;
  const system = wiped === "" ? "the whole system disk" : wiped;
  return {
    told: [
      ...(isSystemKept ? ["leaving the system disk"] : [`wiping ${system}`]),
      // Contrary to each other; the node decides.
      ...(isSystemKept && wiped !== "" ? [`wiping ${wiped}`] : []),
      ...(kept === "" ? [] : [`keeping ${kept}`]),
      ...(disks === "" ? [] : [`wiping the disks ${disks}`]),
      request.graceful
        ? "leaving etcd gracefully first"
        : "without leaving etcd first",
      request.reboot ? "then reboot" : "then switch off",
    ],
    names: [
      "graceful",
      "mode",
      "reboot",
      "systemPartitionsToWipe",
      "userDisksToWipe",
    ],
  };
}
