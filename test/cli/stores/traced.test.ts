import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  foundInFile,
  keyCanaries,
  textCanary,
  type Canary,
} from "../../doubles/canaries.ts";
import {
  describeWithOpenBao,
  startOpenBao,
  type OpenBao,
} from "../../doubles/openbao.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { skipSuite } from "../../shared-material.ts";
import {
  describeWithKeyring,
  filesBelow,
  Machine,
  online,
  program,
  runtime,
} from "../harness.ts";

// Two credentials of one cluster.
const fields = makeTalosconfig(2).split("\n");
const [ours, theirs] = [fields.slice(3, 8), fields.slice(9, 14)].map((one) =>
  ["context: lab", "contexts:", "    lab:", ...one, ""].join("\n"),
) as [string, string];

function describeWithStrace(title: string, body: () => void) {
  if (spawnSync("strace", ["-qq", "-o", "/dev/null", "true"]).status === 0)
    return describe(title, body);
  if (process.env["CI"] === "true")
    throw new Error("CI cannot trace: it needs strace and the right to trace");
  process.stderr.write(`SKIPPED ${title}: no strace that may trace\n`);
  return skipSuite(title);
}

/** What programs are started with, all of it, and what they write, with the path that it goes to. */
const traced = ["strace", "-f", "-qq", "-y", "-s", "1000000", "-e", "abbrev=none", "-e", "trace=execve,execveat,write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg"]; // prettier-ignore

describeWithStrace("a push and a pull, seen by the kernel", () => {
  describeWithOpenBao("with OpenBao", () => {
    describeWithKeyring("and a keyring", () => {
      let bao: OpenBao;
      let machine: Machine;
      let canaries: readonly Canary[];
      beforeAll(async () => {
        [bao, machine] = await Promise.all([
          startOpenBao(),
          Machine.with(ours),
        ]);
        canaries = [
          ...keyCanaries(ours),
          ...keyCanaries(theirs),
          textCanary("token", bao.env.BAO_TOKEN),
        ];
      });
      afterAll(async () => {
        await machine.stop();
        await bao.stop();
      });

      test.each([
        ["push", ["push", "lab", "vault:secret/lab", "--yes"]],
        ["pull that takes something", ["pull", "lab"]],
      ])("%s: no plain key and no token in a file, an argument or the environment", async (_, args) => {
        machine.file(".vault-token", bao.env.BAO_TOKEN);
        if (args[0] === "pull") bao.bao(["kv", "put", "secret/lab", "talosconfig=-"], theirs); // prettier-ignore
        const log = join(machine.folder, "trace");
        const { code } = await machine.command([...traced, "-o", log, runtime, program, ...args], { env: { ...online, BAO_ADDR: bao.env.BAO_ADDR } }); // prettier-ignore
        expect(code).toBe(0);
        const lines = machine.read("trace").split("\n");
        const toFiles = lines.filter((line) => /\bp?write\w*\(\d+<\/(?!dev\/)/.test(line)); // prettier-ignore
        const started = lines.filter((line) => line.includes(" execve"));
        expect(toFiles.some((line) => line.includes(machine.home))).toBe(true);
        expect(started.length).toBeGreaterThan(0);
        expect(foundIn(toFiles)).toEqual([]);
        expect(foundIn(started)).toEqual([]);
        // What went to the store is seen.
        const sent = args[0] === "push" ? ["key of lab", "token"] : ["token"];
        expect(foundIn(lines)).toEqual(expect.arrayContaining(sent));
        machine.file("trace", "");
        machine.file(".vault-token", "");
        for (const path of filesBelow(machine.folder))
          expect([path, foundInFile(path, canaries)]).toEqual([path, []]);
      }); // prettier-ignore

      test("came here and went there", async () => {
        const here = await machine.run(["export", "lab", "-o", "-", "-y"]);
        const [key = "no key"] = /key: \S+/.exec(theirs) ?? [];
        expect(here.stdout).toContain(key);
      });

      const foundIn = (lines: readonly string[]) => {
        const all = Buffer.from(lines.join("\n"), "latin1");
        return canaries
          .filter(({ forms }) => forms.some((form) => all.includes(form)))
          .map(({ what }) => what);
      };
    });
  });
});
