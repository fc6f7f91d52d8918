import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine } from "../harness.ts";

// 60 pass as well, in two minutes; what one of them met when all write at once is in open.test.ts.
const processes = 16;

describeWithKeyring("imports of many processes at once", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.start();
    expect((await machine.run(["init"])).code).toBe(0);
  });

  afterAll(() => machine.stop());

  test("none is refused, and what each said that it imported is there", async () => {
    const names = Array.from(
      { length: processes },
      (_, index) => `cluster-${String(index)}`,
    );
    const outcomes = await Promise.all(
      names.map((name) =>
        machine.run(["import", "-"], {
          input: makeTalosconfig(1).replaceAll("context-1", name),
        }),
      ),
    );
    expect(outcomes.filter(({ code }) => code !== 0)).toEqual([]);
    const listed = await machine.run(["list", "--json"]);
    const { contexts } = JSON.parse(listed.stdout) as {
      contexts: { name: string }[];
    };
    expect(contexts.map(({ name }) => name).toSorted()).toEqual(
      names.toSorted(),
    );
  }, 120_000);
});
