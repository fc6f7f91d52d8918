import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTalosNode, type TalosNode } from "../../doubles/talos-node.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { Machine } from "../harness.ts";

const talosctl = sharedPath("tools/talosctl");

describeWithShared(
  "the real talosctl in a session, against a node",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/controlplane.yaml"],
  () => {
    let machine: Machine;
    let node: TalosNode;
    let endpoint: string;
    let recoveryKey: string;

    beforeAll(async () => {
      machine = await Machine.start();
      node = await startTalosNode();
      endpoint = node.endpoint;
      recoveryKey = (await machine.run(["init"])).stdout;
      await machine.run(["import", sharedPath("fixtures/prod/talosconfig")]);
      const set = await machine.run([
        "set",
        "prod",
        "--endpoints",
        endpoint,
        "--nodes",
        "127.0.0.1",
      ]);
      expect(set.code).toBe(0);
    });

    afterAll(async () => {
      node.stop();
      await machine.stop();
    });

    const exec = (delivery: string, script: string) =>
      machine.run([
        "exec",
        "prod",
        "--stored",
        "--delivery",
        delivery,
        "--",
        "bash",
        "-c",
        script,
      ]);

    const scripts: Readonly<Record<string, string>> = {
      "by itself": `${talosctl} version`,
      "in a pipeline": `${talosctl} version | cat`,
      "four times at once": `for n in 1 2 3 4; do ${talosctl} version & done; wait $(jobs -p)`,
      "in a nested subshell": `( ( bash -c '${talosctl} version' ) )`,
      "from Python, which closes descriptors": `python3 -c 'import subprocess; subprocess.run(["${talosctl}", "version"], check=True)'`,
    };

    test.each(
      ["fd", "file"].flatMap((delivery) =>
        Object.entries(scripts).map(
          ([how, script]) => [delivery, how, script] as const,
        ),
      ),
    )("%s: talks to the node %s", async (delivery, _, script) => {
      const { code, stdout, stderr } = await exec(delivery, script);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toContain("Server:");
    });

    test.each(["fd", "file"])(
      "%s: config info and contexts show the one context",
      async (delivery) => {
        const { stdout } = await exec(
          delivery,
          `${talosctl} config info; ${talosctl} config contexts`,
        );
        expect(stdout).toContain("Current context:     prod");
        expect(stdout).toMatch(/\* {9}prod {3}127\.0\.0\.1/);
      },
    );

    test("after the end of a session talosctl has nothing, and does not look elsewhere", async () => {
      const script = `mkdir -p ~/.talos; cp ${sharedPath("fixtures/prod/talosconfig")} ~/.talos/config
        while [ "$(wc -c < "$TALOSCONFIG")" != 25 ]; do sleep 0.1; done
        ${talosctl} version 2>&1`;
      const session = ["exec", "prod", "--stored", "--ttl", "1s"];
      const kept = [...session, "--keep-running"];
      const args = [...kept, "--", "bash", "-c", script];
      const { code, stdout } = await machine.run(args);
      expect(code).toBe(1);
      // 1.12 says the first, newer ones the second.
      expect(stdout).toMatch(
        /failed to determine endpoints|talos config file is empty/,
      );
    });

    test("the stock age tool and talosctl get everything back without us", async () => {
      const key = machine.file("recovery.txt", recoveryKey);
      const script = `age -d -i ${key} ${machine.home}/vault.age > plain && ${talosctl} --talosconfig plain config contexts`;
      const { code, stdout } = await machine.command(["bash", "-c", script]);
      expect(code).toBe(0);
      expect(stdout).toContain("prod");
      const plain = JSON.parse(
        readFileSync(join(machine.folder, "plain"), "utf8"),
      ) as {
        contexts: Record<string, { key: string }>;
      };
      const original = readFileSync(
        sharedPath("fixtures/prod/talosconfig"),
        "utf8",
      );
      expect(original).toContain(plain.contexts["prod"]?.key ?? "no key");
    });

    test("an export is byte for byte what talosctl writes", async () => {
      await machine.run(["import", sharedPath("fixtures/lab/talosconfig")]);
      const { stdout } = await machine.run(["export", "lab", "--yes"]);
      expect(stdout).toBe(
        readFileSync(sharedPath("fixtures/lab/talosconfig"), "utf8"),
      );
    });
  },
);
