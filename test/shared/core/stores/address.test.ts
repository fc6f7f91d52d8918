import { expect, test } from "vitest";
import {
  addressText,
  readAddress,
} from "../../../../shared/core/stores/address.ts";
import { creationRule } from "../../../../shared/core/stores/sops/creation-rules.ts";

test.each([
  ["vault:secret/talos/lab", "vault:secret/talos/lab"],
  ["vault:secret/talos/lab#talosconfig", "vault:secret/talos/lab"],
  ["vault:team/kv/a b#os.config", "vault:team/kv/a b#os.config"],
  ["sops:clusters/lab.sops.yaml", "sops:clusters/lab.sops.yaml"],
])("%s is a place", (text, whole) => {
  const read = readAddress(text);
  expect(read?.ok && addressText(read.value)).toBe(whole);
});

test.each([
  "vault:", "vault:secret", "vault:secret/", "vault:/a", "vault:a//b", "vault:a/../b", "vault:a/b#",
  "vault:a/b?x", "vault:a/b\u202e", "sops:", "sops:-",
])("%j is none", (text) => {
  expect(readAddress(text)).toMatchObject({
    ok: false,
    error: { code: "usage" },
  });
}); // prettier-ignore

test.each(["lab.yaml", "./vault:a/b", "vault", "-"])("%s is a file", (text) => {
  expect(readAddress(text)).toBeNull();
});

const [one, two] = ["age1one", "age1two"];
test.each([
  ["", "a.yaml", { kind: "none" }],
  [`creation_rules:\n- age: ${one}`, "a", { kind: "age", recipients: [one] }],
  [
    `creation_rules:\n- path_regex: ^b/\n  age: ${two}\n- age: "${one}, ${two}"`,
    "a/b/c",
    { kind: "age", recipients: [one, two] },
  ],
  [
    `creation_rules:\n- path_regex: ^b/\n  age: [${two}]\n- age: ${one}`,
    "b/c",
    { kind: "age", recipients: [two] },
  ],
  [`creation_rules:\n- pgp: A\n  age: ${one}`, "a", { kind: "beyond" }],
  [
    `creation_rules:\n- age: "${one}, ssh-ed25519 AAAA"`,
    "a",
    { kind: "beyond" },
  ],
  [`creation_rules:\n- age: [${one}, [${two}]]`, "a", { kind: "beyond" }],
  [
    `creation_rules:\n- encrypted_regex: key\n  age: ${one}`,
    "a",
    { kind: "beyond" },
  ],
  [
    `creation_rules:\n- path_regex: (?i)a\n  age: ${one}`,
    "a",
    { kind: "beyond" },
  ],
  [`creation_rules:\n- path_regex: z`, "a", { kind: "none" }],
])("the first rule for a file counts: %j %s", (rules, path, rule) => {
  expect(creationRule(rules, path)).toEqual(rule);
});
