import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { readSshPrivateKey } from "../../../../shared/core/vault/sealed/age/ssh/ssh-private-key.ts";
import { sshKeyThread } from "../../../../shared/node/parsing/ssh-key-thread.ts";

const program = pathToFileURL(
  join(
    import.meta.dirname,
    "../../../../shared/node/parsing/parser-program.ts",
  ),
);
const passphrase = new Secret("correct horse");

describe("a key of SSH under a passphrase", () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-ssh-thread-"));
  let file: Uint8Array;
  beforeAll(() => {
    const path = join(folder, "key");
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-a", "2", "-N", passphrase.reveal(), "-f", path]); // prettier-ignore
    file = new Uint8Array(readFileSync(path));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is opened while others get their turn", async () => {
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const opened = await sshKeyThread(program).open(file, passphrase);
    isOver = true;
    // On this thread there would be none at all: nothing is waited for there.
    expect(turns).toBeGreaterThan(10);
    expect(opened).toEqual(readSshPrivateKey(file, passphrase));
    expect(opened.kind).toBe("key");
  });

  test("is not opened once nobody waits for it, and is opened here where no thread answers", async () => {
    const ending = new AbortController();
    const opening = sshKeyThread(program).open(file, passphrase, ending.signal);
    ending.abort();
    expect((await opening).kind).toBe("encrypted");
    const broken = new URL("data:text/javascript,throw new Error('no');");
    expect((await sshKeyThread(broken).open(file, passphrase)).kind).toBe("key"); // prettier-ignore
  });
});
