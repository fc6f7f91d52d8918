import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { journalOf } from "../../doubles/gateway-session.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { onOwnTerminal } from "../consent/on-own-terminal.ts";
import {
  askedApproval,
  waitingApprovals,
} from "../consent/waiting-approvals.ts";
import { online, program, runtime, type Machine } from "../harness.ts";
import {
  gatewayMaterial,
  startGatewayMachine,
  type GatewayMachine,
} from "./gateway-machine.ts";

const talosctl = sharedPath("tools/talosctl");
const vault = `'${runtime}' '${program}'`;

describeWithShared("the session of an agent", gatewayMaterial, () => {
  let setUp: GatewayMachine;
  let machine: Machine;
  let before = 0;

  beforeAll(async () => {
    setUp = await startGatewayMachine();
    ({ machine } = setUp);
  });
  afterAll(() => setUp.stop());
  beforeEach(() => {
    before = journalOf(setUp.journal).length;
  });

  /** As a program that nobody sits at. */
  const agent = (script: string, ...options: readonly string[]) =>
    machine.command(
      ["setsid", "--wait", runtime, program, "exec", "prod", "--stored", "--agent", "robot", ...options, "--", "bash", "-c", script], // prettier-ignore
      { env: online },
    );
  const waiting = () => waitingApprovals(machine);
  const asked = () => askedApproval(machine);
  const askedInAll = async () =>
    (await machine.json<{ asked: unknown[] }>(["ledger", "--json"])).asked;
  const methods = () =>
    journalOf(setUp.journal)
      .slice(before)
      .map(({ method }) => method.replace(/^.*\//, ""));

  test("reads ask nobody, and one reset asks once, before the node hears of it", async () => {
    const reads = `for n in 1 2 3 4 5; do ${talosctl} version; ${talosctl} services; done`;
    const ran = agent(
      `{ ${reads}; } >/dev/null; ${talosctl} reset --wait=false --graceful=false --reboot`,
    );
    const { id, act, agent: name, text } = await asked();
    expect({ act, name }).toEqual({ act: "call", name: "robot" });
    expect(text).toMatch(
      /^Reset .*\. It is call \d+ of the agent "robot" with os:admin\.$/,
    );
    const seen = methods();
    expect(seen.filter((one) => one === "ServiceList")).toHaveLength(5);
    expect(seen).not.toContain("Reset");
    await onOwnTerminal(machine, `approvals approve ${id}`);
    await ran;
    expect(methods().filter((one) => one === "Reset")).toHaveLength(1);
    expect(await askedInAll()).toMatchObject([
      { id, act: "call", agent: "robot", answer: "once" },
    ]);
  });

  test("nothing leaves it that lasts longer, and the refusals name no option", async () => {
    const { stdout, stderr } = await agent(
      `${talosctl} config new stolen; ${talosctl} version >/dev/null; ${talosctl} version`,
      "--max-calls",
      "1",
    );
    const said = stdout + stderr;
    expect(said).toContain(
      "Nobody can allow that to an agent: ask the person you work for to do it.",
    );
    expect(said).toContain("Ask the person you work for to do it, or to start");
    expect(said.match(/talos-vault: .*--\w+/g)).toBeNull();
    const refused = await agent("true", "--allow", "kubeconfig");
    expect(refused.code).toBe(2);
    expect((await agent("true", "--delivery", "fd")).code).toBe(2);
    expect(await waiting()).toEqual([]);
  });

  test("its list of sessions advises no verb that it has not", async () => {
    const { stdout, stderr } = await agent(`${vault} sessions`);
    expect(stdout).toContain("agent robot");
    expect(stderr).not.toContain("talos-vault audit");
  });

  test("within it the program answers about that session alone, also when its mark is taken away and another vault is named", async () => {
    await machine.run(["unlock"]);
    const other = machine.run(["exec", "prod", "--stored", "--", "sh", "-c", "touch there; until [ -e over ]; do sleep 0.05; done"]); // prettier-ignore
    await machine.appears("there");
    const verbs = [
      "list",
      "export prod -o out.yaml",
      "exec prod --stored --nested -- cat",
      "shell prod --nested",
      "env prod --stored --nested --shell sh",
      "approvals",
      "end --all",
      "lock",
      "set prod --consent never",
    ];
    const hidden = "env -u TALOS_VAULT_SESSION";
    const elsewhere = `${hidden} -u TALOSCONFIG TALOS_VAULT_HOME="$PWD/another"`;
    const { stdout, stderr } = await agent(
      `for hide in "" "${hidden}"; do
         ${verbs.map((words) => `$hide ${vault} ${words} </dev/null; echo "code $?"`).join("\n")}
         $hide ${vault} sessions --json
         $hide ${vault} can-i prod talosctl reboot
         $hide ${vault} can-i prod talosctl get members
         $hide ${vault} can-i prod talosctl kubeconfig
         $hide ${vault} can-i lab; echo "code $?"
         $hide ${vault} --version; $hide ${vault} export --help
         $hide ${vault} exec prod --stored --nested --reason --help -- echo "it ran"
       done
       ${elsewhere} ${vault} list; echo "code $?"
       ${elsewhere} ${vault} sessions --json`,
      "--only-nodes",
      "127.0.0.1,10.0.0.9",
    );
    machine.file("over", "");
    expect((await other).code).toBe(0);
    const codes = stdout.match(/^code \d+$/gm) ?? [];
    expect(codes).toEqual(
      Array.from({ length: 2 * (verbs.length + 1) + 1 }, () => "code 1"),
    );
    expect(stdout).not.toContain("contexts:");
    expect(stdout).not.toContain("export TALOSCONFIG");
    expect(stdout).not.toContain("it ran");
    const lists = [...stdout.matchAll(/^\{[\s\S]*?^\}/gm)].map(
      ([json]) => JSON.parse(json) as { sessions: unknown[] },
    );
    expect(lists).toHaveLength(3);
    for (const { sessions } of lists)
      expect(sessions).toMatchObject([
        {
          agent: "robot",
          budget: { onlyNodes: ["127.0.0.1", "10.0.0.9"] },
          delivery: "gateway",
        },
      ]);
    expect(stdout.match(/^yes/gm)).toHaveLength(4);
    expect(stdout.match(/^no$/gm)).toHaveLength(2);
    // Of a kubeconfig nobody is to be asked.
    expect(stderr.match(/request \w+ --reason TEXT$/gm)).toHaveLength(2);
    expect(stdout).toContain("Usage: talos-vault export");
    expect(stdout).toContain("Usage: talos-vault exec");
    expect(stderr).toContain('in the session of the agent "robot"');
    const refusals = stderr
      .split("\n")
      .filter((line) => /agent|Ask/.test(line));
    expect(refusals.join("\n")).not.toMatch(/ --\w+/);
    await machine.run(["lock"]);
  });

  test("what a person is asked about can be all or nothing, and nothing not where the context asks", async () => {
    const quiet = await agent(
      `${talosctl} reboot --wait=false`,
      "--ask",
      "none",
    );
    expect(quiet.code).toBe(0);
    expect(methods()).toContain("Reboot");
    await machine.run(["set", "prod", "--consent", "writes"]);
    const refused = await agent("true", "--ask", "none");
    expect(refused.stderr).toContain("has a person asked before");
    expect(refused.code).toBe(2);
    const all = agent(`${talosctl} version`, "--ask", "all");
    // The session itself, then its call.
    for (const act of ["session", "call"]) {
      const one = await asked();
      expect(one).toMatchObject({ act, agent: "robot" });
      await onOwnTerminal(machine, `approvals approve ${one.id}`);
      await expect.poll(waiting, { timeout: 20_000 }).not.toContainEqual(one);
    }
    expect((await all).code).toBe(0);
    expect((await askedInAll())[1]).toMatchObject({
      act: "session",
      agent: "robot",
    });
  });
});
