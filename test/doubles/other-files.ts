import { gzipSync } from "node:zlib";
import { makeTalosconfig } from "./talosconfig-maker.ts";

const talosconfig = makeTalosconfig(1);
const base64 = (text: string) => Buffer.from(text).toString("base64");
const secrets = `cluster: {id: x}\ncerts:\n  os:\n    crt: ${base64("crt")}\n    key: ${base64("key")}\n`;
const machine = (type: string) =>
  `version: v1alpha1\nmachine:\n  type: ${type}\n  ca: {crt: eA==, key: eA==}\n`;
const sops =
  "sops:\n  mac: ENC[AES256_GCM,data:x,type:str]\n  version: 3.9.0\n";
const secret = (entries: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\n${entries}`;

/** Files that are taken for a talosconfig, and what each of them is. */
// prettier-ignore
export const otherFiles: Readonly<Record<string, readonly [string | Uint8Array, object]>> = {
  "nothing": ["", { kind: "empty" }],
  "blank lines": ["\n \n", { kind: "empty" }],
  "a comment alone": ["# nothing here\n", { kind: "empty" }],
  "a program": [new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), { kind: "binary" }],
  "a compressed talosconfig": [gzipSync(talosconfig), { kind: "compressed", by: "gzip" }],
  "words": ["hello world\n", { kind: "data", format: "text" }],
  "any YAML": ["hello: world\n", { kind: "data", format: "YAML" }],
  "package.json": ['{"name": "x", "version": "1"}', { kind: "data", format: "JSON" }],
  "contexts of another tool": ["contexts:\n  a: {server: x}\n", { kind: "data" }],
  "an empty talosconfig": ['context: ""\ncontexts: {}\n', { kind: "no-contexts" }],
  "contexts that are null": ["context: a\ncontexts:\n", { kind: "no-contexts" }],
  "secrets.yaml": [secrets, { kind: "secrets" }],
  "secrets.yaml in UTF-16": [Buffer.from(`\ufeff${secrets}`, "utf16le"), { kind: "secrets" }],
  "a control plane": [machine("controlplane"), { kind: "machine-config", type: "controlplane" }],
  "a worker": [machine("worker"), { kind: "machine-config", type: "worker" }],
  "a later document of a machine config": ["apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n", { kind: "machine-config", type: "" }],
  "a machine config of two documents": [`apiVersion: v1alpha1\nkind: HostnameConfig\n---\n${machine("controlplane")}`, { kind: "machine-config", type: "controlplane" }],
  "a kubeconfig": ["apiVersion: v1\nkind: Config\nclusters: []\ncontexts: [{name: a}]\n", { kind: "kubeconfig" }],
  "a kubeconfig without its kind": ["clusters: []\ncontexts: [{name: a}]\nusers: []\n", { kind: "kubeconfig" }],
  "a kubeconfig in JSON": ['{"apiVersion":"v1","kind":"Config","contexts":[]}', { kind: "kubeconfig" }],
  "a configuration of omnictl": ["context: default\ncontexts:\n  default:\n    url: https://x\n    auth: {siderov1: {identity: a@b}}\n", { kind: "omniconfig" }],
  "a Secret with a talosconfig": [secret(`data: {talosconfig: ${base64(talosconfig)}, other: eA==}\n`), { kind: "kubernetes-secret", name: "a", namespace: "b", keys: [{ key: "talosconfig", holds: "talosconfig" }] }],
  "a Secret in clear": [secret(`stringData:\n  config: |\n    contexts: {}\n`), { kind: "kubernetes-secret", keys: [{ key: "config", holds: "talosconfig" }] }],
  "a Secret with secrets.yaml": [secret(`data: {bundle: ${base64(secrets)}}\n`), { kind: "kubernetes-secret", keys: [{ key: "bundle", holds: "authority" }] }],
  "a Secret of something else": [secret("data: {password: eA==}\n"), { kind: "kubernetes-secret", keys: [] }],
  "a list of Secrets": [`apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap}\n- {apiVersion: v1, kind: Secret, metadata: {name: z}, data: {talosconfig: ${base64(talosconfig)}}}\n`, { kind: "kubernetes-secret", name: "z" }],
  "another object of Kubernetes": ["apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n", { kind: "kubernetes", resource: "SealedSecret" }],
  "a ServiceAccount of talos.dev": ["apiVersion: talos.dev/v1alpha1\nkind: ServiceAccount\nmetadata: {name: n, namespace: m}\n", { kind: "talos-service-account", name: "n", namespace: "m" }],
  "a certificate": ["-----BEGIN CERTIFICATE-----\neA==\n-----END CERTIFICATE-----\n", { kind: "pem", holds: "certificate" }],
  "a key": ["-----BEGIN ED25519 PRIVATE KEY-----\neA==\n-----END ED25519 PRIVATE KEY-----\n", { kind: "pem", holds: "key" }],
  "a SOPS talosconfig": [`${talosconfig}${sops}`, { kind: "encrypted", by: "sops", format: "yaml", holds: "talosconfig" }],
  "a SOPS secrets.yaml": [`${secrets}${sops}`, { kind: "encrypted", by: "sops", format: "yaml", holds: "authority" }],
  "a SOPS JSON": ['{"contexts":{},"sops":{"mac":"x","version":"3"}}', { kind: "encrypted", by: "sops", format: "json", holds: "talosconfig" }],
  "a SOPS binary": ['{"data":"ENC[AES256_GCM,data:x]","sops":{"mac":"x","version":"3"}}', { kind: "encrypted", by: "sops", format: "binary" }],
  "a SOPS dotenv": ["A=ENC[AES256_GCM,x]\nsops_mac=ENC[x]\nsops_version=3.9.0\n", { kind: "encrypted", by: "sops", format: "dotenv" }],
  "a SOPS ini": ["[a]\nb = ENC[AES256_GCM,x]\n[sops]\nmac = x\n", { kind: "encrypted", by: "sops", format: "ini" }],
  "ciphertexts of SOPS without their section": ["contexts:\n  a: {endpoints: [x], key: 'ENC[AES256_GCM,data:x]'}\n", { kind: "ciphertexts", by: "sops" }],
  "ciphertexts of ansible-vault": ["contexts:\n  a:\n    endpoints: [x]\n    key: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      3938\n", { kind: "ciphertexts", by: "ansible-vault" }],
  "a tag of another tool": ["contexts:\n  a:\n    endpoints: [!env LAB]\n", { kind: "unresolved", tag: "!env", line: 3 }],
  "a tag where a list belongs": ["contexts:\n  a:\n    endpoints: !Ref Lab\n", { kind: "unresolved", tag: "!Ref", line: 3 }],
  "a tag in a key that Talos does not know": ["contexts:\n  a: {endpoints: [x], note: !secret b}\n", { kind: "unresolved", tag: "!secret" }],
  "a placeholder of Jinja": ["contexts:\n  a: {endpoints: [x], key: '{{ talos_key }}'}\n", { kind: "unresolved", tag: null }],
  "a placeholder of Jinja that is not quoted": ["contexts:\n  a:\n    endpoints:\n      - {{ cp }}\n", { kind: "unresolved", tag: null, line: 4 }],
  "one for a key": ["contexts:\n  a: {endpoints: [x]}\n  b:\n    key: {{ key }}\n", { kind: "unresolved", tag: null, line: 4 }],
  "one in a list on one line": ["contexts:\n  a:\n    endpoints: [10.0.0.2,{{ cp }}]\n", { kind: "unresolved", tag: null, line: 3 }],
  "one with a port behind it": ["contexts:\n  a:\n    endpoints:\n      - {{ cp }}:50000\n", { kind: "unresolved", tag: null, line: 4 }],
  "one for the name of a context": ["contexts:\n  {{ name }}:\n    endpoints: [x]\n", { kind: "unresolved", tag: null, line: 2 }],
  "a statement of Jinja": ["contexts:\n  a:\n    endpoints:\n{% for one in all %}\n      - x\n{% endfor %}\n", { kind: "unresolved", tag: null, line: 4 }],
  "a merge that was not finished": ["contexts:\n  a:\n<<<<<<< HEAD\n    endpoints: [x]\n=======\n    endpoints: [y]\n>>>>>>> other\n", { kind: "unmerged" }],
  "a PDF": ["%PDF-1.7\n1 0 obj\n<</Type /Catalog>>\n", { kind: "data", format: "text" }],
  "a placeholder of Argo CD": ["contexts:\n  a: {endpoints: [x], key: <path:secret/data/lab#key>}\n", { kind: "unresolved", tag: null }],
  "a ciphertext in the place of a cluster's name": ["contexts:\n  a: {endpoints: [x], cluster: 'ENC[AES256_GCM,data:x]'}\n", { kind: "ciphertexts", by: "sops" }],
  "ansible-vault": ["$ANSIBLE_VAULT;1.1;AES256\n3938\n", { kind: "encrypted", by: "ansible-vault" }],
  "git-crypt": ["\0GITCRYPT\0xx", { kind: "encrypted", by: "git-crypt" }],
  "an armoured message of gpg": ["-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n", { kind: "encrypted", by: "gpg" }],
  "a message of gpg": [new Uint8Array([0x85, 0x01, 0x0c, 0x03, 0xff, 0xfe]), { kind: "encrypted", by: "gpg" }],
  "openssl enc": [Buffer.from("Salted__12345678"), { kind: "encrypted", by: "openssl" }],
  "a pointer of git LFS": ["version https://git-lfs.github.com/spec/v1\noid sha256:x\nsize 1\n", { kind: "git-lfs" }],
  "terraform output -json with two of one name": [JSON.stringify({ tc: { sensitive: true, type: "string", value: talosconfig }, other: { sensitive: true, type: "string", value: talosconfig.replace("10.0.1.2", "10.0.1.3") } }), { kind: "terraform", form: "outputs", path: ["tc", "value"] }],
  "terraform output -json without one": [JSON.stringify({ ip: { sensitive: false, type: "string", value: "x" } }), { kind: "terraform", form: "outputs", path: [] }],
  "one output of Terraform that is cut": [JSON.stringify(talosconfig.slice(0, 60)), { kind: "wrapped", how: "json-string", holds: "talosconfig" }],
  "pulumi stack output --json without its secrets": [JSON.stringify({ ip: "10.0.0.1", talosconfig: "[secret]" }), { kind: "terraform", form: "without-secrets" }],
  "clientConfiguration of Pulumi": [JSON.stringify({ clientConfiguration: { caCertificate: "x", clientCertificate: "x", clientKey: "x" } }), { kind: "terraform", form: "client-configuration" }],
  "an output of Terraform for people": [`<<EOT\n${talosconfig}\nEOT\n`, { kind: "wrapped", how: "heredoc", holds: "talosconfig" }],
  "all outputs of Terraform for people": [`talosconfig = <<EOT\n${talosconfig}\nEOT\n`, { kind: "terraform", form: "text" }],
  "a sensitive output of Terraform": ["talosconfig = <sensitive>\n", { kind: "terraform", form: "text" }],
  "a state of Terraform": [JSON.stringify({ version: 4, terraform_version: "1.9", serial: 1, lineage: "x", outputs: {}, resources: [{ type: "talos_client_configuration", instances: [{ attributes: { talos_config: talosconfig } }] }] }), { kind: "terraform", form: "state", path: ["resources", "0", "instances", "0", "attributes", "talos_config"] }],
  "client_configuration of Terraform": [JSON.stringify({ ca_certificate: "x", client_certificate: "x", client_key: "x" }), { kind: "terraform", form: "client-configuration" }],
  "client_configuration as an output": [JSON.stringify({ client_configuration: { sensitive: true, type: "object", value: { ca_certificate: "x", client_certificate: "x", client_key: "x" } } }), { kind: "terraform" }],
  "machine_secrets of Terraform": [JSON.stringify({ certs: { os: { cert: base64("x"), key: base64("y") } } }), { kind: "secrets" }],
  "a talosconfig in base64": [base64(talosconfig), { kind: "wrapped", how: "base64", holds: "talosconfig" }],
};
