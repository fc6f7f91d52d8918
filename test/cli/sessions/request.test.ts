import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { journalOf } from "../../doubles/gateway-session.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import {
  startProdCluster,
  type ProdCluster,
} from "../clusters/prod-cluster.ts";
import { onOwnTerminal } from "../consent/on-own-terminal.ts";
import {
  askedApproval,
  waitingApprovals,
  type Approval,
} from "../consent/waiting-approvals.ts";
import { online, program, runtime, type Machine } from "../harness.ts";

const talosctl = sharedPath("tools/talosctl");
const vault = `'${runtime}' '${program}'`;
const reboot = `${talosctl} reboot --wait=false`;

describeWithShared(
  "a request for more, inside a session",
  ["tools/talosctl", "tools/talos-node", "fixtures/prod/secrets.yaml"],
  () => {
    let setUp: ProdCluster;
    let machine: Machine;
    let before = 0;

    beforeAll(async () => {
      setUp = await startProdCluster();
      ({ machine } = setUp);
      const secrets = sharedPath("fixtures/prod/secrets.yaml");
      await machine.run(["authority", "import", secrets]);
    });
    afterAll(() => setUp.stop());
    const calls = () => journalOf(`${machine.folder}/journal`);
    beforeEach(async () => {
      await machine.run(["exec", "prod", "--", talosctl, "version"], { env: online }); // prettier-ignore
      before = calls().length;
    });

    const run = (script: string, ...options: readonly string[]) =>
      machine.command(
        ["setsid", "--wait", runtime, program, "exec", "prod", "--delivery", "gateway", ...options, "--", "bash", "-c", script], // prettier-ignore
        { env: online },
      );
    const waiting = () => waitingApprovals(machine);
    const answered = async (how: string): Promise<Approval> => {
      const one = await askedApproval(machine);
      await onOwnTerminal(machine, `approvals ${how} ${one.id}`);
      return one;
    };
    const seen = () =>
      calls()
        .slice(before)
        .map(({ method, roles }) => [method.replace(/^.*\//, ""), ...roles]);

    test("an agent with a reader's rights gets a command and its role, and can-i says before and after", async () => {
      const script = `
        ${vault} can-i prod talosctl reboot; echo "code $?"
        ${reboot}; cat "$TALOS_VAULT_PROMPT"
        ${vault} request reboot --for 1m --reason "the kubelet hangs"; echo "code $?"; cat "$TALOS_VAULT_PROMPT"
        ${vault} can-i prod talosctl reboot; echo "code $?"
        ${reboot}; ${reboot}
        ${talosctl} version >/dev/null
        ${vault} can-i prod talosctl get machineconfig; ${vault} can-i prod | grep -E '^(get|reset|logs|read) '`;
      const ran = run(script, "--agent", "robot", "--ask", "writes");
      // Talosctl's own try would be in vain, and is not asked about.
      const { act, text } = await answered("approve");
      expect({ act, text }).toEqual({
        act: "elevate",
        text: 'The agent "robot" may call reboot on "prod" for 1 minute as often as it wants and without a question, with os:operator.',
      });
      const { stdout, stderr } = await ran;
      expect(stdout).toContain("Allowed with os:operator");
      expect(stdout.match(/code \d/g)).toEqual(["code 1", "code 0", "code 0"]);
      expect(stdout).toContain("no\n");
      expect(stdout.match(/^prod os:reader.*$/gm)).toEqual([
        "prod os:reader agent robot",
        "prod os:reader +os:operator agent robot",
      ]);
      expect(stderr).toContain(
        "It can be requested: then a person is asked to allow it for a while. Run: talos-vault request reboot --reason TEXT",
      );
      // Talosctl asks for the version first, each time.
      const version = ["Version", "os:reader"];
      const rebooted = ["Reboot", "os:operator"];
      expect(seen()).toEqual(
        [version, version, rebooted, version, rebooted, version], // prettier-ignore
      );
      const { asked, entries } = await machine.json<{
        asked: unknown[];
        entries: unknown[];
      }>(["ledger", "--json"]);
      expect(asked[0]).toMatchObject({
        act: "elevate",
        agent: "robot",
        reason: "the kubelet hangs",
        answer: "once",
      });
      expect(entries[0]).toMatchObject({
        roles: ["os:operator"],
        agent: "robot",
        reason: "the kubelet hangs",
        purpose: "session",
      });
    });

    test("a person's session opens what it closes, once somebody else agrees; an agent's never does", async () => {
      const script = `${talosctl} kubeconfig --force here; ${vault} request kubeconfig --reason "to look"; echo "code $?"`;
      const admin = ["--role", "os:admin"];
      const ran = run(script, ...admin);
      expect((await answered("deny")).text).toContain(
        "What it takes out may last longer: it can take a kubeconfig.",
      );
      expect((await ran).stdout).toContain("code 1");
      const agents = await run(script, ...admin, "--agent", "robot");
      expect(agents.stdout).toContain("code 1");
      expect(agents.stderr).toContain("Nobody can allow that to an agent");
      expect(await waiting()).toEqual([]);
      expect(seen()).toEqual([]);
    });

    test("an agent whose roles are not enough is told of no session that has more", async () => {
      const agents = ["--agent", "robot", "--ask", "none"];
      const words = [talosctl, "reboot", "--wait=false"];
      const refused = (...options: readonly string[]) =>
        machine.run(["exec", "prod", ...options, "--", ...words], {
          env: online,
        });
      expect((await refused()).stderr).toContain("--role os:operator");
      expect((await refused(...agents)).stderr).not.toContain("--role");
    });

    test("outside of a session, without a reason and in a session with the key there is nothing to ask for", async () => {
      const words = ["request", "reboot", "--reason", "now"];
      expect((await machine.run(words)).code).toBe(4);
      expect((await machine.run(["request", "reboot"])).code).toBe(2);
      const inKey = await machine.run(
        ["exec", "prod", "--", runtime, program, ...words],
        { env: online },
      );
      expect(inKey.code).toBe(4);
      expect(inKey.stderr).toContain("no session with a gateway");
    });
  },
);
