import { isSensitiveType } from "../../roles/sensitive-types.ts";
import { classOf } from "./method-class.ts";
import { textField, type CallRequest } from "../calls/call-request.ts";

/** What would leave the session and last longer than it. */
export type Escape =
  | "certificate"
  | "kubeconfig"
  | "file"
  | "secret-resource"
  | "etcd-snapshot"
  | "configuration"
  | "etcd-restore"
  | "own-image"
  | "meta";

/** What `talosctl reboot` waits for; it says nothing but that the node started again. */
const bootId = "/proc/sys/kernel/random/boot_id";
const backupRole = "os:etcd:backup";

/** Whose content does not matter. */
const always: ReadonlyMap<string, Escape> = new Map([
  ["/machine.MachineService/GenerateClientConfiguration", "certificate"],
  // Until Talos v1.13: a machine config, with the cluster's secrets in it.
  ["/machine.MachineService/GenerateConfiguration", "certificate"],
  ["/machine.MachineService/Kubeconfig", "kubeconfig"],
  ["/machine.MachineService/Copy", "file"],
  ["/machine.MachineService/EtcdRecover", "etcd-restore"],
  ["/machine.MachineService/Upgrade", "own-image"],
  ["/machine.DebugService/ContainerRun", "own-image"],
  ["/machine.ImageService/Import", "own-image"],
  ["/machine.MachineService/MetaWrite", "meta"],
]);

const machine = "/machine.MachineService/";
const reader =
  /^\/(?:cosi\.resource\.State|resource\.ResourceService)\/(?:Get|List|Watch)$/;
const lifecycle = "/machine.LifecycleService/";

type Judge = (
  request: CallRequest | null,
  roles: readonly string[],
) => Escape | null;

/** Where it depends on what is asked for, or on who asks. */
const judges: Readonly<Record<string, Judge>> = {
  [`${machine}EtcdSnapshot`]: (_, roles) =>
    roles.length === 1 && roles[0] === backupRole ? null : "etcd-snapshot",
  [`${machine}Read`]: (request) =>
    request && textField(request, "path") === bootId ? null : "file",
  [`${machine}ApplyConfiguration`]: (request) =>
    request && isDryRun(request) ? null : "configuration",
};

const judgeReader: Judge = (request) =>
  request && !isSensitiveType(textField(request, "type"))
    ? null
    : "secret-resource";

/** Whether the method reads resources; its request says which. */
export function readsResources(method: string): boolean {
  return reader.test(method);
}

/**
 * Whether the request of a method decides if something outlasts the session; such a call is read before it is
 * forwarded.
 */
export function isJudgedByContent(method: string): boolean {
  return (
    method === `${machine}Read` ||
    method === `${machine}ApplyConfiguration` ||
    readsResources(method)
  );
}

/**
 * Whether any call of the method can let something out that outlasts the session. Rules open such calls by these
 * names.
 */
export function mayEscape(method: string): boolean {
  return (
    always.has(method) ||
    isJudgedByContent(method) ||
    method === `${machine}EtcdSnapshot` ||
    method.startsWith(lifecycle)
  );
}

/**
 * Through such a call a lasting credential leaves, or its source, or a way to make one; null: through this one nothing
 * does. `request` null: nobody could read it, and the worst is assumed. `roles`: the session's.
 */
export function escapeOf(
  method: string,
  request: CallRequest | null,
  roles: readonly string[],
): Escape | null {
  if (method.startsWith(lifecycle)) return "own-image";
  const judge = readsResources(method) ? judgeReader : judges[method];
  return always.get(method) ?? judge?.(request, roles) ?? null;
}

/** Such a call changes nothing, and through it nothing leaves that lasts. Parameters as above. */
export function onlyLooks(
  method: string,
  request: CallRequest | null,
  roles: readonly string[],
): boolean {
  return classOf(method) === "read" && !escapeOf(method, request, roles);
}

function isDryRun({ message }: CallRequest): boolean {
  return "dryRun" in message && message["dryRun"] === true;
}
