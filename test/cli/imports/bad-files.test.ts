import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classifyFile } from "../../../shared/core/imports/classify-file.ts";
import { inspectFile } from "../../../shared/core/usecases/imports/inspect-file.ts";
import { readImport } from "../../../shared/core/usecases/imports/imported-file.ts";
import { readNewAuthority } from "../../../shared/core/usecases/clusters/new-authority.ts";
import { readArchive } from "../../../shared/core/usecases/vault/generations/backup-archive.ts";
import { readAnswer } from "../../../shared/core/handover/answer.ts";
import { readReceipt } from "../../../shared/core/handover/receipt.ts";
import { readRecipients } from "../../../shared/core/handover/recipients.ts";
import { readRequest } from "../../../shared/core/handover/request.ts";
import { readSops } from "../../../shared/core/stores/sops/sops-file.ts";
import { readAuthority } from "../../../shared/core/authorities/read-authority.ts";
import { otherFiles } from "../../doubles/other-files.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";
import { describeWithKeyring, Machine, runtime } from "../harness.ts";

const now = new Date("2026-11-24T12:00:00Z");

/** A file whole, cut short in several places, and in other encodings. */
function* shapesOf(content: string | Uint8Array): Iterable<Uint8Array> {
  const bytes = Buffer.from(content);
  yield bytes;
  for (const part of [0.1, 0.35, 0.6, 0.9, 0.99])
    yield bytes.subarray(0, Math.floor(bytes.length * part));
  const text = bytes.toString("utf8");
  yield Buffer.from(`\ufeff${text}`, "utf16le");
  yield Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  yield Buffer.from(text, "utf16le");
  yield Buffer.from(`\ufeff${text}`);
  yield Buffer.from(text.replaceAll("\n", "\r\n"));
  yield Buffer.from(`${text}\0`);
}

/** What reads files, in this process. */
const readers: Readonly<
  Record<string, (bytes: Uint8Array) => { readonly ok: boolean }>
> = {
  import: (bytes) => readImport("FILE", { bytes, identity: null }),
  authority: (bytes) => readAuthority(bytes, now),
  inspect: (bytes) =>
    inspectFile({ bytes, classified: classifyFile(bytes) }, now, "FILE"),
  rotation: (bytes) => readNewAuthority(classifyFile(bytes), now),
  restore: (bytes) => readArchive(bytes),
  "handover give": readRequest,
  "handover accept": readAnswer,
  "handover receipt": readReceipt,
  "handover give @": (bytes) => readRecipients(Buffer.from(bytes).toString()),
};

