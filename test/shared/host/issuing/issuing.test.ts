import { everyCredential } from "../../../doubles/channel-requests.ts";
import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type * as Scrypt from "../../../../shared/core/pki/primitives/scrypt.ts";
import { emitTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import { scriptedPerson } from "../../../doubles/scripted-person.ts";

vi.mock("../../../../shared/core/pki/primitives/scrypt.ts", async (load) => {
  const { withQuickPassphrases } =
    await import("../../../doubles/quick-passphrases.ts");
  return withQuickPassphrases(await load<typeof Scrypt>());
});

const secrets = "/home/you/secrets.pem";

describe("issuing in the window", () => {
  let authority: TestAuthority;
  let talosconfig: string;
  let memory: MemoryHost;

  beforeAll(() => {
    authority = new TestAuthority();
    const prod = contextOf(authority.pair.crt, authority.client({ days: 300 }));
    const contexts = new Map([["prod", prod]]);
    talosconfig = emitTalosconfig({ context: "prod", contexts });
  });
  afterAll(() => authority.dispose());

  async function open(): Promise<MemoryHost> {
    memory = await openHost(talosconfig);
    memory.files.set(secrets, authority.pair.crt + authority.pair.key);
    return memory;
  }

  const terms = {
    context: "prod",
    roles: ["os:reader"],
    ttlSeconds: 3600,
    authority: { kind: "vault" as const },
    acceptsCustomRoles: false,
    isForced: false,
  };

  const certificateIn = (text: string) => {
    const [, crt = ""] = /crt: (\S+)/.exec(text) ?? [];
    return new X509Certificate(Buffer.from(crt, "base64"));
  };

  test("an authority from a file is used once, previewed before, and not kept", async () => {
    const { host } = await open();
    expect(await host.ask("issuing.preview", terms)).toMatchObject({
      ok: false,
      error: { code: "credential-unusable" },
    });
    const path = secrets;
    const opened = must(await host.ask("issuing.open-authority", { path }));
    const source = { kind: "file", token: opened?.token ?? "" } as const;
    const request = { ...terms, authority: source };
    const preview = must(await host.ask("issuing.preview", request));
    expect(preview).toMatchObject({
      subject: "O=os:reader",
      issuer: "O=talos",
      algorithm: "ed25519",
      extendedKeyUsage: "clientAuth",
      refusal: null,
      lost: ["os:admin"],
    });
    const same = { ...request, roles: ["os:admin"] };
    const asMuch = must(await host.ask("issuing.preview", same));
    expect(asMuch.lost).toBe(null);
    expect(memory.issued).toEqual([]);
    const target = { kind: "renew" } as const;
    const issued = must(
      await host.ask("issuing.issue", { ...request, target }),
    );
    const page = must(await host.ask("contexts.show", { name: "prod" }));
    expect(page.fingerprint).toBe(issued?.fingerprint);
    expect(page.roles).toEqual(["os:reader"]);
    expect(memory.issued).toMatchObject([
      { purpose: "replaced", recipient: "prod", roles: ["os:admin"] },
      { purpose: "context", recipient: "prod", roles: ["os:reader"] },
    ]);
    const [row] = must(await host.ask("contexts.authorities", {}));
    expect(row).toMatchObject({ hasKey: false });
    must(await host.ask("vault.undo", {}));
    const before = must(await host.ask("contexts.show", { name: "prod" }));
    expect(before.roles).toEqual(["os:admin"]);
  });

  test("an administrator of production waits for a person, and nothing is made before", async () => {
    const { host } = await open();
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    const edit = { production: true };
    must(await host.ask("contexts.edit", { name: "prod", edit }));
    memory.chosenFile = "/home/you/admin.yaml";
    const order = {
      ...terms,
      roles: ["os:admin"],
      target: { kind: "file" as const, isAutomation: false },
      recipient: "Ada",
      reason: "on call",
    };
    const refused = await host.ask("issuing.issue", order);
    expect(refused).toMatchObject({ error: { code: "consent-needed" } });
    const person = scriptedPerson(["denied", "once"]);
    memory.consent = person;
    const denied = await host.ask("issuing.issue", order);
    expect(denied).toMatchObject({ error: { code: "declined" } });
    expect(memory.made).toEqual([]);
    expect(memory.files.has("/home/you/admin.yaml")).toBe(false);
    must(await host.ask("issuing.issue", order));
    expect(memory.made).toMatchObject([
      { purpose: "file", roles: ["os:admin"], recipient: "Ada" },
    ]);
    expect(person.asked).toMatchObject([
      { act: "issue", context: "prod", production: true, roles: ["os:admin"] },
      { act: "issue", reason: "on call" },
    ]);
    const reader = { ...order, roles: ["os:reader"] };
    memory.consent = scriptedPerson([]);
    must(await host.ask("issuing.issue", reader));
  });

  test("a kept authority issues for a file, and sessions get their own", async () => {
    const { host } = await open();
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    const [row] = must(await host.ask("contexts.list", {}));
    expect(row?.issuer).toBe("open");
    memory.chosenFile = "/home/you/colleague.yaml";
    const order = {
      ...terms,
      target: { kind: "file" as const, isAutomation: false },
      recipient: "Ada",
      reason: "on call",
    };
    const issued = must(await host.ask("issuing.issue", order));
    expect(issued?.path).toBe("/home/you/colleague.yaml");
    const text = memory.files.get("/home/you/colleague.yaml") ?? "";
    expect(certificateIn(text).subject).toBe("O=os:reader");
    const { session } = must(
      await host.ask("sessions.start", {
        context: "prod",
        delivery: "best",
        isFollowing: false,
        roles: ["os:operator"],
      }),
    );
    expect(session).toMatchObject({
      credential: "derived",
      roles: ["os:operator"],
    });
    const first = certificateIn(memory.documents.get(session.id) ?? "");
    expect(first.subject).toBe("O=os:operator");
    must(await host.ask("sessions.extend", { id: session.id, seconds: 7200 }));
    const second = certificateIn(memory.documents.get(session.id) ?? "");
    expect(second.subject).toBe("O=os:operator");
    expect(Date.parse(second.validTo)).toBeGreaterThan(
      Date.parse(first.validTo),
    );
    const ledger = must(await host.ask("ledger.list", { ...everyCredential }));
    expect(ledger.total).toBe(3);
    expect(ledger.entries[0]).toMatchObject({ session: "running" });
    const found = must(
      await host.ask("ledger.list", {
        ...everyCredential,
        search: "ada",
        isValid: true,
      }),
    );
    expect(found.entries).toMatchObject([
      { purpose: "file", reason: "on call" },
    ]);
  });

  test("a sealed one asks outside the window, each time", async () => {
    const { host } = await open();
    memory.passphrase = "several long words";
    must(await host.ask("authorities.import", { path: secrets, seal: true }));
    const target = { kind: "context", as: "made" } as const;
    must(await host.ask("issuing.issue", { ...terms, target }));
    memory.passphrase = null;
    expect(
      await host.ask("issuing.issue", {
        ...terms,
        target: { kind: "context", as: "another" },
      }),
    ).toMatchObject({ ok: false, error: { code: "cancelled" } });
    const [row] = must(await host.ask("contexts.authorities", {}));
    expect(row).toMatchObject({ hasKey: true, isSealed: true });
  }, 60_000);

  test("another cluster's authority is refused, whatever else is insisted on", async () => {
    const { host } = await open();
    const other = new TestAuthority();
    memory.files.set("/other", other.pair.crt + other.pair.key);
    other.dispose();
    const opened = must(
      await host.ask("issuing.open-authority", { path: "/other" }),
    );
    const source = { kind: "file", token: opened?.token ?? "" } as const;
    const order = {
      ...terms,
      authority: source,
      ttlSeconds: 400 * 86_400,
      target: { kind: "context", as: "made" } as const,
    };
    for (const fields of [
      {},
      { isForced: true },
      { acceptsOtherAuthority: true },
    ])
      expect(
        await host.ask("issuing.issue", { ...order, ...fields }),
      ).toMatchObject({ ok: false, error: { code: "context-invalid" } });
    expect(memory.issued).toEqual([]);
    const both = { isForced: true, acceptsOtherAuthority: true };
    must(await host.ask("issuing.issue", { ...order, ...both }));
  });

  test("one that is kept already is sealed by importing it again, and stays sealed", async () => {
    const { host } = await open();
    const path = secrets;
    must(await host.ask("authorities.import", { path, seal: false }));
    memory.passphrase = "several long words";
    must(await host.ask("authorities.import", { path, seal: true }));
    const target = { kind: "context", as: "made" } as const;
    memory.passphrase = "other long words";
    expect(await host.ask("issuing.issue", { ...terms, target })).toMatchObject(
      { ok: false, error: { code: "passphrase-wrong" } },
    );
    must(await host.ask("authorities.import", { path, seal: false }));
    const [row] = must(await host.ask("contexts.authorities", {}));
    expect(row).toMatchObject({ isSealed: true });
    must(await host.ask("authorities.import", { path, seal: true }));
    must(await host.ask("issuing.issue", { ...terms, target }));
  }, 30_000);

  test("what was not meant is refused, and nothing is issued", async () => {
    const { host } = await open();
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    const target = { kind: "context", as: "made" } as const;
    const refused = async (fields: object, code: string) =>
      expect(
        await host.call("issuing.issue", { ...terms, target, ...fields }),
      ).toMatchObject({ ok: false, error: { code } });
    await refused({ roles: ["os:impersonator"] }, "unconfirmed");
    await refused({ roles: ["my:role"] }, "context-invalid");
    await refused({ roles: [] }, "context-invalid");
    await refused(
      { roles: ["my\u001b[2J"], acceptsCustomRoles: true, isForced: true },
      "context-invalid",
    );
    await refused({ ttlSeconds: 400 * 86_400 }, "context-invalid");
    await refused({ context: "nobody" }, "context-missing");
    await refused(
      { target: { kind: "context", as: "prod" } },
      "context-conflict",
    );
    await refused(
      { authority: { kind: "file", token: "0".repeat(32) } },
      "credential-unusable",
    );
    memory.hasDialogs = false;
    memory.files.set("/taken", "something");
    await refused(
      { target: { kind: "file", path: "/taken", isAutomation: false } },
      "file-exists",
    );
    expect(memory.issued).toEqual([]);
    expect(memory.files.get("/taken")).toBe("something");
  });

  test("root on production wants a reason and the name, wherever it goes", async () => {
    const { host } = await open();
    const { name, edit } = {
      name: "prod",
      edit: { production: true, consent: "never" as const },
    };
    must(await host.ask("contexts.edit", { name, edit }));
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    const order = {
      ...terms,
      roles: ["os:admin"],
      target: { kind: "context" as const, as: "made" },
    };
    const unconfirmed = { ok: false, error: { code: "unconfirmed" } };
    const ask = (fields: object) =>
      host.ask("issuing.issue", { ...order, ...fields });
    expect(await ask({})).toMatchObject(unconfirmed);
    expect(await ask({ confirmation: "prod" })).toMatchObject(unconfirmed);
    const wrong = { confirmation: "made", reason: "why" };
    expect(await ask(wrong)).toMatchObject(unconfirmed);
    expect(memory.issued).toEqual([]);
    must(await ask({ roles: ["os:reader"], target: { kind: "renew" } }));
    must(await ask({ confirmation: "prod", reason: "an upgrade" }));
    expect(memory.issued[0]).toMatchObject({
      roles: ["os:admin"],
      reason: "an upgrade",
    });
  });

  test("where there are dialogs, the page does not say which file is written", async () => {
    const { host } = await open();
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    const path = "/home/you/.bashrc";
    const target = { kind: "file", path, isAutomation: false } as const;
    memory.chosenFile = null;
    expect(
      must(await host.ask("issuing.issue", { ...terms, target })),
    ).toBeNull();
    memory.chosenFile = "/chosen";
    const issued = must(await host.ask("issuing.issue", { ...terms, target }));
    expect(issued?.path).toBe("/chosen");
    const names = ["prod"];
    expect(must(await host.ask("contexts.export", { names, path }))).toEqual({
      path: "/chosen",
    });
    expect(memory.issued[0]).toMatchObject({
      purpose: "exported",
      recipient: "/chosen",
    });
    expect(must(await host.ask("vault.backup", { path }))).toMatchObject({
      path: "/chosen",
    });
    expect(memory.files.has(path)).toBe(false);
  });

  test("what could not be written is in the ledger as nobody's", async () => {
    const { host } = await open();
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    memory.isDiskFull = true;
    memory.hasDialogs = false;
    memory.now = new Date();
    const file = { kind: "file", path: "/new", isAutomation: false } as const;
    const roles = ["os:admin"];
    expect(
      await host.ask("issuing.issue", { ...terms, roles, target: file }),
    ).toMatchObject({ ok: false, error: { code: "disk-full" } });
    const search = { ...everyCredential };
    const { entries, valid } = must(await host.ask("ledger.list", search));
    expect(entries).toMatchObject([
      { purpose: "file", isUndelivered: true, isValid: false },
    ]);
    expect(valid).toBe(0);
    const findings = must(await host.ask("findings.list", {}));
    expect(findings.map(({ code }) => code)).not.toContain("admin-outside");
  });

  test("a role that is said twice is in the certificate once, and in a context's defaults", async () => {
    const { host } = await open();
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    const roles = ["os:reader", "os:reader"];
    const target = { kind: "renew" } as const;
    must(await host.ask("issuing.issue", { ...terms, roles, target }));
    const edit = { sessionRoles: roles };
    must(await host.ask("contexts.edit", { name: "prod", edit }));
    const page = must(await host.ask("contexts.show", { name: "prod" }));
    expect(page.roles).toEqual(["os:reader"]);
    expect(page.session.roles).toEqual(["os:reader"]);
  });

  test("an export that could not be written leaves the certificate where it was", async () => {
    const { host } = await open();
    memory.chosenFile = "/chosen";
    memory.isDiskFull = true;
    const names = ["prod"];
    expect(
      await host.ask("contexts.export", { names, path: "/new" }),
    ).toMatchObject({ ok: false, error: { code: "disk-full" } });
    expect(memory.issued).toMatchObject([
      { purpose: "exported", isUndelivered: true },
    ]);
    memory.isDiskFull = false;
    must(await host.ask("contexts.export", { names, path: "/new" }));
    const search = { ...everyCredential, search: "exported" };
    const { entries } = must(await host.ask("ledger.list", search));
    const undelivered = entries.map((one) => one.isUndelivered);
    expect(undelivered).toEqual([false, true]);
  });

  test("a file that is written though the disk does not confirm it counts as out there", async () => {
    const { host } = await open();
    must(await host.ask("authorities.import", { path: secrets, seal: false }));
    memory.isUnconfirmed = true;
    memory.chosenFile = "/new";
    const written = { ok: false, error: { message: "/new is written." } };
    const exporting = { names: ["prod"], path: "/new" };
    expect(await host.ask("contexts.export", exporting)).toMatchObject(written);
    memory.files.delete("/new");
    memory.binaries.delete("/new");
    const target = { kind: "file", path: "/new", isAutomation: false } as const;
    const issued = await host.ask("issuing.issue", { ...terms, target });
    expect(issued).toMatchObject(written);
    expect(memory.issued.map(({ purpose }) => purpose)).toEqual(["file", "exported"]); // prettier-ignore
    for (const one of memory.issued) expect(one).not.toHaveProperty("isUndelivered"); // prettier-ignore
  });

  test("findings say what could be better, and an authority goes with its undo", async () => {
    const { host } = await open();
    const kept = must(
      await host.ask("authorities.import", { path: secrets, seal: false }),
    );
    const findings = must(await host.ask("findings.list", {}));
    expect(findings.map(({ code }) => code)).toContain("long-life");
    const { fingerprint = "" } = kept ?? {};
    must(await host.ask("authorities.remove", { fingerprint }));
    const gone = must(await host.ask("contexts.list", {}));
    expect(gone[0]?.issuer).toBeNull();
    must(await host.ask("vault.undo", {}));
    const back = must(await host.ask("contexts.list", {}));
    expect(back[0]?.issuer).toBe("open");
  });
});
