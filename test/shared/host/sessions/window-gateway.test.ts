import { X509Certificate } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { emitTalosconfig } from "../../../../shared/core/talosconfig/yaml/emit.ts";
import { contextOf, TestAuthority } from "../../../doubles/certificates.ts";
import { guardOf } from "../../../../shared/core/gateway/guard/decide-call.ts";
import { restrictionText } from "../../../../shared/core/gateway/guard/restriction-text.ts";
import { restrictionsOf } from "../../../../shared/core/gateway/guard/session-restrictions.ts";
import {
  must,
  openHost,
  type MemoryHost,
} from "../../../doubles/memory-host.ts";
import { scriptedPerson } from "../../../doubles/scripted-person.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const name = "context-1";

async function opened(production: boolean): Promise<MemoryHost> {
  const memory = await openHost(makeTalosconfig(2));
  if (production)
    must(
      await memory.host.ask("contexts.edit", { name, edit: { production } }),
    );
  return memory;
}

const plain = { context: name, delivery: "best", isFollowing: false } as const;

describe("a session of the window", () => {
  test.each([
    [true, "best", "gateway"],
    [true, "file", "file"],
    [true, "fd", "fd"],
    [false, "best", "fd"],
    [false, "gateway", "gateway"],
  ] as const)(
    "on production %s, asked for by %s, is delivered by %s",
    async (production, delivery, expected) => {
      const { host, sessions } = await opened(production);
      const asked = { ...plain, delivery };
      const { session } = must(await host.ask("sessions.start", asked));
      expect(session.delivery).toBe(expected);
      expect(sessions.gateways.has(session.id)).toBe(expected === "gateway");
      const roles = ["os:reader"];
      const { context } = asked;
      const foreseen = must(
        await host.ask("sessions.foresee", { context, delivery, roles }),
      );
      expect(foreseen.delivery).toBe(expected);
      expect(foreseen.walls.includes("no-key")).toBe(expected === "gateway");
      expect(foreseen.walls.includes("no-kubeconfig")).toBe(
        expected === "gateway",
      );
    },
  );

  test("cannot follow through a gateway, and nothing is made of it", async () => {
    const { host, leases } = await opened(true);
    const asked = { ...plain, isFollowing: true };
    const started = await host.ask("sessions.start", asked);
    expect(started).toMatchObject({ ok: false, error: { code: "usage" } });
    expect(leases.size).toBe(0);
  });

  test("keeps the cluster and the time of its gateway, and says so", async () => {
    const { host } = await opened(true);
    const { session } = must(await host.ask("sessions.start", plain));
    const { id } = session;
    for (const refused of [
      await host.ask("sessions.extend", { id, seconds: 7200 }),
      await host.ask("sessions.repoint", { id, context: "context-2" }),
    ])
      expect(refused).toMatchObject({
        ok: false,
        error: { message: expect.stringContaining("with a gateway") as string },
      });
  });

  test("goes by the guard that there is once a person has agreed", async () => {
    const memory = await opened(false);
    const { host, sessions } = memory;
    const edit = (changed: object) =>
      host.ask("contexts.edit", { name, edit: changed });
    must(await edit({ consent: "always" }));
    const person = scriptedPerson(["once"]);
    memory.consent = {
      ...person,
      askPerson: async (question, signal) => {
        must(await edit({ guard: { deny: ["reset"] } }));
        return person.askPerson(question, signal);
      },
    };
    const { session } = must(await host.ask("sessions.start", plain));
    expect(sessions.gateways.get(session.id)?.rules).toMatchObject([
      { deny: ["reset"] },
    ]);
  });

  test("has a person asked about a call that is held, by the window's own way", async () => {
    const memory = await opened(true);
    const { session } = must(await memory.host.ask("sessions.start", plain));
    const person = scriptedPerson(["once"]);
    memory.consent = person;
    const call = {
      text: "Reboot node 10.0.0.2 of context-1",
      number: 3,
      waiting: 1,
      onMore: () => undefined,
      connection: null,
    };
    const never = new AbortController().signal;
    const said = await memory.sessions.gateways
      .get(session.id)
      ?.askPerson(call, 4711, never);
    expect(said).toBe("once");
    expect(person.asked).toMatchObject([
      { act: "call", context: name, production: true, roles: ["os:reader"] },
    ]);
  });
});

test("a running session of the window gets more when a person agrees, and nothing of a locked vault", async () => {
  const authority = new TestAuthority();
  onTestFinished(() => authority.dispose());
  const prod = contextOf(authority.pair.crt, authority.client({ days: 300 }));
  const contexts = new Map([["prod", prod]]);
  const memory = await openHost(emitTalosconfig({ context: "prod", contexts }));
  const { host } = memory;
  const path = "/home/you/secrets.pem";
  memory.files.set(path, authority.pair.crt + authority.pair.key);
  must(await host.ask("authorities.import", { path, seal: false }));
  const asked = { ...plain, context: "prod", delivery: "gateway" } as const;
  const { session } = must(await host.ask("sessions.start", asked));
  const terms = memory.sessions.gateways.get(session.id);
  if (!terms) throw new Error("it has no gateway");
  const person = scriptedPerson(["once"]);
  memory.consent = person;
  const more = {
    words: "reboot",
    isOfCalls: true,
    roles: ["os:operator"],
    opens: [],
    seconds: 60,
    left: null,
    reason: "it hangs",
  };
  const from = { program: 4711, owner: 4710 };
  const never = new AbortController().signal;
  const said = await terms.askForElevation(more, from, never);
  expect(said).toEqual({ verdict: "once", refusal: null });
  expect(person.asked).toMatchObject([
    { act: "elevate", context: "prod", reason: "it hangs" },
  ]);
  const lent = must(await terms.lendElevation(["os:operator"], 60, "it hangs"));
  const crt = new X509Certificate(Buffer.from(lent.crt ?? "", "base64"));
  expect(crt.subject).toBe("O=os:operator");
  const [entry] = memory.vault.ledger.now().entries;
  expect(entry).toMatchObject({ recipient: session.id, reason: "it hangs" });
  // Neither what was begun before the lock nor what comes after it lends anything.
  const begun = terms.lendElevation(["os:operator"], 60, "at once");
  must(await host.ask("vault.lock", {}));
  expect(await begun).toMatchObject({ error: { code: "vault-locked" } });
  expect(await terms.lendElevation(["os:operator"], 60, "again")).toMatchObject(
    {
      ok: false,
      error: { code: "vault-locked" },
    },
  );
});

test("every wall has words", () => {
  const guard = guardOf({
    deny: ["escapes"],
    maxCalls: 1,
    maxNodes: 1,
    onlyNodes: ["10.0.0.2"],
    hours: { from: 8, until: 18 },
  });
  const walls = restrictionsOf(guard.ok ? [guard.value] : [], ["os:admin"]);
  expect(walls).toHaveLength(14);
  for (const wall of walls) expect(restrictionText(wall)).not.toBe(wall);
  expect(restrictionText("no-later-thing")).toBe("no-later-thing");
});
