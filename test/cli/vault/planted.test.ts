import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clusterVerbs } from "../../../cli/verb-registry/cluster-verbs.ts";
import { contextVerbs } from "../../../cli/verb-registry/context-verbs.ts";
import { issuingVerbs } from "../../../cli/verb-registry/issuing-verbs.ts";
import { sessionVerbs } from "../../../cli/verb-registry/session-verbs.ts";
import { vaultVerbs } from "../../../cli/verb-registry/vault-verbs.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import {
  describeWithKeyring,
  Machine,
  type Outcome,
  runtime,
} from "../harness.ts";

const isRoot = process.getuid?.() === 0;
const somebody = 23_456;
/** Ours while the test runs: an owner to whom a mode means something. */
const uid = isRoot ? 65_534 : null;
const withinSeconds = 40;
const terabyte = 1024 ** 4;

/** `PLANTED=all` tries every kind in every place; else a few by the seed that is printed. */
const isAll = process.env["PLANTED"] === "all";
const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
const sampled = 3;

let machine: Machine;
let good = "";
let outside = "";
const servers: Server[] = [];

const own = (path: string): void => {
  if (uid !== null) chownSync(path, uid, uid);
};
const put = (path: string, text: string): void => {
  writeFileSync(path, text, { mode: 0o600 });
  own(path);
};
/** What was there, changed; an empty file where nothing was. */
const changed = (path: string, change: (path: string) => void): void => {
  if (!existsSync(path)) put(path, "");
  change(path);
};
const replaced = (path: string, make: (path: string) => void): void => {
  rmSync(path, { recursive: true, force: true });
  make(path);
};
const made = (program: string, ...args: string[]): void => {
  const { status } = spawnSync(program, args);
  if (status !== 0) throw new Error(`${program} failed`);
};

const kinds: Readonly<Record<string, (path: string) => void>> = {
  "a named pipe": (path) => replaced(path, (at) => made("mkfifo", at)),
  "a dangling link": (path) =>
    replaced(path, (at) => symlinkSync(join(outside, "nowhere"), at)),
  "a link to a file": (path) =>
    replaced(path, (at) => symlinkSync(join(outside, "mine"), at)),
  "a link to a folder": (path) =>
    replaced(path, (at) => symlinkSync(join(outside, "folder"), at)),
  "a folder": (path) =>
    replaced(path, (at) => {
      mkdirSync(join(at, "kept"), { recursive: true });
      own(at);
    }),
  "a socket": (path) =>
    replaced(path, (at) => {
      const short = join(outside, "s");
      servers.push(createServer().listen(short));
      // Its name may be longer than a socket's may be.
      made("mv", short, at);
    }),
  "an empty file": (path) => replaced(path, (at) => put(at, "")),
  "a huge file": (path) =>
    replaced(path, (at) => {
      put(at, "");
      truncateSync(at, terabyte);
    }),
  "a file of other bytes": (path) =>
    replaced(path, (at) => put(at, '\u0000{"not":["ours"]}\n')),
  "something open to everybody": (path) =>
    changed(path, (at) => chmodSync(at, 0o777)),
  "something nobody may read": (path) =>
    changed(path, (at) => chmodSync(at, 0)),
  "a time in the future": (path) =>
    changed(path, (at) => utimesSync(at, 2 ** 32, 2 ** 32)),
  ...(isRoot
    ? {
        "another user's": (path: string) =>
          changed(path, (at) => {
            chownSync(at, somebody, somebody);
            chmodSync(at, 0o777);
          }),
        "a device": (path: string) =>
          replaced(path, (at) => made("mknod", at, "c", "1", "5")),
      }
    : {}),
};

const id = "3f9a1c00-1111-4222-8333-444455556666";
const home = (name: string) => () => join(machine.home, name);
const run = (name: string) => () => join(machine.runFolder, name);

