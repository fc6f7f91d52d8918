import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { healthOf } from "../../../../shared/core/diagnosis/endpoint-health.ts";
import { healthFile } from "../../../../shared/node/health/health-file.ts";
import { answers, breaksAt } from "../../../doubles/scripted-talos-api.ts";

const at = new Date("2026-11-24T12:00:00Z");
const config = { endpoints: ["10.0.0.1"], nodes: [] };
const target = { endpoint: "10.0.0.1", config };

describe("what is known of endpoints, on disk", () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "tv-health-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test("comes back as it was, for its owner alone", async () => {
    const store = healthFile(home);
    const fine = healthOf("prod", target, answers(), at);
    const refused = healthOf(
      "lab",
      target,
      breaksAt("connect", "ECONNREFUSED"),
      at,
    );
    const health = new Map([
      ["prod", [fine]],
      ["lab", [refused]],
    ]);
    const written = await store.update(at, () => health);
    expect(written).toEqual({ ok: true, value: undefined });
    expect(await healthFile(home).read()).toEqual({
      writtenAt: at.toISOString(),
      health,
    });
    const { mode } = statSync(join(home, "health.json"));
    expect(mode & 0o777).toBe(0o600);
  });

  test("that is no health any more counts as absent", async () => {
    writeFileSync(join(home, "health.json"), '{"prod": [{}], "lab": 1');
    expect((await healthFile(home).read()).health).toEqual(new Map());
  });

  test("many at once lose nothing of each other", async () => {
    const fine = healthOf("prod", target, answers(), at);
    const names = Array.from({ length: 20 }, (_, index) => String(index));
    await Promise.all(
      names.map((name) =>
        healthFile(home).update(
          at,
          ({ health }) => new Map([...health, [name, [fine]]]),
        ),
      ),
    );
    const { health } = await healthFile(home).read();
    expect([...health.keys()].toSorted()).toEqual(names.toSorted());
  });
});
