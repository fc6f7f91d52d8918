import { talosApi } from "../../shared/node/talos-api/talos-api.ts";

/** For tests in which nobody may be contacted. */
export const offlineTalosApi = talosApi({
  environment: { TALOS_VAULT_OFFLINE: "1" },
  keepMs: 0,
});
