import { expect, test } from "vitest";
import {
  addressText,
  azureHost,
  readAddress,
} from "../../../../shared/core/stores/address.ts";
import { creationRule } from "../../../../shared/core/stores/sops/creation-rules.ts";

test.each([
  ["vault:secret/talos/lab", "vault:secret/talos/lab"],
  ["vault:secret/talos/lab#talosconfig", "vault:secret/talos/lab"],
  ["vault:team/kv/a b#os.config", "vault:team/kv/a b#os.config"],
  ["sops:clusters/lab.sops.yaml", "sops:clusters/lab.sops.yaml"],
  ["aws-sm:talos/lab", "aws-sm:talos/lab"],
  ["aws-sm:a+b=c.d@e-f_1", "aws-sm:a+b=c.d@e-f_1"],
  [
    "aws-sm:my team@us-gov-east-1/talos/lab",
    "aws-sm:my team@us-gov-east-1/talos/lab",
  ],
  ["aws-sm:me@somewhere/lab", "aws-sm:me@somewhere/lab"],
  ["azure-kv:Team-Vault/talos/lab", "azure-kv:team-vault/talos-lab"],
  ["azure-kv:team.vault.azure.net/lab", "azure-kv:team/lab"],
  ["azure-kv:team.vault.azure.cn/lab", "azure-kv:team.vault.azure.cn/lab"],
])("%s is a place", (text, whole) => {
  const read = readAddress(text);
  expect(read?.ok && addressText(read.value)).toBe(whole);
});

test.each([
  "vault:", "vault:secret", "vault:secret/", "vault:/a", "vault:a//b", "vault:a/../b", "vault:a/b#",
  "vault:a/b?x", "vault:a/b\u202e", "sops:", "sops:-",
  "aws-sm:", "aws-sm:a b", "aws-sm:me@eu-central-1/", `aws-sm:${"x".repeat(513)}`,
  "azure-kv:team", "azure-kv:team/", "azure-kv:/lab", "azure-kv:team/a//b", "azure-kv:team/a_b", "azure-kv:team/a.b",
  "azure-kv:ab/lab", "azure-kv:a--b/lab", "azure-kv:team.example.org/lab", "azure-kv:a.b.vault.azure.net/lab",
  `azure-kv:team/${"x".repeat(128)}`, "azure-kv:team.vault.azure.net.evil.example/lab",
])("%j is none", (text) => {
  expect(readAddress(text)).toMatchObject({
    ok: false,
    error: { code: "usage" },
  });
}); // prettier-ignore

test.each(["lab.yaml", "./vault:a/b", "vault", "-"])("%s is a file", (text) => {
  expect(readAddress(text)).toBeNull();
});

test.each([
  ["azure-kv:team/lab", "team.vault.azure.net"],
  ["azure-kv:team.vault.usgovcloudapi.net/lab", "team.vault.usgovcloudapi.net"],
])("%s is on %s", (text, host) => {
  const read = readAddress(text);
  const address = read?.ok ? read.value : null;
  expect(address?.kind === "azure-kv" && azureHost(address)).toBe(host);
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