describe("every reader of files says what it has instead, whatever it is given", () => {
  test.each(Object.entries(otherFiles))("%s", (_, [content]) => {
    for (const bytes of shapesOf(content)) {
      expect(typeof classifyFile(bytes).kind).toBe("string");
      expect(typeof readSops(bytes).kind).toBe("string");
      for (const [name, read] of Object.entries(readers)) {
        const result = read(bytes) as ReturnType<typeof readImport>;
        if (result.ok) continue;
        const { code, message, next } = result.error;
        expect(code, name).not.toBe("internal");
        expect(message, name).toMatch(/^[A-Z].*\.$/s);
        expect(next, name).not.toBe("");
        expect(message + next, name).not.toMatch(/LS0tLS|ENC\[|undefined/);
      }
    }
  });
});

describeWithKeyring(
  "files that are something else, by the built command",
  () => {
    let machine: Machine;
    const verbs: readonly (readonly string[])[] = [
      ["import", "FILE"],
      ["import", "--remove-source", "FILE"],
      ["authority", "import", "FILE"],
      [
        "issue",
        "context-1",
        "--roles",
        "os:reader",
        "--ttl",
        "1h",
        "--authority",
        "FILE",
        "--to",
        "out",
      ],
      ["renew", "context-1", "--authority", "FILE"],
      ["rotation", "context-1", "--new", "FILE"],
      ["restore", "FILE", "--yes"],
    ];
    // prettier-ignore
    const verbsOfOthersFiles: readonly (readonly string[])[] = [
      ["handover", "give", "context-1", "FILE", "--for", "a", "--reason", "b", "--yes"],
      ["handover", "accept", "FILE", "--yes"],
      ["handover", "accept", "talosconfig", "--identity", "FILE"],
      ["handover", "receipt", "FILE"],
      ["import", "sops:FILE"],
      ["push", "context-1", "sops:FILE", "--yes"],
    ];
    const samples = [
      "nothing",
      "any YAML",
      "a SOPS secrets.yaml",
      "a Secret with a talosconfig",
    ];

    beforeAll(async () => {
      machine = await Machine.start();
      await machine.run(["init"]);
      machine.file("talosconfig", makeTalosconfig(1));
      await machine.run(["import", "talosconfig"]);
      for (const name of samples)
        writeFileSync(join(machine.folder, name), otherFiles[name]?.[0] ?? "");
      writeFileSync(
        join(machine.folder, "huge"),
        Buffer.alloc(33 * 1024 * 1024, "a"),
      );
      await machine.command(["mkfifo", "pipe"]);
      mkdirSync(join(machine.folder, "folder"));
    });
    afterAll(() => machine.stop());

    const places = [
      ...samples,
      "pipe",
      "folder",
      "huge",
      "/dev/null",
      "not there",
    ];

    async function expectRefused(
      place: string,
      words: readonly (readonly string[])[],
    ): Promise<void> {
      const before = machine.snapshot();
      const lines = words.map((line) =>
        line.map((word) => word.replace("FILE", place)),
      );
      const outcomes = await Promise.all(
        lines.map((line) => machine.run(line)),
      );
      for (const [at, { code, stderr }] of outcomes.entries()) {
        const line = lines[at]?.join(" ");
        expect([1, 2, 4, 5], `${line}: ${stderr}`).toContain(code);
        // What a push warns of stands before it.
        expect(stderr, line).toMatch(/(?:^|\n)talos-vault: .+\.\n.*\S.+/s);
        expect(stderr, line).not.toMatch(/internal error|This is a bug/);
      }
      expect(machine.snapshot()).toEqual(before);
    }

    test.each(places)(
      "%s: the thing, the reason, the next step, and nothing changes",
      (place) => expectRefused(place, verbs),
    );

    test.each(["any YAML", "pipe", "folder", "huge", "talosconfig"])(
      "%s: the same by the verbs that take what others sent or keep",
      (place) => expectRefused(place, verbsOfOthersFiles),
    );

    test("the talosconfig of a session is not imported, and the pipe of a shell is", async () => {
      const inside = await machine.run([
        "exec",
        "context-1",
        "--stored",
        "--",
        runtime,
        ...machine.words(["import"]),
      ]);
      expect(inside.stderr).toMatch(/is the talosconfig of a session/);
      expect(inside.code).toBe(1);
      const piped = await machine.command([
        "bash",
        "-c",
        `${runtime} ${machine.words(["import", "--dry-run"]).join(" ")} <(sleep 0.2; cat talosconfig)`,
      ]);
      expect(piped.stderr).toMatch(/context-1: already there/);
    });

    test("a backup of another vault is imported with its recovery key", async () => {
      const other = await Machine.start();
      try {
        const made = await other.run(["init"]);
        const [key = ""] = /AGE-SECRET-KEY-1\w+/.exec(made.stdout) ?? [];
        other.file(
          "talosconfig",
          makeTalosconfig(1).replaceAll("context-1", "theirs"),
        );
        await other.run(["import", "talosconfig"]);
        const path = join(machine.folder, "theirs.tar");
        await other.run(["backup", path]);
        const without = await machine.run(["import", path]);
        expect(without.stderr).toMatch(/--recovery, or --recovery-fd N/);
        expect(without.code).not.toBe(0);
        const { code, stderr } = await machine.run(
          ["import", path, "--recovery-fd", "3"],
          { descriptors: [key] },
        );
        expect(stderr).toMatch(/theirs: new/);
        expect(code).toBe(0);
        // As one with a long ledger is, or with what somebody's desktop put in.
        writeFileSync(join(machine.folder, "more"), Buffer.alloc(40 << 20));
        await machine.command(["tar", "-rf", path, "more"]);
        const large = await machine.run(
          ["import", path, "--recovery-fd", "3"],
          { descriptors: [key] },
        );
        expect(large.stderr).toMatch(/theirs: already there/);
        expect(large.code).toBe(0);
        const alone = await machine.run(["import", "more"]);
        expect(alone.stderr).toMatch(/more is larger than 32 MiB\./);
        expect(alone.code).toBe(1);
      } finally {
        await other.stop();
      }
    });

    test("a copy of the vault is imported as a file of contexts", async () => {
      const copy = Buffer.from(machine.snapshot()["vault.age"] ?? "", "hex");
      writeFileSync(join(machine.folder, "other.age"), copy);
      await machine.run(["set", "context-1", "--production"]);
      const marked = Buffer.from(machine.snapshot()["vault.age"] ?? "", "hex");
      writeFileSync(join(machine.folder, "marked.age"), marked);
      await machine.run(["remove", "context-1", "--yes"]);
      const { stderr, code } = await machine.run(["import", "marked.age"]);
      expect(stderr).toMatch(/context-1: new/);
      expect(code).toBe(0);
      const { stdout } = await machine.run(["show", "context-1", "--json"]);
      expect(JSON.parse(stdout)).toMatchObject({ production: true });
      const kept = await machine.run([
        "import",
        "--remove-source",
        "other.age",
      ]);
      expect(kept.stderr).toMatch(/other\.age stays/);
      expect(kept.code).toBe(1);
    });
  },
);
