import { afterAll, beforeAll, expect, test } from "vitest";
import type { LedgerView } from "../../../shared/core/ledger/view.ts";
import type { Reissued } from "../../../shared/core/usecases/clusters/reissue-cluster.ts";
import type { RotationState } from "../../../shared/core/usecases/clusters/rotation-state.ts";
import { RotatingNode } from "../../doubles/rotation-nodes.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { Machine, online } from "../harness.ts";

const talosctl = sharedPath("tools/talosctl");
const secrets = sharedPath("fixtures/prod/secrets.yaml");
const down = "127.0.0.1:1";

describeWithShared(
  "a rotation of the CA",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let machine: Machine;
    let node: RotatingNode;

    beforeAll(async () => {
      machine = await Machine.start();
      node = await RotatingNode.start(machine.folder);
      await machine.run(["init"]);
      await machine.run(["import", sharedPath("fixtures/prod/talosconfig")]);
      await machine.run(["import", sharedPath("fixtures/lab/talosconfig")]);
      await machine.run(["set", "prod", "--endpoints", node.endpoint]);
      await machine.run(["set", "prod", "--nodes", "127.0.0.1"]);
      for (const name of ["reader", "far"])
        await machine.run([
          ...`issue prod --roles os:reader --ttl 30d --as ${name}`.split(" "),
          "--authority",
          secrets,
        ]);
      await machine.run(["set", "far", "--endpoints", down]);
      // It stays the authority of what trusts it alone, and makes nothing for what has a newer one.
      await machine.run(["authority", "import", secrets]);
    });

    afterAll(async () => {
      node.stop();
      await machine.stop();
    });

    const run = (...args: string[]) => machine.run(args, { env: online });
    const look = async () =>
      JSON.parse(
        (await run("rotation", "prod", "--json")).stdout,
      ) as RotationState;
    const reissue = async (file: string) => {
      const { code, stdout } = await run(
        ..."rotation prod --json --new".split(" "),
        file,
      );
      return {
        code,
        contexts: (JSON.parse(stdout) as { contexts: Reissued[] }).contexts,
      };
    };
    /** What the ledger has that reached somebody. */
    const entries = async () => {
      const { stdout } = await run("ledger", "--json");
      return (JSON.parse(stdout) as { entries: LedgerView[] }).entries.filter(
        ({ isUndelivered }) => !isUndelivered,
      ).length;
    };
    const works = async (name: string) => {
      const words = ["exec", name, "--stored", "--", talosctl, "version"];
      return (await run(...words)).stdout.includes("v1.13.0");
    };

    test("before it there is one CA, and the cluster is told from others", async () => {
      const state = await look();
      expect(state.phase).toBe("steady");
      expect(state.held).toHaveLength(1);
      // Production has a gateway, which lets through nothing that rotate-ca needs.
      const next = (await run("rotation", "prod")).stdout;
      expect(next).toMatch(/exec prod .*--delivery fd -- talosctl rotate-ca/);
      expect(state.contexts.map(({ name }) => name)).toEqual([
        "far",
        "prod",
        "reader",
      ]);
    });

    test("when it has happened behind our back it is recognised", async () => {
      await node.turn("dropped");
      expect((await look()).phase).toBe("rotated-away");
      const ping = await run("ping", "prod");
      expect(ping.stdout).toContain("other-ca");
      expect(ping.stdout).toContain("talos-vault rotation prod");
      expect(await works("prod")).toBe(false);
    });

    test("before the swap the nodes still issue by the old CA: both are held, and the credentials stay", async () => {
      await node.turn("accepted");
      const before = await look();
      const issued = await entries();
      const { code, contexts } = await reissue(node.newTalosconfig);
      expect(code).toBe(1);
      for (const { outcome, problem } of contexts) {
        expect(outcome).toBe("failed");
        expect(problem?.message).toContain("still issue by the old one");
      }
      const state = await look();
      expect(state.phase).toBe("prepared");
      expect(state.held).toHaveLength(2);
      expect(state.contexts).toEqual(before.contexts);
      expect(await works("prod")).toBe(true);
      // One try is enough to know it, and what it made is nobody's.
      expect(await entries()).toBe(issued);
    });

    test("once the new CA is accepted every context gets a credential of it, and the one that cannot be tried is named", async () => {
      await node.turn("accepted");
      const { code, contexts } = await reissue(node.newSecrets);
      expect(code).toBe(1);
      const byName = new Map(contexts.map((one) => [one.name, one]));
      expect(byName.get("prod")?.problem).toBeNull();
      expect(byName.get("reader")?.notAfter).not.toBeNull();
      expect(byName.get("far")?.problem?.message).toContain(down);
      expect(byName.has("lab")).toBe(false);
      const state = await look();
      expect(state.phase).toBe("prepared");
      expect(state.held).toHaveLength(2);
      expect(await works("prod")).toBe(true);
      expect(await works("reader")).toBe(true);
    });

    test("what has a credential of the new CA gets no other", async () => {
      const issued = await entries();
      const { contexts } = await reissue(node.newSecrets);
      expect(contexts.map(({ name, outcome }) => [name, outcome])).toEqual([
        ["far", "failed"],
        ["prod", "kept"],
        ["reader", "kept"],
      ]);
      expect(await entries()).toBe(issued);
    });

    test("both CAs are held, so nothing breaks at the swap", async () => {
      await node.turn("swapped");
      expect((await look()).phase).toBe("swapped");
      expect(await works("prod")).toBe(true);
      expect(await works("reader")).toBe(true);
    });

    test("the talosconfig that rotate-ca wrote makes those that are missing", async () => {
      await run("set", "far", "--endpoints", node.endpoint);
      const { code, contexts } = await reissue(node.newTalosconfig);
      expect(contexts.every(({ problem }) => problem === null)).toBe(true);
      expect(code).toBe(0);
      expect((await look()).phase).toBe("done");
      const words = await run("rotation", "prod");
      expect(words.stdout).toContain("talos-vault rotation prod --finish");
      const shown = await run("show", "reader", "--json");
      expect(JSON.parse(shown.stdout)).toMatchObject({ roles: ["os:reader"] });
    });

    test("the old CA is not taken for the new one", async () => {
      const before = machine.snapshot()["vault.age"];
      const old = await run("rotation", "prod", "--new", secrets);
      expect(old.code).toBe(5);
      expect(old.stderr).toContain("the old CA");
      expect(machine.snapshot()["vault.age"]).toBe(before);
    });

    test("at its end the old CA is removed", async () => {
      await node.turn("dropped");
      // Though the vault has the old authority, what sessions get is of the new one.
      const session = await run("exec", "prod", "--", talosctl, "version");
      expect(session.stdout).toContain("v1.13.0");
      const renewed = await run("renew", "reader");
      expect(renewed.code).toBe(0);
      expect(await works("far")).toBe(true);
      const done = await run("rotation", "prod", "--finish");
      expect(done.code).toBe(0);
      expect(done.stdout).toContain("reader: trusts the new CA alone");
      const state = await look();
      expect(state.phase).toBe("steady");
      expect(state.held).toHaveLength(1);
      expect(await works("prod")).toBe(true);
      const again = await run("rotation", "prod", "--finish");
      expect(again.code).toBe(1);
      expect(again.stderr).toContain("holds no CA beside");
    });

    test("the CA that there is already is no new one", async () => {
      const again = await run("rotation", "prod", "--new", node.newSecrets);
      expect(again.code).toBe(5);
      expect(again.stderr).toContain("has already");
    });

    test("what is no new CA is refused, and nothing changes", async () => {
      const before = machine.snapshot()["vault.age"];
      for (const [name, text] of [
        ["empty", ""],
        ["noise", "not: [yaml"],
        ["reader", 'context: a\ncontexts:\n  a:\n    endpoints: ["a"]\n'],
      ] as const) {
        const file = machine.file(name, text);
        const refused = await run("rotation", "prod", "--new", file);
        expect(refused.code, name).toBe(1);
        expect(refused.stderr).toContain("talos-vault:");
      }
      expect((await run("rotation", "prod", "--new", "/nope")).code).toBe(4);
      expect(machine.snapshot()["vault.age"]).toBe(before);
    });

    test("the CA of another cluster is refused, at once where the vault knows whose it is", async () => {
      const foreign = sharedPath("fixtures/lab/secrets.yaml");
      const take = (...more: string[]) =>
        run("rotation", "prod", "--new", foreign, ...more);
      const before = machine.snapshot()["vault.age"];
      for (const more of [[], ["--untested"]]) {
        const known = await take(...more);
        expect(known.code).toBe(1);
        expect(known.stderr).toContain('another cluster of this vault: "lab"');
      }
      expect(machine.snapshot()["vault.age"]).toBe(before);
      await run("remove", "lab", "--yes");
      const without = machine.snapshot()["vault.age"];
      const unknown = await take();
      expect(unknown.code).toBe(1);
      expect(unknown.stderr).toContain("so nothing was changed");
      expect(machine.snapshot()["vault.age"]).toBe(without);
    });
  },
);
