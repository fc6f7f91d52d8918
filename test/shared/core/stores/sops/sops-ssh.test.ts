import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { creationRule } from "../../../../../shared/core/stores/sops/creation-rules.ts";
import { openSops } from "../../../../../shared/core/stores/sops/open-sops.ts";
import { sealSops } from "../../../../../shared/core/stores/sops/seal-sops.ts";
import { readSops } from "../../../../../shared/core/stores/sops/sops-file.ts";
import type { OwnKey } from "../../../../../shared/core/vault/sealed/age/age.ts";
import { readSshPrivateKey } from "../../../../../shared/core/vault/sealed/age/ssh/ssh-private-key.ts";
import { describeWithShared, sharedPath } from "../../../../shared-material.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-sops-ssh-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const plain = "context: lab\ncontexts:\n    lab:\n        endpoints:\n            - 10.0.0.1\n"; // prettier-ignore
const bytes = new TextEncoder().encode(plain);
const now = new Date("2026-11-30T01:00:00Z");

/** A pair as people have it in ~/.ssh. */
function pairOf(type: "ed25519" | "rsa") {
  const path = join(folder, type);
  execFileSync("ssh-keygen", ["-q", "-t", type, "-b", "2048", "-N", "", "-C", "ada@lab", "-f", path]); // prettier-ignore
  const read = readSshPrivateKey(new Uint8Array(readFileSync(path)), null);
  if (read.kind !== "key") throw new Error(read.kind);
  const line = readFileSync(`${path}.pub`, "utf8").trim();
  return {
    path,
    own: read.key,
    line,
    recipient: line.replace(/ ada@lab$/, ""),
  };
}
const [ed25519, rsa] = [pairOf("ed25519"), pairOf("rsa")];

async function open(text: string, ...keys: readonly OwnKey[]) {
  const reading = readSops(new TextEncoder().encode(text));
  return reading.kind === "read" ? openSops(reading.file, keys) : reading;
}

test("a rule may name keys of SSH, with their comments, beside others", () => {
  const rules = `creation_rules:\n  - age: "${ed25519.line},${rsa.recipient}"\n`;
  expect(creationRule(rules, "lab.yaml")).toEqual({
    kind: "age",
    recipients: [ed25519.line, rsa.recipient],
  });
  for (const broken of [
    "ssh-ed25519",
    "ssh-ed25519 AAAA",
    "ecdsa-sha2-nistp256 AAAA",
  ])
    // prettier-ignore
    expect(creationRule(`creation_rules:\n  - age: ${broken}\n`, "a")).toEqual({
      kind: "beyond",
    });
});

test("it opens with its own key and with no other; a line of another key in its place is a change", async () => {
  const { text } = await sealSops(bytes, [ed25519.recipient], now);
  expect(await open(text, rsa.own, ed25519.own)).toMatchObject({
    kind: "opened",
    bytes,
  });
  expect(await open(text, rsa.own)).toEqual({ kind: "no-key" });
  const swapped = text.replace(ed25519.recipient, rsa.recipient);
  expect(await open(swapped, ed25519.own)).toMatchObject({ kind: "altered" });
});

describeWithShared("the real sops and keys of SSH", ["tools/sops"], () => {
  test.each([
    ["ed25519", ed25519],
    ["rsa", rsa],
  ])("both ways: %s", async (_, { path, own, recipient, line }) => {
    const sops = (args: readonly string[], input: string) =>
      execFileSync(sharedPath("tools/sops"), args, {
        cwd: folder,
        input,
        encoding: "utf8",
        env: { ...process.env, SOPS_AGE_SSH_PRIVATE_KEY_FILE: path },
        stdio: ["pipe", "pipe", "ignore"],
      });
    const theirs = sops(["encrypt", "--age", recipient, "--filename-override", "lab.yaml"], plain); // prettier-ignore
    expect(await open(theirs, own)).toMatchObject({ kind: "opened", bytes });
    const ours = await sealSops(bytes, [line], now);
    const types = ["--input-type", "yaml", "--output-type", "yaml"];
    expect(sops(["decrypt", ...types], ours.text)).toBe(plain);
  });
});
