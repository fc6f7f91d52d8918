import { everyCredential } from "../../../doubles/channel-requests.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { vaultError } from "../../../../shared/core/errors.ts";
import { viewLedger } from "../../../../shared/core/ledger/view.ts";
import { emitTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import { blastRadius } from "../../../../shared/core/usecases/clusters/blast-radius.ts";
import { findContext } from "../../../../shared/core/usecases/contexts/resolve-context-name.ts";
import { openVault } from "../../../../shared/core/usecases/vault/open.ts";
import { restoreInto } from "../../../doubles/vault-life.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";

const secrets = "/home/you/secrets.pem";

describe("what the vault lets go of stays valid, and known", () => {
  let authority: TestAuthority;
  let admin: TalosContext;
  let other: TalosContext;
  const configOf = (contexts: Record<string, TalosContext>) =>
    emitTalosconfig({
      context: "prod",
      contexts: new Map(Object.entries(contexts)),
    });

  beforeAll(() => {
    authority = new TestAuthority();
    const { crt } = authority.pair;
    admin = contextOf(crt, authority.client({ days: 300 }));
    other = contextOf(crt, authority.client({ roles: ["os:reader"] }));
  });
  afterAll(() => authority.dispose());

  async function open(): Promise<MemoryHost> {
    const memory = await openHost(configOf({ prod: admin, spare: other }));
    memory.now = new Date();
    memory.files.set(secrets, authority.pair.crt + authority.pair.key);
    return memory;
  }

  async function radius({ vault }: MemoryHost, context = "spare") {
    const { document } = must(await openVault(vault.ports())());
    const found = must(findContext(document, context));
    const now = new Date();
    const views = viewLedger(vault.ledger.now(), [], [], now);
    return blastRadius(document, found, views, now);
  }

  async function replaceByImport({ host, files }: MemoryHost) {
    files.set(
      "/new",
      configOf({ prod: { ...other, endpoints: ["10.9.9.9"] } }),
    );
    const opened = must(
      await host.ask("imports.open", { kind: "path", path: "/new" }),
    );
    const token = opened?.token ?? "";
    const choices = [{ name: "prod", choice: "replace" as const }];
    must(await host.ask("imports.apply", { token, choices, use: false }));
  }

  test("a certificate that another one replaces", async () => {
    const memory = await open();
    const { host } = memory;
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    must(
      await host.ask("issuing.issue", {
        context: "prod",
        roles: ["os:reader"],
        ttlSeconds: 3600,
        authority: { kind: "vault" },
        acceptsCustomRoles: false,
        isForced: false,
        target: { kind: "renew" },
      }),
    );
    expect(memory.issued).toMatchObject([
      { purpose: "replaced", via: "import", context: "prod" },
      { purpose: "context", via: "authority" },
    ]);
    const { issued, contexts } = await radius(memory);
    const roles = issued.map((entry) => entry.roles.join());
    expect(roles).toEqual(["os:admin", "os:reader"]);
    expect(contexts).toHaveLength(2);
  });

  test("a context that is removed, and no more once it is back", async () => {
    const memory = await open();
    const { host } = memory;
    must(await host.ask("contexts.remove", { names: ["prod"] }));
    expect((await radius(memory)).issued).toMatchObject([
      { purpose: "removed", recipient: "prod", roles: ["os:admin"] },
    ]);
    must(await host.ask("vault.undo", {}));
    expect((await radius(memory)).issued).toEqual([]);
    must(await host.ask("contexts.remove", { names: ["prod"] }));
    expect(memory.issued).toHaveLength(1);
  });

  test("a context that an import replaces", async () => {
    const memory = await open();
    must(await memory.host.ask("contexts.remove", { names: ["spare"] }));
    await replaceByImport(memory);
    const { issued } = await radius(memory, "prod");
    expect(issued).toMatchObject([
      { purpose: "replaced", roles: ["os:admin"] },
    ]);
  });

  test("a context that an earlier generation does not have", async () => {
    const memory = await open();
    const { document } = must(await openVault(memory.vault.ports())());
    must(await memory.host.ask("contexts.remove", { names: ["spare"] }));
    memory.vault.ledger.text = "";
    const source = { kind: "generation", generation: 1 } as const;
    expect(document.generation).toBe(2);
    must(await restoreInto(memory.vault, source));
    expect(memory.issued).toMatchObject([
      { purpose: "removed", context: "prod", roles: ["os:admin"] },
    ]);
  });

  test("renaming lets go of nothing, and neither does what is over", async () => {
    const memory = await open();
    const { host } = memory;
    must(await host.ask("contexts.rename", { from: "prod", to: "fra" }));
    memory.now = new Date("2099-01-01T00:00:00Z");
    must(await host.ask("contexts.remove", { names: ["fra"] }));
    expect(memory.issued).toEqual([]);
  });

  test("what happened before a renaming is found under the new name", async () => {
    const memory = await open();
    const { host, past, now } = memory;
    const moment = now?.toISOString() ?? "";
    past.push({
      id: "0".repeat(32),
      context: "prod",
      roles: ["os:reader"],
      credential: "derived",
      delivery: "fd",
      startedAt: moment,
      endedAt: moment,
    });
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    memory.chosenFile = "/ada.yaml";
    must(
      await host.ask("issuing.issue", {
        context: "prod",
        roles: ["os:admin"],
        ttlSeconds: 3600,
        authority: { kind: "vault" },
        acceptsCustomRoles: false,
        isForced: false,
        target: { kind: "file", isAutomation: false },
      }),
    );
    must(await host.ask("contexts.rename", { from: "prod", to: "fra" }));
    must(await host.ask("contexts.rename", { from: "fra", to: "de" }));
    const findings = must(await host.ask("findings.list", {}));
    const outside = findings.find(({ code }) => code === "admin-outside");
    expect(outside?.contexts).toEqual(["de"]);
    const { history } = must(await host.ask("contexts.show", { name: "de" }));
    expect(history).toHaveLength(1);
    const search = { ...everyCredential, search: "de" };
    const { entries } = must(await host.ask("ledger.list", search));
    expect(entries).toMatchObject([{ context: "prod", nameNow: "de" }]);
    must(await host.ask("vault.undo", {}));
    const back = must(await host.ask("contexts.show", { name: "fra" }));
    expect(back.history).toHaveLength(1);
  });

  test("what cannot be written down is not removed", async () => {
    const memory = await open();
    memory.vault.ledger.failure = {
      ok: false,
      error: vaultError("disk-full", "Full.", "Make room."),
    };
    expect(
      await memory.host.ask("contexts.remove", { names: ["prod"] }),
    ).toMatchObject({ ok: false, error: { code: "disk-full" } });
    const { contexts } = await radius(memory, "prod");
    expect(contexts).toHaveLength(2);
  });
});
