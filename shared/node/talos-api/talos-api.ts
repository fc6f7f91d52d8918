// The Talos API over gRPC: the path to an endpoint, the server inspected, then the login.
// Keep: A key is shown to no server before it was inspected (docs/decisions/0015), by Go's rules (0030), and facts
// are kept, not judged.
import { notProbed } from "../../core/diagnosis/probe.ts";
import type { TalosApi } from "../../core/ports/talos-api.ts";
import type { GrpcOptions } from "./grpc-talos-api.ts";
import { offlineVariable } from "./network.ts";

/** The Talos API, for whoever may never ask it: gRPC is loaded at the first question. */
export function talosApi(options: GrpcOptions): TalosApi {
  if (options.environment[offlineVariable]) return offlineTalosApi;
  let loaded: Promise<TalosApi> | null = null;
  const load = (): Promise<TalosApi> => {
    loaded ??= import("./grpc-talos-api.ts").then(
      ({ GrpcTalosApi }) => new GrpcTalosApi(options),
    );
    return loaded;
  };
  return {
    probe: async (...asked) => (await load()).probe(...asked),
    generate: async (...asked) => (await load()).generate(...asked),
    close: () => void loaded?.then((api) => api.close()),
  };
}

const offline = notProbed("offline", `${offlineVariable} is set.`);

const offlineTalosApi: TalosApi = {
  probe: async () => offline,
  generate: async ({ endpoints: [endpoint = ""] }) => ({
    ok: false,
    endpoint,
    probe: offline,
  }),
  close: () => undefined,
};
