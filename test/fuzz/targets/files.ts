import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"; // prettier-ignore
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { readAuthority } from "../../../shared/core/authorities/read-authority.ts";
import { examineContext } from "../../../shared/core/certificates/examine-context.ts";
import { inspectContext } from "../../../shared/core/certificates/inspect-certificates.ts";
import { classifyFile, otherFileOf } from "../../../shared/core/imports/classify-file.ts"; // prettier-ignore
import { emitTalosconfig } from "../../../shared/core/talosconfig/yaml/emit.ts";
import { parseTalosconfig } from "../../../shared/core/talosconfig/parse.ts";
import type { TalosContext } from "../../../shared/core/talosconfig/types.ts";
import { readImport } from "../../../shared/core/usecases/imports/imported-file.ts";
import { inspectFile } from "../../../shared/core/usecases/imports/inspect-file.ts";
import { sharedPath } from "../../shared-material.ts";
import { talosconfigs } from "../../shared/core/talosconfig/random-talosconfig.ts";
import { mutated } from "../mutate.ts";
import { fileSeeds, talosconfigSeeds, yamlWords } from "../seeds.ts";
import { holds, target, type OpenTarget } from "../target.ts";

export const now = new Date("2026-06-01T00:00:00Z");
const encode = (text: string) => new TextEncoder().encode(text);

/** Everything of contexts that talosctl knows, in an order of its own, secrets in clear. */
function revealed(contexts: ReadonlyMap<string, TalosContext>): string {
  const all = [...contexts].map(([name, { key, auth, ...rest }]) =>
    JSON.stringify([
      name,
      [
        rest.endpoints,
        rest.nodes,
        rest.ca,
        rest.crt,
        rest.cluster,
        rest.proxyUrl,
      ],
      key?.reveal() ?? "",
      [auth?.basic?.username, auth?.basic?.password.reveal()],
      auth?.siderov1?.identity,
    ]),
  );
  return all.toSorted((a, b) => (a < b ? -1 : 1)).join("\n");
}

const texts = fc.oneof(
  { weight: 3, arbitrary: mutated(talosconfigSeeds(), yamlWords) },
  talosconfigs(5).map((config) => encode(emitTalosconfig(config))),
  fc.array(fc.constantFrom(...yamlWords, "a", "\n", "\n  "), { maxLength: 60 })
    .map((words) => Uint8Array.from(Buffer.from(words.join(""), "latin1"))), // prettier-ignore
);

/** Words of the file as long as a piece of a key. */
const longWords = (bytes: Uint8Array) =>
  new Set(
    Buffer.from(bytes)
      .toString("latin1")
      .match(/[A-Za-z0-9+/=]{100,}/g),
  );

/** Reads, refuses with a sentence that holds nothing of the file's long words, and reads again what it wrote. */
export const yamlTarget: OpenTarget = async () =>
  target({
    name: "talosconfig",
    inputs: texts,
    budgetMs: 10_000,
    check: (bytes: Uint8Array) => {
      const parsed = parseTalosconfig(bytes);
      if (!parsed.ok) {
        const said = JSON.stringify(parsed.error);
        for (const word of longWords(bytes))
          holds(!said.includes(word.slice(0, 100)), "no key in an error");
        return;
      }
      const { config } = parsed.value;
      const again = parseTalosconfig(encode(emitTalosconfig(config)));
      holds(
        again.ok && revealed(again.value.config.contexts) === revealed(config.contexts),
        "what is written is read again",
      ); // prettier-ignore
    },
  });

/** Any file is classified, imported or refused, and inspected. */
export const fileTarget: OpenTarget = async () =>
  target({
    name: "file",
    inputs: mutated(fileSeeds(), [...yamlWords, ...fileWords]),
    // Read four times over.
    budgetMs: 20_000,
    check: (bytes: Uint8Array) => {
      const classified = classifyFile(bytes);
      if (classified.kind !== "broken")
        holds(
          otherFileOf(classified) !== undefined,
          "what is not broken has a kind",
        );
      readImport("a file", {
        bytes,
        identity: { device: "1", inode: "1", links: 1 },
      });
      inspectFile({ bytes, classified }, now, "FILE");
      readAuthority(bytes, now);
    },
  });

const fileWords = [
  "-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\n", "Proc-Type: 4,ENCRYPTED\n", "sops:\n", "ENC[AES256_GCM,",
  "$ANSIBLE_VAULT;", "age-encryption.org/v1\n", "-> scrypt ", "---", "<<EOT\n", "kind: Secret\n", "data:\n", "apiVersion: v1\n", "ustar", "certs:\n", "{{", "LS0tLS1CRUdJTi",
]; // prettier-ignore

/** What the real talosctl reads and rewrites has the same meaning for us before and after. */
export const talosctlTarget: OpenTarget = async () => {
  const talosctl = sharedPath("tools/talosctl");
  if (!existsSync(talosctl)) return null;
  const folder = mkdtempSync(join(tmpdir(), "tv-fuzz-"));
  const path = join(folder, "config");
  return target({
    name: "talosctl",
    inputs: texts,
    budgetMs: 30_000,
    close: () => rmSync(folder, { recursive: true, force: true }),
    check: (bytes: Uint8Array) => {
      const parsed = parseTalosconfig(bytes);
      if (!parsed.ok) return;
      const [name] = parsed.value.config.contexts.keys();
      if (name === undefined || name.includes("\0")) return;
      writeFileSync(path, bytes);
      const { status } = spawnSync(
        talosctl,
        ["--talosconfig", path, "config", "context", "--", name],
        { env: { PATH: process.env["PATH"], TALOS_HOME: folder } },
      );
      if (status !== 0) return;
      const rewritten = parseTalosconfig(readFileSync(path));
      holds(
        rewritten.ok && revealed(rewritten.value.config.contexts) === revealed(parsed.value.config.contexts),
        "talosctl reads the same contexts",
      ); // prettier-ignore
    },
  });
};

/** Fields of a context that may hold anything. */
export function examine(context: TalosContext): void {
  inspectContext(context, now);
  examineContext(context, now);
}
