import {
  fromBinary,
  type DescMessage,
  type DescMethod,
  type DescService,
} from "@bufbuild/protobuf";
import { file_cluster_cluster } from "../generated/cluster/cluster_pb.js";
import { file_inspect_inspect } from "../generated/inspect/inspect_pb.js";
import { file_machine_machine } from "../generated/machine/machine_pb.js";
import { file_resource_resource } from "../generated/resource/resource_pb.js";
import { file_resource_state } from "../generated/resource/state_pb.js";
import { file_storage_storage } from "../generated/storage/storage_pb.js";
import { file_time_time } from "../generated/time/time_pb.js";
import type { CallRequest } from "./call-request.ts";

const services: readonly DescService[] = [
  file_cluster_cluster,
  file_inspect_inspect,
  file_machine_machine,
  file_resource_resource,
  file_resource_state,
  file_storage_storage,
  file_time_time,
].flatMap((file) => file.services);

const methods: ReadonlyMap<string, DescMethod> = new Map(
  services.flatMap(({ typeName, methods: ofService }) =>
    ofService.map((method) => [`/${typeName}/${method.name}`, method] as const),
  ),
);

/** What a method is asked with; null for one that this release does not know. */
export function requestSchema(method: string): DescMessage | null {
  return methods.get(method)?.input ?? null;
}

/** Is a call's first message all that it asks for? Not of a file that is sent in pieces. */
export function isSaidAtOnce(method: string): boolean {
  const kind = methods.get(method)?.methodKind;
  return kind === "unary" || kind === "server_streaming";
}

/** Null when the method is not known, or these bytes are no message of its. */
export function readRequest(
  method: string,
  bytes: Uint8Array,
): CallRequest | null {
  const schema = requestSchema(method);
  if (schema === null) return null;
  try {
    return { schema, message: fromBinary(schema, bytes) };
  } catch {
    return null;
  }
}
