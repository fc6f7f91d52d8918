import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dayMs } from "../../../../shared/core/certificates/expiry.ts";
import { emitTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import {
  answers,
  breaksAt,
  nodeOf,
  ScriptedTalosApi,
} from "../../../doubles/scripted-talos-api.ts";

const left = "/home/you/rotated.talosconfig";

let before: TestAuthority;
let after: TestAuthority;
let talosconfig: string;
let memory: MemoryHost;
let talos: ScriptedTalosApi;

beforeAll(async () => {
  before = new TestAuthority();
  // The newer is told by its beginning, in whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  after = new TestAuthority();
  const { crt } = before.pair;
  const prod = contextOf(crt, before.client({ days: 300 }));
  const reader = contextOf(crt, before.client({ roles: ["os:reader"] }));
  const contexts = new Map([
    ["prod", prod],
    ["reader", { ...reader, endpoints: ["10.0.0.9"] }],
  ]);
  talosconfig = emitTalosconfig({ context: "prod", contexts });
});
afterAll(() => {
  before.dispose();
  after.dispose();
});

/** An answer of a node whose certificate is by this CA. */
function shows(authority: TestAuthority) {
  const { crt } = authority.client();
  return answers({ chain: [new X509Certificate(crt).raw] });
}

async function open(text = talosconfig): Promise<MemoryHost["host"]> {
  memory = await openHost(text);
  memory.now = new Date();
  talos = new ScriptedTalosApi();
  talos.make = nodeOf(after);
  memory.talos = talos;
  const admin = contextOf(after.pair.crt, after.client());
  const contexts = new Map([["rotated", admin]]);
  memory.files.set(left, emitTalosconfig({ context: "rotated", contexts }));
  return memory.host;
}

const inspect = async (name = "prod") =>
  must(await memory.host.ask("rotation.inspect", { name }));

describe("along with a rotation, in the window", () => {
  test("where it is, is asked of the endpoints", async () => {
    await open();
    talos.outcome = () => breaksAt("connect", "ECONNREFUSED");
    expect(await inspect()).toMatchObject({ phase: "unseen" });
    const [old, fresh] = [shows(before), shows(after)];
    talos.outcome = () => old;
    expect(await inspect()).toMatchObject({ phase: "steady" });
    talos.outcome = () => fresh;
    expect(await inspect()).toMatchObject({
      phase: "rotated-away",
      nodeSignedBy: null,
      contexts: [
        { name: "prod", hasCertificate: true },
        { name: "reader", hasCertificate: true },
      ],
    });
  });

  test("what was known over a kept connection is not what the node shows now", async () => {
    await open();
    await inspect();
    expect(talos.closed).toBe(1);
  });

  test("every context is taken over in one write, and the old CA goes in the end", async () => {
    const { host } = { host: await open() };
    const fresh = shows(after);
    talos.outcome = () => fresh;
    const opened = must(await host.ask("rotation.open", { path: left }));
    expect(opened).toMatchObject({ kind: "admin" });
    expect(JSON.stringify(opened)).not.toMatch(/LS0t|PRIVATE/);
    const request = {
      name: "prod",
      token: opened?.token ?? "",
      isUntested: false,
    };
    const reissued = must(await host.ask("rotation.reissue", request));
    expect(reissued.map(({ name, problem }) => [name, problem])).toEqual([
      ["prod", null],
      ["reader", null],
    ]);
    expect(talos.requests.map(({ roles }) => roles)).toEqual([
      ["os:admin"],
      ["os:reader"],
    ]);
    const state = await inspect();
    expect(state.phase).toBe("done");
    expect(state.held).toHaveLength(2);
    const finished = must(await host.ask("rotation.finish", { name: "prod" }));
    expect(finished).toEqual({ finished: ["prod", "reader"], left: [] });
    expect((await inspect()).held).toHaveLength(1);
    expect(memory.made.map(({ reason }) => reason)).toEqual([
      "rotation of the CA",
      "rotation of the CA",
    ]);
  });

  test("one that could not be made keeps the old credential, holds both CAs, and is named", async () => {
    const host = await open();
    const fresh = shows(after);
    talos.outcome = ({ endpoint }) =>
      endpoint === "10.0.0.9" ? breaksAt("connect", "ECONNREFUSED") : fresh;
    const opened = must(await host.ask("rotation.open", { path: left }));
    const token = opened?.token ?? "";
    const [prod, reader] = must(
      await host.ask("rotation.reissue", {
        name: "prod",
        token,
        isUntested: false,
      }),
    );
    expect(prod?.problem).toBeNull();
    expect(reader).toMatchObject({ name: "reader", notAfter: null });
    expect(reader?.problem?.message).toContain("10.0.0.1:50000");
    const state = await inspect();
    expect(state.phase).toBe("swapped");
    const finished = must(await host.ask("rotation.finish", { name: "prod" }));
    expect(finished.finished).toEqual(["prod"]);
    expect(finished.left).toEqual(["reader"]);
    // Nothing but its word ties what was left to the others now (decision 40), so it is seen from there.
    expect((await inspect()).held).toHaveLength(1);
    expect((await inspect("reader")).held).toHaveLength(2);
    // Its own credential is of the CA that would go.
    expect(await host.ask("rotation.finish", { name: "reader" })).toMatchObject(
      { ok: false, error: { code: "context-invalid" } },
    );
  });

  test("the administrator that the rotation left asks no node once it has ended", async () => {
    const host = await open();
    const ended = contextOf(after.pair.crt, after.client({ days: 1 }));
    const contexts = new Map([["rotated", ended]]);
    memory.files.set(left, emitTalosconfig({ context: "rotated", contexts }));
    const opened = must(await host.ask("rotation.open", { path: left }));
    memory.now = new Date(Date.now() + 2 * dayMs);
    const token = opened?.token ?? "";
    const order = { name: "prod", token, isUntested: false };
    expect(await host.ask("rotation.reissue", order)).toMatchObject({
      ok: false,
      error: { code: "credential-unusable" },
    });
    expect(talos.requests).toEqual([]);
    expect(memory.made).toEqual([]);
  });

  /** The vault with one more context, whose CA the new one is. */
  function besides(endpoint: string): string {
    const other = contextOf(after.pair.crt, after.client());
    const { crt } = before.pair;
    const contexts = new Map([
      ["prod", contextOf(crt, before.client({ days: 300 }))],
      ["other", { ...other, endpoints: [endpoint] }],
    ]);
    return emitTalosconfig({ context: "prod", contexts });
  }

  const readLeft = async () =>
    must(await memory.host.ask("rotation.open", { path: left }))?.token ?? "";
  const typed = { name: "prod", isUntested: true, confirmation: "prod" };

  test("the CA of another cluster of the vault is refused by its contexts' names, before anything is made", async () => {
    const host = await open(besides("10.5.0.1"));
    const token = await readLeft();
    for (const isUntested of [true, false]) {
      const asked = { ...typed, token, isUntested };
      const refused = await host.ask("rotation.reissue", asked);
      expect(refused).toMatchObject({
        ok: false,
        error: { code: "context-invalid" },
      });
      expect(JSON.stringify(refused)).toContain('\\"other\\"');
    }
    expect(memory.made).toEqual([]);
    expect(talos.requests).toEqual([]);
  });

  test("it is this cluster's where the other context has an endpoint in common", async () => {
    const host = await open(besides("10.0.0.1:50000"));
    const token = await readLeft();
    const done = must(await host.ask("rotation.reissue", { ...typed, token }));
    expect(done).toMatchObject([{ name: "prod", problem: null }]);
  });

  test("without a trial the context's name is typed first", async () => {
    const host = await open();
    const token = await readLeft();
    for (const confirmation of ["", "reader"])
      expect(
        await host.ask("rotation.reissue", { ...typed, token, confirmation }),
      ).toMatchObject({ ok: false, error: { code: "unconfirmed" } });
    expect(memory.made).toEqual([]);
    must(await host.ask("rotation.reissue", { ...typed, token }));
    expect(memory.made).toHaveLength(2);
  });

  test("after a change the state is that of the vault, by what the endpoints showed last", async () => {
    const host = await open();
    const known = async () =>
      must(await host.ask("rotation.known", { name: "prod" }));
    expect(await known()).toBeNull();
    const old = shows(before);
    talos.outcome = () => old;
    expect(await inspect()).toMatchObject({ phase: "steady" });
    const asked = talos.probed.length;
    const token = await readLeft();
    must(await host.ask("rotation.reissue", { ...typed, token }));
    expect(await known()).toMatchObject({ phase: "prepared" });
    expect((await known())?.held).toHaveLength(2);
    must(await host.ask("vault.undo", {}));
    expect(await known()).toMatchObject({ phase: "steady" });
    expect(talos.probed).toHaveLength(asked);
  });

  test("a locked vault forgets what was opened", async () => {
    const host = await open();
    const opened = must(await host.ask("rotation.open", { path: left }));
    await host.lock("a test");
    must(await host.ask("vault.unlock", { with: "keychain" } as never));
    expect(
      await host.ask("rotation.reissue", {
        name: "prod",
        token: opened?.token ?? "",
        isUntested: false,
      }),
    ).toMatchObject({ ok: false, error: { code: "credential-unusable" } });
  });
});