const places: Readonly<Record<string, () => string>> = {
  "vault.age": home("vault.age"),
  "edits.age": home("edits.age"),
  "identity.age": home("identity.age"),
  "identity.next.age": home("identity.next.age"),
  "identity.former.age": home("identity.former.age"),
  "recovery.age": home("recovery.age"),
  "recovery.next.age": home("recovery.next.age"),
  "vault.replaced.age": home("vault.replaced.age"),
  "vault.lock": home("vault.lock"),
  "a place in the queue": home("vault.lock.wait-00000000000000001-x"),
  "settings.json": home("settings.json"),
  "shown-notices.json": home("shown-notices.json"),
  "health.json": home("health.json"),
  "health.json.lock": home("health.json.lock"),
  "ledger.jsonl": home("ledger.jsonl"),
  "history.jsonl": home("history.jsonl"),
  "audit.jsonl": home("audit.jsonl"),
  "a part of the audit log": home("audit-1-5.jsonl"),
  "audit.state": home("audit.state"),
  "audit.lock": home("audit.lock"),
  "a place in the log's queue": home("audit.lock.wait-00000000000000001-x"),
  "audit-archive.lock": home("audit-archive.lock"),
  "notes.json": home("notes.json"),
  "notes.lock": home("notes.lock"),
  "the leases": home("sessions"),
  "a lease": home(`sessions/${id}.json`),
  "the generations": home("backups"),
  "what a person is asked": home("consent"),
  "a question to a person": home(`consent/${"0".repeat(32)}.question`),
  "an answer to it": home(`consent/${"0".repeat(32)}.answer`),
  "an answer that is remembered": home(`consent/${"0".repeat(32)}.agreed`),
  "a window that shows questions": home("consent/1.window"),
  "the newest generation": () => {
    const [newest = "vault-1.age"] = readdirSync(join(machine.home, "backups"))
      .toSorted()
      .toReversed();
    return join(machine.home, "backups", newest);
  },
  "the vault's folder": () => machine.home,
  "the run folder": () => machine.runFolder,
  "the agent's socket": () => {
    const { dev, ino } = statSync(machine.home);
    return join(machine.runFolder, `agent-${String(dev)}-${String(ino)}`);
  },
  "a session's folder": run(id),
  "the owner of a session's folder": () => {
    const folder = join(machine.runFolder, id);
    mkdirSync(folder, { mode: 0o700, recursive: true });
    own(folder);
    return join(folder, "owner");
  },
  "the cache": () => join(machine.folder, "cache", "talos-vault"),
  "the compiled code": () =>
    join(machine.folder, "cache", "talos-vault", "compiled"),
  "the file to import": () => join(machine.folder, "source"),
  "the file to export": () => join(machine.folder, "target"),
  "a text of a hand-over": () => join(machine.folder, "sent"),
  "a file of SOPS": () => join(machine.folder, "lab.sops.yaml"),
  "the rules of SOPS": () => join(machine.folder, ".sops.yaml"),
};

const reading: readonly (readonly string[])[] = [
  ["list"],
  ["show", "context-1", "--json"],
  ["doctor"],
  ["sessions"],
  ["ledger"],
  ["audit"],
  ["audit", "verify"],
  ["origins"],
  ["handover", "list"],
  ["findings"],
  ["roles"],
  ["start"],
  ["approvals"],
  ["lock"],
];
const writing: readonly (readonly string[])[] = [
  ["set", "context-1", "--label", "a=b"],
  ["import", "source", "--on-conflict", "skip"],
  ["ping", "context-1"],
  ["exec", "context-1", "--stored", "--", "true"],
  ["exec", "context-1", "--delivery", "gateway", "--", "true"],
  ["export", "context-2", "--to", "target"],
  ["push", "context-2", "sops:lab.sops.yaml", "--yes"],
  ["handover", "accept", "sent"],
  ["backup", "backup.age"],
];
/** The others that end by themselves; a few of them each time, and all with `PLANTED=all`. */
const others: readonly (readonly string[])[] = [
  ["use", "context-1"],
  ["rename", "context-3", "third"],
  ["guard", "show", "context-1"],
  ["can-i", "context-1", "get", "members"],
  ["role-for", "get", "members"],
  ["inspect", "source"],
  ["authority", "list"],
  ["authority", "import", "source", "--yes"],
  ["issue", "context-1", "--to", "target", "--yes"],
  ["renew", "context-1", "--yes"],
  ["rotation", "context-1"],
  ["blast-radius", "context-1"],
  ["cluster", "export-secrets", "context-1", "--to", "target"],
  ["service-account", "manifest", "a"],
  ["settings"],
  ["settings", "unlockAtExec", "off"],
  ["pull", "context-1"],
  ["sops-key", "add", "repository"],
  ["sops-key", "list"],
  ["audit", "archive", "--to", ".", "--yes"],
  ["end", "--all"],
  ["sessions", "--calls", "nobody"],
  ["request", "os:reader", "--for", "1m", "--reason", "why"],
  ["env", "context-1"],
  ["remove", "context-3", "--yes"],
  ["removed"],
  ["put-back", "context-3"],
  ["forget", "context-3", "--yes"],
  ["init"],
  ["recovery-key", "--yes"],
  ["recovery-key", "verify"],
  ["passphrase", "remove", "--yes"],
  ["recover"],
  ["restore", "backup.age", "--yes"],
  ["restore", "source", "--yes"],
  ["unlock", "--for", "1m"],
  ["lock"],
  ["handover", "request", "--name", "Ada"],
  ["handover", "give", "context-1", "sent", "--yes"],
  ["handover", "receipt", "sent"],
  ["audit", "anchor"],
  ["audit", "export"],
  ["completion", "bash"],
  ["man"],
];
/** Of a window, a shell or a gateway that goes on until somebody ends it. */
const goesOn = ["shell", "gateway", "ui"];
const othersEach = 3;

