import { expect, test } from "vitest";
import { success } from "../../../../shared/core/result.ts";
import { changeVault } from "../../../../shared/core/usecases/vault/change.ts";
import { must, openHost } from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const names: Readonly<Record<string, string>> = {
  "context-1": "prod-eu",
  "context-2": "-",
  "context-3": "",
  "context-4": "prоd-eu",
  "context-5": "a\u001b[8m\u202e\nb",
};

/** As a vault of an earlier version, or another program, may have them. */
async function hostWithOddNames() {
  const memory = await openHost(makeTalosconfig(5));
  must(
    await changeVault(memory.vault.ports())((document) =>
      success({
        ...document,
        current: "prod-eu",
        previous: "prod-eu",
        contexts: new Map(
          [...document.contexts].map(([name, one]) => [
            names[name] ?? name,
            one,
          ]),
        ),
      }),
    ),
  );
  return memory;
}

test("the window names exactly the context that it means, one called - and one without a name included", async () => {
  const { host } = await hostWithOddNames();
  for (const name of Object.values(names))
    expect(must(await host.ask("contexts.show", { name })).name).toBe(name);
  must(await host.ask("contexts.rename", { from: "-", to: "dash" }));
  must(await host.ask("contexts.rename", { from: "", to: "none" }));
  const rows = must(await host.ask("contexts.list", {}));
  expect(rows.map(({ name }) => name)).toEqual([
    names["context-5"],
    "dash",
    "none",
    "prod-eu",
    "prоd-eu",
  ]);
  expect(rows.map(({ looksLike }) => looksLike)).toEqual([
    [],
    [],
    [],
    ["prоd-eu"],
    ["prod-eu"],
  ]);
});

test("what may be taken for another one is found by the doctor, beside each context and before an import", async () => {
  const memory = await hostWithOddNames();
  const { host } = memory;
  const found = must(await host.ask("findings.list", {}));
  expect(found).toContainEqual(
    expect.objectContaining({
      code: "name-lookalike",
      severity: "warning",
      contexts: ["prod-eu", "prоd-eu"],
    }),
  );
  memory.files.set(
    "/alike",
    makeTalosconfig(1).replaceAll("context-1", "prod‐eu"),
  );
  const preview = must(
    await host.ask("imports.open", { kind: "path", path: "/alike" }),
  );
  expect(preview?.contexts[0]?.findings[0]).toMatchObject({
    code: "name-lookalike",
    severity: "warning",
  });
});

test("a notification about such a context has nothing in it that is not seen", async () => {
  const memory = await hostWithOddNames();
  const rows = must(await memory.host.ask("contexts.list", {}));
  const odd = rows.find(({ name }) => name === names["context-5"]);
  memory.now = new Date(Date.parse(odd?.notAfter ?? "") - 5 * 86_400_000);
  must(
    await memory.host.ask("contexts.remove", {
      names: rows.map(({ name }) => name).filter((name) => name !== odd?.name),
    }),
  );
  await memory.host.wake();
  expect(memory.notified).toEqual([
    expect.stringContaining("a⟨U+001B⟩[8m⟨U+202E⟩⟨U+000A⟩b") as string,
  ]);
});
