import { beforeEach, describe, expect, test } from "vitest";
import type { EventFilter } from "../../../../shared/contract/audit.ts";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const everything: EventFilter = {
  words: "",
  context: "",
  session: "",
  person: "",
  kinds: [],
  since: null,
  until: null,
};
const attempt = "0".repeat(32);

describe("the audit log in a window", () => {
  let memory: MemoryHost;
  const page = async (filter: Partial<EventFilter> = {}) =>
    must(
      await memory.host.ask("audit.page", {
        filter: { ...everything, ...filter },
        before: null,
      }),
    ).rows;
  const verify = async (withRecoveryKey = false) => {
    const request = { withRecoveryKey, attempt };
    const verified = must(await memory.host.ask("audit.verify", request));
    if (verified === null) throw new Error("nobody was asked for an archive");
    return verified;
  };
  const find = (path: string) =>
    memory.host.ask("audit.verify", {
      withRecoveryKey: false,
      archive: { path },
      attempt,
    });

  beforeEach(async () => {
    memory = await openHost(makeTalosconfig(2));
  });

  test("a page has the events of these kinds, their facts as bounded texts, and no hash", async () => {
    await memory.vault.ledger.record({
      event: "call",
      context: "prod",
      detail: { words: "x".repeat(5000), nodes: ["10.0.0.1", "10.0.0.2"] },
    });
    const [call, ...rest] = await page();
    expect(call).toMatchObject({ event: "call", context: "prod" });
    expect(new Map(call?.facts)).toEqual(
      new Map([
        ["words", `${"x".repeat(2000)}…`],
        ["nodes", "10.0.0.1, 10.0.0.2"],
      ]),
    );
    expect(rest.length).toBeGreaterThan(0);
    expect(await page({ kinds: ["calls"] })).toEqual([call]);
    expect(await page({ words: "10.0.0.2 PROD" })).toEqual([call]);
    expect(JSON.stringify(await page())).not.toMatch(/prev|[0-9a-f]{64}/);
  });

  test("nothing of it is shown while the vault is locked", async () => {
    await memory.host.lock("A test.");
    const refused = await memory.host.ask("audit.page", {
      filter: everything,
      before: null,
    });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "vault-locked" },
    });
  });

  test("verifying says where it is, and is remembered; what was never asked is not claimed", async () => {
    expect(must(await memory.host.ask("audit.facts", {})).verified).toBeNull();
    const verified = await verify();
    expect(verified).toMatchObject({
      broken: null,
      unknownEnd: null,
      provenFrom: null,
      wasProofAsked: false,
    });
    expect(memory.events).toContainEqual({ kind: "verifying", share: 1 });
    const facts = must(await memory.host.ask("audit.facts", {}));
    expect(facts).toMatchObject({ verified, seal: "recovery-key" });
    expect(facts.last).toBe(verified.last);
  });

  test("with the recovery key the seals are proven; with another text it says so", async () => {
    memory.typedRecoveryKey = memory.shownRecoveryKey;
    expect(await verify(true)).toMatchObject({
      broken: null,
      wasProofAsked: true,
      provenFrom: 2,
    });
    memory.typedRecoveryKey = "none";
    expect(
      await memory.host.ask("audit.verify", { withRecoveryKey: true, attempt }),
    ).toMatchObject({ ok: false, error: { code: "recovery-key-wrong" } });
  });

  test("an archive is looked for where a person says that it is, then and later", async () => {
    expect(await find("/nowhere")).toMatchObject({ error: { code: "file-missing" } }); // prettier-ignore
    expect(must(await memory.host.ask("audit.verify", { withRecoveryKey: false, archive: {}, attempt }))).toBeNull(); // prettier-ignore
    expect(memory.vault.ledger.archivesAsked).toEqual([]);
    memory.files.set("/old/audit-1-9.jsonl", "");
    must(await find("/old/audit-1-9.jsonl"));
    await verify();
    expect(memory.vault.ledger.archivesAsked).toEqual(Array(2).fill("/old/audit-1-9.jsonl")); // prettier-ignore
  });

  test("the recovery key is asked for once, where the archive that is remembered has moved", async () => {
    memory.typedRecoveryKey = memory.shownRecoveryKey;
    memory.files.set("/old/audit-1-9.jsonl", "");
    must(await find("/old/audit-1-9.jsonl"));
    memory.vault.ledger.movedArchive = "/old/audit-1-9.jsonl";
    const before = memory.recoveryKeyAsked;
    expect(await verify(true)).toMatchObject({ wasProofAsked: true });
    expect(memory.recoveryKeyAsked - before).toBe(1);
  });

  test("a break is told with what it means and what to do, and nothing is offered to be accepted", async () => {
    memory.vault.ledger.spoil = (line) => {
      const text = new TextDecoder().decode(line);
      return new TextEncoder().encode(text.replace('"call"', '"unlock"'));
    };
    await memory.vault.ledger.record({ event: "call" }, { event: "unlock" });
    const { broken } = await verify();
    expect(broken).toMatchObject({ canAccept: false });
    expect(broken?.means).not.toBe("");
    expect(broken?.next).not.toBe("");
  });

  test("a log that lacks the line which the keychain knows is accepted by a person's word, and a line keeps it", async () => {
    const nothing = await memory.host.ask("audit.accept", {
      reason: "why",
      line: 1,
    });
    expect(nothing).toMatchObject({ ok: false, error: { code: "usage" } });
    memory.vault.ledger.lose();
    await memory.vault.ledger.record({ event: "unlock" });
    expect((await verify()).broken).toMatchObject({ canAccept: true });
    const { line } = must(await memory.host.ask("audit.lost", {}));
    const reason = " a restore ";
    const other = { reason, line: line + 1 };
    expect(await memory.host.ask("audit.accept", other)).toMatchObject({ error: { code: "usage" } }); // prettier-ignore
    expect(await page()).toHaveLength(2);
    must(await memory.host.ask("audit.accept", { reason, line }));
    expect(must(await memory.host.ask("audit.facts", {})).verified).toBeNull();
    const [accepted] = await page();
    expect(accepted).toMatchObject({
      event: "log.accept",
      summary: "a restore",
    });
    expect(await verify()).toMatchObject({
      broken: null,
      accepted: { line: accepted?.n },
    });
  });

  test("what is shown is written into a file that the person chose, oldest first", async () => {
    const ask = (format: "jsonl" | "csv") =>
      memory.host.ask("audit.export", {
        filter: { ...everything, kinds: ["log"] },
        format,
      });
    expect(must(await ask("csv"))).toBeNull();
    memory.chosenFile = "/audit";
    const written = must(await ask("jsonl"));
    const lines = memory.files.get("/audit")?.trimEnd().split("\n") ?? [];
    expect(written).toEqual({ path: "/audit", count: lines.length });
    expect(lines.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([
      1, 2,
    ]);
    must(await ask("csv"));
    expect(memory.files.get("/audit")).toMatch(/^n,time,event,/);
    memory.isDiskFull = true;
    expect(await ask("csv")).toMatchObject({ error: { code: "disk-full" } });
  });
});