/** What these write, or what is planted in their way. */
const madeHere = [
  "target",
  "backup.age",
  "source",
  "sent",
  "lab.sops.yaml",
  ".sops.yaml",
];
/** Documented codes, and none of a program that was stopped for its time. */
const known = new Set<number | null>([0, 1, 2, 3, 4, 5]);

/** It ends in time, by a documented code, with words where it failed, and without a stack. */
function isRight({ code, stdout, stderr }: Outcome): boolean {
  const isTold = code === 0 || `${stdout}${stderr}`.trim() !== "";
  const isBug = /internal error|^\s+at .*:\d+:\d+/m.test(stderr);
  return known.has(code) && isTold && !isBug;
}

const everything = Object.keys(places).flatMap((place) =>
  Object.keys(kinds).map((kind) => ({ place, kind })),
);
const tried = isAll
  ? everything
  : fc.sample(fc.constantFrom(...everything), { numRuns: sampled, seed });

const someOf = <T>(all: readonly T[]): readonly T[] =>
  fc.sample(fc.constantFrom(...all), { numRuns: othersEach });

test("each verb is tried, but for those that go on until somebody ends them", () => {
  const verbs = Object.keys({
    ...contextVerbs,
    ...sessionVerbs,
    ...clusterVerbs,
    ...issuingVerbs,
    ...vaultVerbs,
  });
  const ours = new Set(
    [...reading, ...writing, ...others].map(([verb]) => verb),
  );
  expect(verbs.length).toBeGreaterThan(40);
  expect(
    verbs.filter((verb) => !ours.has(verb) && !goesOn.includes(verb)),
  ).toEqual([]);
});

describeWithKeyring("what is planted in the place of a file or folder", () => {
  beforeAll(async () => {
    process.stderr.write(`planted: TALOS_VAULT_SEED=${String(seed)}\n`);
    machine = await Machine.start("unlocked", uid);
    outside = mkdtempSync(join(tmpdir(), "tv-out-"));
    chmodSync(outside, 0o755);
    writeFileSync(join(outside, "mine"), "kept");
    mkdirSync(join(outside, "folder"));
    writeFileSync(join(outside, "folder", "mine"), "kept");
    for (const name of ["mine", "folder", "folder/mine"])
      own(join(outside, name));
    await talosVault(["init"]);
    machine.file("source", makeTalosconfig(3));
    await talosVault(["import", "source"]);
    await talosVault(["exec", "context-1", "--stored", "--", "true"]);
    good = mkdtempSync(join(tmpdir(), "tv-good-"));
    made("cp", "-a", machine.home, join(good, "vault"));
  });

  afterAll(async () => {
    for (const server of servers) server.close();
    await machine.stop();
    for (const folder of [good, outside])
      rmSync(folder, { recursive: true, force: true });
  });

  const talosVault = (args: readonly string[]): Promise<Outcome> =>
    machine.command(
      ["timeout", String(withinSeconds), runtime, ...machine.words(args)],
      { env: { XDG_CACHE_HOME: join(machine.folder, "cache") } },
    );

  /** Everything as it was before something was planted. */
  const startAfresh = async (): Promise<void> => {
    rmSync(machine.home, { recursive: true, force: true });
    made("cp", "-a", join(good, "vault"), machine.home);
    for (const path of [machine.runFolder, join(machine.folder, "cache")])
      rmSync(path, { recursive: true, force: true });
    for (const name of madeHere)
      rmSync(join(machine.folder, name), { recursive: true, force: true });
    machine.file("source", makeTalosconfig(4));
    await talosVault(["sessions"]);
  };

  test.each(tried)("$kind in the place of $place", async ({ place, kind }) => {
    await startAfresh();
    const path = places[place]?.() ?? "";
    if (!existsSync(dirname(path))) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      own(dirname(path));
    }
    kinds[kind]?.(path);
    const outcomes = await Promise.all(reading.map(talosVault));
    const later = [...writing, ...(isAll ? others : someOf(others))];
    for (const args of later) outcomes.push(await talosVault(args));
    const said = outcomes.flatMap((outcome, index) =>
      isRight(outcome)
        ? []
        : [{ verb: [...reading, ...later][index]?.join(" "), ...outcome }],
    );
    expect(said).toEqual([]);
    expect(readFileSync(join(outside, "mine"), "utf8")).toBe("kept");
    expect(readFileSync(join(outside, "folder", "mine"), "utf8")).toBe("kept");
    expect(readdirSync(outside).toSorted()).toEqual(["folder", "mine"]);
    expect(readdirSync(join(outside, "folder"))).toEqual(["mine"]);
  });
});
