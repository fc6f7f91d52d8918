import { afterAll, beforeAll, expect, test } from "vitest";
import { verbs } from "../../cli/verb-registry/verb-registry.ts";
import type { FinishedRotation } from "../../shared/core/usecases/clusters/finish-rotation.ts";
import { TestAuthority } from "../doubles/certificates.ts";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { describeWithShared, sharedPath } from "../shared-material.ts";
import {
  startAuthorityMachine,
  type AuthorityMachine,
} from "./authorities/authority-machine.ts";
import type { MoreGiven } from "../../shared/core/agent/holder-messages.ts";
import { differences, documentedJson } from "./documented-json.ts";
import { online, program, runtime } from "./harness.ts";

const documented = documentedJson();

const recipient =
  "age1w50paqrs46dy8455wygkl9v9pfzkxwse7yeas9fg4t28qxtny3rss84muz";

/** The words of the page as a command; the rotation goes last, because it changes what there is. */
const commands: Readonly<Record<string, string>> = {
  list: "list",
  "show CONTEXT": "show prod",
  "import FILE": "import other.yaml",
  "inspect CONTEXT": "inspect prod",
  "inspect CERTIFICATES": "inspect pair.pem",
  doctor: "doctor",
  findings: "findings",
  "env CONTEXT": "env prod",
  "exec CONTEXTS --each": "exec prod --each",
  "restore --list": "restore --list",
  removed: "removed",
  "push CONTEXT ADDRESS": `push prod sops:prod.sops.yaml --yes --to-recipients ${recipient}`,
  origins: "origins",
  sessions: "sessions",
  approvals: "approvals",
  settings: "settings",
  "guard show CONTEXT": "guard show prod",
  audit: "audit",
  "audit verify": "audit verify",
  ledger: "ledger",
  "blast-radius CONTEXT": "blast-radius prod",
  "handover list": "handover list",
  "sops-key list": "sops-key list",
  "authority list": "authority list",
  "cluster list": "cluster list",
  "ping CONTEXT": "ping prod",
  "can-i CONTEXT COMMAND": "can-i prod version",
  "can-i CONTEXT": "can-i prod",
  "role-for COMMAND": "role-for dashboard",
  "role-for METHOD": "role-for State/Create",
  "role-for LOCAL-COMMAND": "role-for config info",
  roles: "roles",
  "roles ROLE": "roles os:reader",
  "audit archive --to FOLDER": "audit archive --to . --yes",
  "rotation CONTEXT": "rotation prod",
  "rotation CONTEXT --new FILE": "rotation prod --new next.pem --untested",
};

describeWithShared("the JSON that is written down", ["tools/talosctl"], () => {
  let setUp: AuthorityMachine;

  beforeAll(async () => {
    setUp = await startAuthorityMachine();
    const { machine } = setUp;
    const next = new TestAuthority();
    machine.file("next.pem", next.pair.crt + next.pair.key);
    next.dispose();
    machine.file("other.yaml", makeTalosconfig(1));
    const run = (words: string) => machine.run(words.split(" "));
    await run("authority import pair.pem");
    await run("set prod --session-ttl 1h --label a=b --endpoints 127.0.0.1:1");
    const made = `cluster new lab https://127.0.0.1:1 --output lab --talosctl`;
    await machine.run([...made.split(" "), sharedPath("tools/talosctl")]);
    await run("sops-key add repo");
    await run("handover request --name Ada");
    const asked = await machine.run(["handover", "request", "--name", "Eve"]);
    machine.file("request", asked.stdout);
    await run("handover give prod request --for Eve --reason test --yes");
    await run("export prod -y");
  });
  afterAll(() => setUp.stop());

  /** The session of `env` belongs to a process that is there until the suite ends. */
  const print = async (words: string): Promise<string> => {
    const { machine } = setUp;
    const env = { NODE: runtime, TV: program };
    const pid = words.startsWith("env") ? `--pid ${String(process.pid)}` : "";
    const command = words.startsWith("exec") ? "-- true" : "";
    const line = `exec "$NODE" "$TV" ${words} --json ${pid} ${command}`;
    const isPing = words.startsWith("ping");
    return (
      await machine.command(["sh", "-c", line], {
        env: { ...env, ...(isPing ? online : {}) },
      })
    ).stdout;
  };

  test.each(Object.entries(commands))(
    "%s has the keys of the page",
    async (words, command) => {
      const shape = documented.get(words) ?? null;
      const printed: unknown = JSON.parse(await print(command));
      expect(differences(printed, shape)).toEqual([]);
    },
  );

  test("every verb that has --json is on the page, and nothing else", async () => {
    const named = [...documented.keys()].map((words) => words.split(" ")[0]);
    // The command line shows no --json of a group's own verbs.
    const groups = new Set(["cluster", "handover", "sops-key"]);
    for (const verb of Object.keys(verbs)) {
      if (groups.has(verb)) continue;
      const { stdout } = await setUp.machine.run([verb, "--help"]);
      expect([verb, named.includes(verb)]).toEqual([
        verb,
        /^ +--json /m.test(stdout),
      ]);
    }
    // A rotation ends where nodes are, and a request is made in a session; their types are what is printed.
    const finished: FinishedRotation = { finished: ["prod"], left: [] };
    const given: MoreGiven = { until: null, roles: ["os:operator"], methods: [] }; // prettier-ignore
    const elsewhere: Readonly<Record<string, object>> = {
      "rotation CONTEXT --finish": finished,
      "request ROLE": given,
    };
    for (const [words, printed] of Object.entries(elsewhere)) {
      const shape = documented.get(words) ?? null;
      expect(differences(printed, shape)).toEqual([]);
    }
    expect([...documented.keys()].toSorted()).toEqual(
      [...Object.keys(commands), ...Object.keys(elsewhere)].toSorted(),
    );
  });
});
