import { expect, test } from "vitest";
import { defaultSettings } from "../../../shared/core/settings/settings.ts";
import { must, openHost } from "../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";

const canary = "canary";

/** A host with the word in everything that a person names or writes. */
async function hostOfCanaries() {
  const memory = await openHost(makeTalosconfig(2));
  const { host } = memory;
  must(await host.ask("contexts.rename", { from: "context-1", to: `${canary}-name` })); // prettier-ignore
  must(
    await host.ask("contexts.edit", {
      name: `${canary}-name`,
      edit: {
        note: `${canary} note`,
        labels: { [canary]: canary },
        endpoints: [`${canary}.example`],
      },
    }),
  );
  memory.settings = {
    ...defaultSettings,
    terminalCommand: `/home/${canary}/term {command}`,
  };
  must(
    await host.ask("sessions.start", {
      context: `${canary}-name`,
      reason: `${canary} reason`,
      delivery: "best",
      isFollowing: false,
    }),
  );
  return memory;
}

test("diagnostics say versions, counts, states and choices, and no name, path, address, note or key", async () => {
  const memory = await hostOfCanaries();
  const { host } = memory;
  for (const isLocked of [false, true]) {
    if (isLocked) await host.lock("a test");
    const { text, isCopied } = must(await host.ask("vault.diagnostics", {}));
    expect(isCopied).toBe(true);
    expect(memory.clipboard).toBe(text);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(memory.shownRecoveryKey);
    expect(text).not.toMatch(
      /AGE-SECRET-KEY|BEGIN|\/|\d+\.\d+\.\d+\.\d+|\d\d:\d\d/,
    );
    expect(text).toContain("keychain has-the-key");
    expect(text).toContain("terminalCommand: set");
    expect(text.includes("2 contexts")).toBe(!isLocked);
  }
});
