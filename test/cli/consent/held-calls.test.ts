import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  test,
} from "vitest";
import { journalOf } from "../../doubles/gateway-session.ts";
import { describeWithShared, sharedPath } from "../../shared-material.ts";
import { online, program, runtime, type Machine } from "../harness.ts";
import {
  gatewayMaterial,
  startGatewayMachine,
  type GatewayMachine,
} from "../sessions/gateway-machine.ts";
import { onOwnTerminal } from "./on-own-terminal.ts";
import {
  askedApproval,
  nobodyComes,
  waitingApprovals,
} from "./waiting-approvals.ts";

const talosctl = sharedPath("tools/talosctl");
const reboot = `${talosctl} reboot --wait=false`;

describeWithShared("calls that wait for a person", gatewayMaterial, () => {
  let setUp: GatewayMachine;
  let machine: Machine;

  beforeAll(async () => {
    setUp = await startGatewayMachine();
    ({ machine } = setUp);
  });
  afterAll(() => setUp.stop());
  // Nothing of a test that failed is left for the next one.
  afterEach(() => nobodyComes(machine));
  let before = 0;
  beforeEach(() => {
    before = journalOf(setUp.journal).length;
  });

  /** As a program that nobody sits at. */
  const exec = (script: string, ...options: readonly string[]) =>
    machine.command(
      ["setsid", "--wait", runtime, program, "exec", "prod", "--stored", ...options, "--", "bash", "-c", script], // prettier-ignore
      { env: online },
    );
  const waiting = () => waitingApprovals(machine);
  const asked = (words = "") => askedApproval(machine, words);
  const recorded = async () =>
    (await machine.json<{ asked: unknown[] }>(["ledger", "--json"])).asked;
  const person = (words: string) => onOwnTerminal(machine, words);
  const changes = () =>
    journalOf(setUp.journal)
      .slice(before)
      .map(({ method }) => method.replace(/^.*\//, ""))
      .filter((method) => /Reboot|Shutdown/.test(method));

  test("a person on another terminal agrees, and the call is made", async () => {
    const ran = exec(reboot, "--hold", "reboot");
    const { id, act, text, process, roles } = await asked();
    expect({ act, text, path: process.path }).toEqual({
      act: "call",
      text: expect.stringMatching(
        /^Reboot node 127\.0\.0\.1 of prod.*\. It is call \d+ of a session with os:admin\.$/,
      ) as string,
      path: expect.stringContaining("talosctl") as string,
    });
    expect(roles).toEqual(["os:admin"]);
    expect(changes()).toEqual([]);
    expect(await person(`approvals approve ${id.slice(0, 8)}`)).toContain(
      "Approved.",
    );
    const { code, stderr } = await ran;
    expect(code).toBe(0);
    expect(stderr).toContain("a call waits for a person, for a minute: Reboot");
    expect(changes()).toEqual(["Reboot"]);
    expect((await recorded())[0]).toMatchObject({
      id,
      act: "call",
      text,
      answer: "once",
      answeredBy: "terminal",
    });
  });

  test("a person says no, talosctl shows our sentence, and the node hears nothing", async () => {
    const ran = exec(reboot, "--hold", "writes");
    const { id } = await asked();
    await person(`approvals deny ${id}`);
    const { code, stdout, stderr } = await ran;
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(
      /PermissionDenied.*talos-vault: Nobody agreed to this call/s,
    );
    expect(changes()).toEqual([]);
    expect((await recorded())[0]).toMatchObject({ id, answer: "denied" });
  });

  test("a call that its client gave up is asked about no more, and never made", async () => {
    const ran = exec(
      `${reboot} & until [ -e go ]; do sleep 0.05; done; kill -9 $!; until [ -e over ]; do sleep 0.05; done`,
      "--hold",
      "reboot",
    );
    const { id } = await asked();
    writeFileSync(join(machine.folder, "go"), "");
    await expect.poll(waiting, { timeout: 10_000 }).toEqual([]);
    expect(await person(`approvals approve ${id}`)).toContain(
      "Nothing that waits has an id",
    );
    writeFileSync(join(machine.folder, "over"), "");
    await ran;
    expect(changes()).toEqual([]);
    for (const name of ["go", "over"]) rmSync(join(machine.folder, name));
  });

  test("for ten minutes the method may be called on these nodes, and nothing else", async () => {
    const ran = exec(
      `${reboot}; ${reboot}; ${talosctl} shutdown --wait=false`,
      "--hold",
      "writes",
    );
    const { id } = await asked("Reboot");
    await person(`approvals approve --ten-minutes ${id}`);
    const next = await asked("Shut down");
    expect(changes()).toEqual(["Reboot", "Reboot"]);
    await person(`approvals deny ${next.id}`);
    await ran;
    expect(changes()).toEqual(["Reboot", "Reboot"]);
  });

  test("several that wait are one question, which says how many", async () => {
    const ran = exec(
      `for node in 2 3 4; do ${reboot} -n 10.0.0.$node & done; wait`,
      "--hold",
      "reboot",
    );
    await expect
      .poll(async () => (await waiting()).map(({ count }) => count), {
        timeout: 20_000,
      })
      .toEqual([3]);
    const { id } = await asked();
    expect(await person("approvals")).toContain(
      "2 more calls of the session wait behind it",
    );
    await person(`approvals deny --end-session ${id}`);
    expect((await ran).stderr).toContain(
      "the session with prod is over: it was ended",
    );
    expect(changes()).toEqual([]);
    expect((await recorded())[0]).toMatchObject({ id, answer: "end-session" });
  });

  test("what runs in the session cannot agree with itself on a terminal that it makes", async () => {
    const agree = `import pty; pty.spawn(["sh", "-c", "'${runtime}' '${program}' approvals approve $(cat id)"])`;
    writeFileSync(join(machine.folder, "agree.py"), agree);
    const script = `${reboot} & until [ -e id ]; do sleep 0.05; done
      env -u TALOS_VAULT_SESSION python3 agree.py; touch tried; wait`;
    const variables = `eval "$('${runtime}' '${program}' env prod --stored --hold reboot --shell sh)"`;
    const inShell = () =>
      machine.command(["bash", "-c", `${variables}; ${script}`], {
        env: online,
      });
    for (const run of [() => exec(script, "--hold", "reboot"), inShell]) {
      const ran = run();
      const { id } = await asked();
      writeFileSync(join(machine.folder, "id"), id);
      await machine.appears("tried");
      await person(`approvals deny ${id}`);
      const said = (await ran).stdout.replaceAll(/\s+/g, " ");
      expect(said).toContain("also started this command");
      for (const name of ["id", "tried"]) rmSync(join(machine.folder, name));
    }
    expect(changes()).toEqual([]);
  });

  test("a person is asked before what lasts longer is let through, whatever the context's rule", async () => {
    const ran = exec("echo lent", "--allow", "kubeconfig");
    const { id, act, text } = await asked();
    expect({ act, text }).toEqual({
      act: "session",
      text: expect.stringContaining("it can take a kubeconfig.") as string,
    });
    await person(`approvals deny ${id}`);
    expect((await ran).stdout).toBe("");
    const again = exec("echo lent", "--allow", "escapes");
    const { id: second } = await asked();
    await person(`approvals approve ${second}`);
    expect((await again).stdout).toBe("lent\n");
    // What does not last longer asks nobody.
    expect((await exec("echo lent", "--allow", "reads")).stdout).toBe("lent\n");
  });

  test("a context's guard counts in each session through a gateway, and who loosens it is asked", async () => {
    const guard = ["guard", "set", "prod"];
    await machine.run([...guard, "--hold", "reboot", "--deny", "shutdown"]);
    const shown = { hold: ["reboot"], deny: ["shutdown"], allow: [] };
    const show = ["guard", "show", "prod", "--json"];
    expect(await machine.json(show)).toEqual({
      context: "prod",
      ...shown,
      maxNodes: null,
      hours: null,
    });
    const both = `${talosctl} shutdown --wait=false; ${reboot}`;
    for (const isAgent of [false, true]) {
      if (isAgent) await machine.run(["unlock"]);
      // A guard alone asks for a gateway; what the session says does not loosen it.
      const own = isAgent ? [] : ["--allow", "reboot"];
      const ran = exec(both, ...own);
      const { id } = await asked("Reboot");
      if (!isAgent) {
        expect((await machine.run([...guard, "--max-nodes", "9"])).stderr).toMatch(/1 running session with "prod" goes by its guard from the next call on, .*talos-vault end [0-9a-f]{8}/); // prettier-ignore
        const { sessions: [running] } = await machine.json<{ sessions: readonly { budget: object; walls: readonly string[] }[] }>(["sessions", "--json"]); // prettier-ignore
        expect(running).toMatchObject({ budget: { maxNodes: 9 } });
        expect(running?.walls).toContain("nodes");
      }
      await person(`approvals deny ${id}`);
      const { stdout, stderr } = await ran;
      expect(stdout + stderr).toContain(
        "The guard of this session denies it (shutdown).",
      );
    }
    await machine.run(["lock"]);
    expect(changes()).toEqual([]);
    const loosen = () =>
      machine.command(
        ["setsid", "--wait", runtime, program, ...guard, "--hold", ""], // prettier-ignore
      );
    const refused = loosen();
    const first = await asked();
    expect(first.act).toBe("ask-less");
    await person(`approvals deny ${first.id}`);
    expect((await refused).code).toBe(1);
    expect(await machine.json(show)).toMatchObject(shown);
    const agreed = loosen();
    await person(`approvals approve ${(await asked()).id}`);
    expect((await agreed).code).toBe(0);
    expect(await machine.json(show)).toMatchObject({ hold: [] });
    const cleared = machine.command(
      ["setsid", "--wait", runtime, program, "guard", "clear", "prod"], // prettier-ignore
    );
    await person(`approvals approve ${(await asked()).id}`);
    expect((await cleared).stderr).toContain("Cleared the guard of prod.");
    expect((await machine.run(["guard", "show", "prod"])).stderr).toContain("prod has no guard of its own."); // prettier-ignore
    // The verbs that are neither.
    for (const words of [
      "guard show prod --hold reboot",
      "guard clear prod --hold reboot",
      "guard set prod",
      "guard set prod --max-nodes 0",
      "exec prod --max-calls 0 -- true",
      "approvals --ten-minutes",
      "approvals approve 0123 --end-session",
      "approvals deny 0123 --ten-minutes",
      "approvals deny 0123 --json",
    ])
      expect((await machine.run(words.split(" "))).code).toBe(2);
  });
});
