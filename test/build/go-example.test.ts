import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  startProdCluster,
  type ProdCluster,
} from "../cli/clusters/prod-cluster.ts";
import { online, type Machine } from "../cli/harness.ts";
import { describeWithShared, skipSuite } from "../shared-material.ts";

const example = resolve(import.meta.dirname, "../../docs/examples/go");
const title = "the example in Go";
/** The first compile takes a minute and more; later ones find it in Go's cache. */
const patience = 5 * 60_000;

const go = (...args: readonly string[]) =>
  spawnSync("go", args, {
    cwd: example,
    encoding: "utf8",
    timeout: patience,
    env: { ...process.env, GOFLAGS: "-mod=readonly", GOTOOLCHAIN: "local" },
  });

/** Null: it can be compiled here; else why not. */
function whyNot(): string | null {
  if (go("version").status !== 0) return "no Go";
  return go("mod", "download").status === 0 ? null : "no modules of Go's proxy";
}

const missing = whyNot();
if (missing !== null) {
  process.stderr.write(`SKIPPED ${title}: ${missing}\n`);
  skipSuite(title);
} else
  describeWithShared(
    title,
    ["tools/talos-node", "fixtures/prod/secrets.yaml"],
    () => {
      let machine: Machine;
      let stop: ProdCluster["stop"];

      beforeAll(async () => {
        ({ machine, stop } = await startProdCluster());
      });
      afterAll(() => stop());

      test(
        "Talos' own client asks a node with the talosconfig of exec",
        async ({ skip }) => {
          const program = join(machine.folder, "versions");
          const built = go("build", "-trimpath", "-o", program, ".");
          if (
            built.error &&
            "code" in built.error &&
            built.error.code === "ETIMEDOUT"
          ) {
            process.stderr.write(`SKIPPED ${title}: Go compiles too long\n`);
            skip();
          }
          expect([built.status, built.stderr]).toEqual([0, ""]);
          const { stdout, stderr, code } = await machine.run(
            ["exec", "prod", "--role", "os:reader", "--", program],
            { env: online },
          );
          expect([code, stderr]).toEqual([0, ""]);
          expect(stdout).toMatch(/^v1\.\d+\.\d+/);
        },
        patience,
      );
    },
  );
