import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { Machine } from "../harness.ts";
import { AskedMachine } from "./asked-machine.ts";

const talosctl = sharedPath("tools/talosctl");
/** What an argument can say, all of it. */
const said = ["--reason", "because", "--confirm", "prod"];

describeWithShared(
  "keys of a cluster under consent",
  ["tools/talosctl"],
  () => {
    let machine: Machine;
    let asking: AskedMachine;

    beforeAll(async () => {
      machine = await Machine.start();
      asking = new AskedMachine(machine);
      const made = join(machine.folder, "made");
      await machine.run(["init"]);
      const words = ["cluster", "new", "prod", "https://10.0.0.2:6443"];
      const created = await machine.run([
        ...words,
        "--output",
        made,
        "--talosctl",
        talosctl,
      ]);
      expect(created.code).toBe(0);
      await machine.run(["set", "prod", "--production"]);
    });
    afterAll(() => machine.stop());
    afterEach(() => asking.clear());

    /** Each way out of the vault, with where it writes. */
    const ways = (name: string) => {
      const place = join(machine.folder, name);
      return {
        "export-secrets": ["export-secrets", "prod", "--to", place, "--yes"],
        config: ["config", "prod", "--output", place, "--talosctl", talosctl],
      };
    };

    test.each(["export-secrets", "config"] as const)(
      "%s waits for a person, and no argument stands for them",
      async (way) => {
        const out = (name: string) => join(machine.folder, name);
        const words = (name: string) => [
          "cluster",
          ...ways(name)[way],
          ...said,
        ];
        const denied = await asking.answered("deny", ...words(`${way}-no`));
        expect(denied.question).toMatchObject({
          act: "cluster-secrets",
          context: "prod",
          roles: ["os:admin"],
          production: true,
          reason: "because",
        });
        expect(denied.ran).toMatchObject({ code: 1, stdout: "" });
        expect(denied.ran.stderr).not.toMatch(/ --\w/);
        expect(existsSync(out(`${way}-no`))).toBe(false);
        const agreed = await asking.answered("approve", ...words(`${way}-yes`));
        expect(agreed.ran.code).toBe(0);
        const place = out(`${way}-yes`);
        const files =
          way === "config"
            ? readdirSync(place).map((file) => join(place, file))
            : [place];
        expect(files).toHaveLength(way === "config" ? 2 : 1);
        for (const file of files) {
          expect(statSync(file).mode & 0o777).toBe(0o600);
          expect(readFileSync(file, "utf8")).toContain("key: ");
        }
        const [last, before] = await asking.recorded();
        expect(last).toMatchObject({ id: agreed.question.id, answer: "once" });
        expect(before).toMatchObject({
          id: denied.question.id,
          answer: "denied",
        });
        const ledger = await machine.json<{ entries: unknown[] }>([
          "ledger",
          "--json",
          "prod",
        ]);
        expect(ledger.entries).toContainEqual(
          expect.objectContaining({ purpose: "exported", reason: "because" }),
        );
      },
    );

    test("whoever removes the context that is guarded is asked all the same", async () => {
      expect((await machine.run(["remove", "prod", "--yes"])).code).toBe(0);
      const words = ["cluster", ...ways("removed")["export-secrets"]];
      const { ran } = await asking.answered("deny", ...words);
      expect([ran.code, existsSync(join(machine.folder, "removed"))]).toEqual([
        1,
        false,
      ]);
    });
  },
);
