import type { Bridge } from "../../shared/contract/bridge.ts";
import { channelNames } from "../../shared/contract/channels.ts";
import type { WireResult } from "../../shared/contract/wire.ts";

/** The calls of a bridge, each made by `make` when it wants. */
export function withCalls(
  { call }: Bridge,
  make: (
    call: () => Promise<WireResult<unknown>>,
  ) => Promise<WireResult<unknown>>,
): Bridge["call"] {
  const calls = channelNames.map((name) => [
    name,
    (request: never) => make(() => call[name](request)),
  ]);
  return Object.fromEntries(calls) as Bridge["call"];
}
