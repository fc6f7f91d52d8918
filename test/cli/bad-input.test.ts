import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  Machine,
  program,
  runtime,
  type RunOptions,
} from "./harness.ts";

interface Case {
  readonly args: readonly string[];
  readonly code: number;
  readonly says: RegExp;
  readonly next: RegExp;
  readonly options?: RunOptions;
  /** What a shell that evaluates the answer of `env` fails with; nothing where nothing is said. */
  readonly stdout?: string;
}

// prettier-ignore
const cases: Readonly<Record<string, Case>> = {
  "an unknown verb": { args: ["frobnicate"], code: 2, says: /no verb "frobnicate"/, next: /--help/ },
  "a word that every object has": { args: ["constructor"], code: 2, says: /no verb "constructor"/, next: /--help/ },
  "an unknown option": { args: ["list", "--colour"], code: 2, says: /list has no option --colour/, next: /--help/ },
  "a missing argument": { args: ["rename", "context-1"], code: 2, says: /rename needs <name>: its new name/, next: /--help/ },
  "an unknown context": { args: ["show", "prodd"], code: 4, says: /no context "prodd"/, next: /Name one of: "context-1"/ },
  "an unknown context for exec": { args: ["exec", "prodd", "--", "true"], code: 4, says: /no context "prodd"/, next: /Run: talos-vault list/ },
  "no previous context": { args: ["use", "-"], code: 4, says: /no previous context/, next: /Name one of/ },
  "no context and nobody to pick one": { args: ["show"], code: 2, says: /no terminal to ask on: "Which context\?"/, next: /Name the context/ },
  "no command": { args: ["exec", "context-1"], code: 2, says: /no command to run/, next: /two dashes/ },
  "no command after the dashes": { args: ["exec", "context-1", "--"], code: 2, says: /no command to run/, next: /two dashes/ },
  "a lifetime that is none": { args: ["exec", "context-1", "--ttl", "soon", "--", "true"], code: 2, says: /duration is 90s/, next: /--help/ },
  "a lifetime beyond all reason": { args: ["shell", "context-1", "--ttl", "9999w"], code: 2, says: /duration is 90s/, next: /--help/ },
  "a file that is not there": { args: ["import", "nowhere.yaml"], code: 4, says: /no file nowhere.yaml/, next: /Check the path/ },
  "a folder for a file": { args: ["import", "."], code: 1, says: /is a folder/, next: /talos-vault import \*/ },
  "an endless device": { args: ["import", "/dev/zero"], code: 1, says: /larger than 32 MiB/, next: /right file/ },
  "an empty file": { args: ["import", "-"], code: 1, says: /Standard input is empty/, next: /right file/ },
  "binary rubbish": { args: ["import", "-"], code: 1, says: /is a binary file/, next: /right file/, options: { input: "\u007fELF\u0000" } },
  "broken YAML": { args: ["import", "-"], code: 1, says: /not valid YAML \(line 2\)/, next: /check the file/, options: { input: "contexts: [\n" } },
  "a context that is null": { args: ["import", "-"], code: 1, says: /"a" is null/, next: /nothing was imported/, options: { input: "contexts:\n  a:\n" } },
  "a context in a verb's place": { args: ["guard", "context-1"], code: 2, says: /does not know "context-1"/, next: /talos-vault guard show context-1/ },
  "a value for an option that has none": { args: ["set", "--production", "on"], code: 2, says: /takes no value/, next: /Write --production alone/ },
  "a misspelt verb among words to search": { args: ["audit", "verif"], code: 2, says: /audit has no such verb/, next: /talos-vault audit verify/ },
  "several files of which none is one": { args: ["import", "nowhere.yaml", "."], code: 4, says: /no file nowhere.yaml/, next: /Check the path/ },
  "removal of stdin": { args: ["import", "--remove-source", "-"], code: 2, says: /cannot be removed/, next: /Name the file/ },
  "an unknown way with conflicts": { args: ["import", "--on-conflict", "maybe", "-"], code: 2, says: /It takes rename, replace, skip or fail/, next: /--help/ },
  "a second vault": { args: ["init"], code: 5, says: /a vault in .* already/, next: /TALOS_VAULT_HOME/ },
  "a name that is taken": { args: ["rename", "context-1", "context-2"], code: 5, says: /a context "context-2" already/, next: /another name/ },
  "a name that means something else": { args: ["rename", "context-1", "-"], code: 1, says: /is not "-"/, next: /another name/ },
  "a broken endpoint": { args: ["set", "context-1", "--endpoints", "10.0.0.1,[fd00::1]"], code: 1, says: /endpoint "\[fd00::1\]"/, next: /\[fd00::1\]:50000/ },
  "a node with a port": { args: ["set", "context-1", "--nodes", "10.0.0.1:50000"], code: 1, says: /node "10.0.0.1:50000"/, next: /Use 10.0.0.1/ },
  "an unknown colour": { args: ["set", "context-1", "--color", "mauve"], code: 2, says: /Choose one of: red/, next: /--help/ },
  "nothing to set": { args: ["set", "context-1"], code: 2, says: /Nothing to set/, next: /--help/ },
  "names that are none, in a list": { args: ["list", "--json", "nosuch", "context-1", "x*"], code: 4, says: /No context matches "nosuch x\*"/, next: /list/ },
  "a pattern that matches nothing": { args: ["remove", "x*", "--yes"], code: 4, says: /No context matches "x\*"/, next: /list/ },
  "what was not removed is put back": { args: ["put-back", "nosuch"], code: 4, says: /No removed context "nosuch"/, next: /Run: talos-vault removed$/m },
  "removal without a yes": { args: ["remove", "context-2"], code: 2, says: /no terminal/, next: /--yes/ },
  "another recovery key without a yes": { args: ["recovery-key"], code: 2, says: /no terminal to ask on: "The old recovery key will stop working\. Go on\?"/, next: /--yes/ },
  "a restore without a yes": { args: ["restore", "--generation", "1"], code: 2, says: /No longer there afterwards: context-1[^]*no terminal to ask on: "This takes the place [^"]*Go on\?"/, next: /--yes/ },
  "an export without a yes": { args: ["export", "context-1"], code: 2, says: /no terminal/, next: /--yes/ },
  "an unknown session": { args: ["end", "abc"], code: 4, says: /No running session/, next: /sessions lists/ },
  "no session named": { args: ["end"], code: 2, says: /Which session/, next: /--all/ },
  "a passphrase that is too short": { args: ["passphrase", "set", "--new-passphrase-fd", "3"], code: 1, says: /fewer than 12/, next: /several words/, options: { descriptors: ["short"] } },
  "a descriptor that is not open": { args: ["passphrase", "set", "--new-passphrase-fd", "77"], code: 2, says: /descriptor 77, which cannot be read/, next: /3<FILE/ },
  "a descriptor that nobody gave, in whose place the runtime has a queue of its own": { args: ["audit", "verify", "--recovery-fd", "3"], code: 2, says: /descriptor 3, which cannot be read/, next: /3<FILE/ },
  "one in whose place it has a pipe of its own": { args: ["audit", "verify", "--recovery-fd", "5"], code: 2, says: /descriptor 5, which cannot be read/, next: /3<FILE/ },
  "no passphrase to change": { args: ["passphrase", "change"], code: 3, says: /has no passphrase/, next: /passphrase set/ },
  "no passphrase to remove": { args: ["passphrase", "remove"], code: 3, says: /has no passphrase/, next: /nothing to remove/ },
  "a recovery key that is none": { args: ["recover", "--recovery-fd", "3"], code: 1, says: /not a recovery key/, next: /AGE-SECRET-KEY-1/, options: { descriptors: ["hello"] } },
  "another vault's recovery key": { args: ["recover", "--recovery-fd", "3"], code: 1, says: /does not open this vault/, next: /every character/, options: { descriptors: ["AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"] } },
  "what is neither a file nor a context": { args: ["inspect", "nosuch.yaml"], code: 4, says: /no file "nosuch.yaml".*no context "nosuch.yaml"/, next: /Name one of/ },
  "no talosconfig where one is looked for": { args: ["import"], code: 4, says: /looks: \/nowhere \(TALOSCONFIG is set to it\), .*\.talos\/config, /, next: /import FILE/, options: { env: { TALOSCONFIG: "/nowhere" } } },
  "several files of which none is there": { args: ["import", "no-1", "no-2"], code: 4, says: /no file no-1\.[^]*no file no-2\./, next: /Check the path/ },
  "nothing to restore": { args: ["restore"], code: 2, says: /Restore what/, next: /--generation/ },
  "a generation that is not there": { args: ["restore", "--generation", "99", "--yes"], code: 4, says: /not there/, next: /restore --list/ },
  "a backup that is none": { args: ["restore", "talosconfig", "--yes"], code: 1, says: /is a talosconfig, and not a backup/, next: /Nothing was changed.*talos-vault import/ },
  "a file in the way of a backup": { args: ["backup", "talosconfig"], code: 5, says: /talosconfig exists already/, next: /--force/ },
  "no role for a session": { args: ["exec", "context-1", "--role", "", "--", "true"], code: 2, says: /session needs a role/, next: /os:reader/ },
  "a list of no roles for a session": { args: ["env", "context-1", "--role", ","], code: 2, says: /needs a role/, next: /name none/, stdout: "false\n" },
  "a passphrase for a key that is not sealed": { args: ["authority", "import", "talosconfig", "--authority-passphrase-fd", "3"], code: 2, says: /goes with --seal/, next: /--seal --authority-passphrase-fd/, options: { descriptors: ["long enough for it"] } },
  "two ways to renew": { args: ["renew", "context-1", "--via", "context-2", "--authority", "talosconfig"], code: 2, says: /--via and --authority do not go together/, next: /Leave one of them out/ },
  "a rotation that tries nothing": { args: ["rotation", "context-1", "--untested"], code: 2, says: /goes with --new/, next: /--help/ },
  "all and some": { args: ["ping", "--all", "context-1"], code: 2, says: /--all is every context/, next: /Leave out/ },
  "a group without its verb": { args: ["cluster"], code: 2, says: /Usage: talos-vault cluster/, next: /export-secrets/ },
  "an authority without a verb": { args: ["authority"], code: 2, says: /authority needs <what>: what to do/, next: /talos-vault authority list/ },
  "a service account without a verb": { args: ["service-account"], code: 2, says: /needs (<what>|--namespace)/, next: /--help|manifest/ },
  "completion for no shell": { args: ["completion"], code: 2, says: /completion needs <shell>/, next: /talos-vault completion bash/ },
  "a duration for unlock that is too long": { args: ["unlock", "--for", "13h"], code: 2, says: /up to|12 hours/, next: /--help/ },
  "a push to no address": { args: ["push", "context-1"], code: 2, says: /the address at last/, next: /push CONTEXT ADDRESS, which is .*sops:FILE/ },
  "an address that names no place": { args: ["push", "context-1", "vault:"], code: 2, says: /"vault:" names no place/, next: /Write vault:MOUNT\/PATH/ },
  "a push of an unknown context": { args: ["push", "prodd", "sops:x.yaml"], code: 4, says: /no context "prodd"/, next: /Name one of/ },
  "an import from an address that names no place": { args: ["import", "sops:"], code: 2, says: /"sops:" names no place/, next: /Write vault:MOUNT\/PATH/ },
  "a place with nothing in it": { args: ["import", "sops:nowhere.yaml"], code: 4, says: /Nothing is at sops:.*nowhere/, next: /Check the address/ },
  "a push that nobody could read": { args: ["push", "context-1", "sops:new.yaml", "--yes"], code: 2, says: /to whom .*new.yaml is to be encrypted/, next: /Name recipients/ },
  "a push to a folder that is not there": { args: ["push", "context-1", "sops:no/new.yaml", "--yes"], code: 4, says: /folder of .* does not exist/, next: /Make the folder first/ },
  "a pull of what came from no store": { args: ["pull", "context-1"], code: 4, says: /came from no store/, next: /Import it from one/ },
  "origins of one": { args: ["origins", "context-1"], code: 2, says: /takes no words/, next: /--help/ },
  "a hand-over without its verb": { args: ["handover"], code: 2, says: /Usage: talos-vault handover/, next: /handover accept ada\.answer/ },
  "an answer that is not there": { args: ["handover", "accept", "nowhere"], code: 4, says: /no file nowhere/, next: /Check the path/ },
  "a key that is none of SSH or age": { args: ["handover", "accept", "talosconfig", "--identity", "talosconfig"], code: 1, says: /no key of SSH or age/, next: /Name the private key/ },
  "access for a broken recipient": { args: ["handover", "give", "context-1", "age1xx", "--for", "a", "--reason", "b", "--yes"], code: 1, says: /Line 1 is no recipient/, next: /Nothing was changed/ },
  "access that nothing here can give, before anybody compares a key": { args: ["handover", "give", "context-1", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", "--for", "a", "--reason", "b"], code: 1, says: /Nothing in the vault can make a credential/, next: /--authority/ },
  "a bound that an empty variable was to say": { args: ["exec", "context-1", "--only-nodes", "", "--", "true"], code: 2, says: /list is empty/, next: /leave the option out/ },
  "an agent that follows": { args: ["exec", "context-1", "--agent", "a", "--follow", "--", "true"], code: 2, says: /leads to one cluster/, next: /Leave out --follow\.$/m },
  "a denial of nothing": { args: ["exec", "context-1", "--deny", " , ", "--", "true"], code: 2, says: /list is empty/, next: /leave the option out/ },
  "access that says not for whom": { args: ["handover", "give", "context-1", "talosconfig"], code: 2, says: /needs --for <who>/, next: /--help/ },
  "an anchor that is none": { args: ["audit", "verify", "--anchor", "x"], code: 2, says: /no anchor/, next: /audit anchor prints/ },
  "another vault's recovery key for the log": { args: ["audit", "verify", "--recovery-fd", "3"], code: 1, says: /Nothing of it is proven/, next: /recovery-key verify/, options: { descriptors: ["AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"] } },
  "a format of the log that there is not": { args: ["audit", "export", "--format", "xml"], code: 2, says: /--format cannot be "xml". It takes jsonl or csv/, next: /audit --help/ },
  "a request outside a session": { args: ["request", "os:operator", "--reason", "x"], code: 4, says: /no session with a gateway/, next: /exec CONTEXT --delivery gateway/ },
  "a guard of nothing that Talos has": { args: ["guard", "set", "context-1", "--deny", "nonsense"], code: 2, says: /"nonsense" is no group, no method/, next: /MachineService\/Reset/ },
  "nothing to guard": { args: ["guard", "set", "context-1"], code: 2, says: /Nothing to set/, next: /--allow/ },
  "an approval of nothing that waits": { args: ["approvals", "approve", "zz"], code: 4, says: /Nothing that waits/, next: /talos-vault approvals/ },
  "a process that is not there": { args: ["env", "context-1", "--pid", "999999999"], code: 2, says: /no process 999999999/, next: /--pid/, stdout: "false\n" },
};

describeWithKeyring("bad input", () => {
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.start();
    await machine.run(["init"]);
    const talosconfig = makeTalosconfig(3);
    machine.file("talosconfig", talosconfig);
    await machine.run(["import", "talosconfig"]);
  });

  afterAll(() => machine.stop());

  test.each(Object.entries(cases))(
    "%s: a sentence, what to do next, the documented code, nothing changed",
    async (_, { args, code, says, next, options, stdout = "" }) => {
      const before = machine.snapshot();
      const outcome = await machine.run(args, options);
      expect(outcome.stderr).toMatch(says);
      expect(outcome.stderr).toMatch(next);
      expect(outcome.stdout).toBe(stdout);
      expect(outcome.code).toBe(code);
      expect(machine.snapshot()).toEqual(before);
    },
  );

  test("a stdout that is full is named, and nothing that was to be handed out counts", async () => {
    for (const words of [
      "list --json",
      "audit anchor",
      "export context-1 --yes -o -",
      "handover request --name Ada",
    ]) {
      const line = `"$0" "$1" ${words} >/dev/full`;
      const shell = ["bash", "-c", line, runtime, program];
      const { code, stderr } = await machine.command(shell);
      expect(stderr).toContain("No space is left where stdout goes.");
      expect(stderr).not.toMatch(/internal error|^\s+at /m);
      expect(code).toBe(1);
    }
    const listed = await machine.json(["handover", "list", "--json"]);
    expect(listed).toMatchObject({ requests: [] });
  });

  test("a damaged vault is named and left as it is", async () => {
    const path = join(machine.home, "vault.age");
    const sound = machine.snapshot()["vault.age"] ?? "";
    const bytes = Buffer.from(sound, "hex");
    const last = bytes.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    for (const args of [
      ["list"],
      ["use", "context-2"],
      ["exec", "context-1", "--", "true"],
    ]) {
      const outcome = await machine.run(args);
      expect(outcome).toMatchObject({ code: 1, stdout: "" });
      expect(outcome.stderr).toContain("damaged");
      expect(outcome.stderr).toContain("restore --generation");
    }
    expect(machine.snapshot()["vault.age"]).toBe(bytes.toString("hex"));
    writeFileSync(path, Buffer.from(sound, "hex"));
    expect((await machine.run(["list"])).code).toBe(0);
  });

  test("an older vault file is named, and accepted only on purpose", async () => {
    const path = join(machine.home, "vault.age");
    const older = Buffer.from(machine.snapshot()["vault.age"] ?? "", "hex");
    expect((await machine.run(["use", "context-2"])).code).toBe(0);
    writeFileSync(path, older);
    const refused = await machine.run(["list"]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("older than the last one written here");
    expect(
      (await machine.run(["restore", "--accept-older", "--yes"])).code,
    ).toBe(0);
    expect((await machine.run(["list"])).code).toBe(0);
  });
});

describeWithKeyring("no vault", () => {
  test.each([
    ["list"],
    ["exec", "a", "--", "true"],
    ["use", "a"],
    ["backup", "b"],
    ["unlock"],
  ])("%s says how to make one", async (...args) => {
    const machine = await Machine.start();
    try {
      const outcome = await machine.run(args);
      expect(outcome.code).toBe(4);
      expect(outcome.stderr).toContain("talos-vault init");
    } finally {
      await machine.stop();
    }
  });
});
