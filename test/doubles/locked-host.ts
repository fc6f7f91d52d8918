import { must, openHost } from "./memory-host.ts";
import { makeTalosconfig } from "./talosconfig-maker.ts";

/** A locked host whose vault has `context-1` and `new`, and an earlier generation without `new`, whose file is `older`. */
export async function lockedHost() {
  const memory = await openHost(makeTalosconfig(1));
  const { host, vault } = memory;
  const older = vault.files.get("vault.age") ?? new Uint8Array();
  must(await host.ask("contexts.duplicate", { from: "context-1", as: "new" }));
  must(
    await host.ask("contexts.edit", {
      name: "context-1",
      edit: { note: "changed" },
    }),
  );
  await host.lock("a test");
  return { memory, host, vault, older };
}
