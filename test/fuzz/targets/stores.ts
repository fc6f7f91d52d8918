import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import * as fc from "fast-check";
import { Secret } from "../../../shared/core/secret.ts";
import { readAddress } from "../../../shared/core/stores/address.ts";
import { creationRule } from "../../../shared/core/stores/sops/creation-rules.ts";
import { openSops } from "../../../shared/core/stores/sops/open-sops.ts";
import { readSops } from "../../../shared/core/stores/sops/sops-file.ts";
import { HashicorpStore } from "../../../shared/node/stores/hashicorp-store.ts";
import { listenOnLoopback } from "../../doubles/loopback.ts";
import { editJson, jsonEdits, mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const vectors = join(import.meta.dirname, "../../vectors/sops");
const read = (name: string) => readFileSync(join(vectors, name));

async function opened(bytes: Uint8Array): Promise<string | null> {
  const reading = readSops(bytes);
  if (reading.kind !== "read") return null;
  const identity = new Secret(read("identity.txt").toString().trim());
  const result = await openSops(reading.file, [identity]);
  return result.kind === "opened" ? Buffer.from(result.bytes).toString() : null;
}

/** A key without a value is not under SOPS' MAC, and adds nothing that could be read. */
const withoutEmpty = (text: string) =>
  text.replaceAll(/^.*: (?:""|\{\}|\[\])\n/gm, "");

const rules =
  'creation_rules:\n  - path_regex: secrets/.*\\.yaml$\n    age: "age1x,age1y"\n  - age: ["age1z"]\n';

/** Files of SOPS and their rules: what opens is what SOPS was given. */
export const sopsTarget: OpenTarget = async () => {
  const names = [
    "talosconfig.sops.yaml",
    "secrets.sops.yaml",
    "bytes.sops.json",
  ];
  const seeds = names.map(read);
  const given = new Set(
    (await Promise.all(seeds.map(opened))).map((text) =>
      withoutEmpty(text ?? ""),
    ),
  );
  const words = ["ENC[AES256_GCM,data:", ",type:int]", "sops:\n", "mac: ", "&a ", "*a", "\n  - ", "{", "[", '"', "unencrypted_suffix: _x\n", "_unencrypted", "age1", "-----BEGIN AGE ENCRYPTED FILE-----", "(a+)+$", "[".repeat(1000)]; // prettier-ignore
  return target({
    name: "sops",
    inputs: mutated([...seeds, Buffer.from(rules)], words),
    budgetMs: 5000,
    check: async (bytes: Uint8Array) => {
      const text = await opened(bytes);
      holds(
        text === null || given.has(withoutEmpty(text)),
        "what was changed is not opened",
      );
      const said = Buffer.from(bytes).toString("latin1");
      creationRule(said, "secrets/a.yaml");
      readAddress(`vault:${said.slice(0, 1000)}`);
    },
  });
};

const answers = [
  {
    data: { path: "secret/", type: "kv", options: { version: "2" } },
  },
  {
    data: {
      data: { talosconfig: "contexts: {}", note: "kept" },
      metadata: { version: 3 },
    },
  },
  { data: { version: 4 } },
  { errors: ["check-and-set parameter did not match"] },
];

/** An answer whose JSON was changed, or whose bytes were. */
const answer: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...answers),
      jsonEdits,
      fc.constantFrom(200, 200, 200, 400, 404, 503),
    )
    .map(([json, edits, status]) =>
      Buffer.from(httpOf(status, JSON.stringify(editJson(json, edits)) ?? "")),
    ),
  mutated(
    answers.map((one) => Buffer.from(httpOf(200, JSON.stringify(one)))),
    ["101 Switching Protocols", "100 Continue", "Upgrade: h2c\r\nConnection: Upgrade\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "\r\n\r\n", "ffffffff\r\n", "Content-Encoding: gzip\r\n", "307", "\0"], // prettier-ignore
  ),
);

function httpOf(status: number, body: string): string {
  return `HTTP/1.1 ${String(status)} X\r\nContent-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;
}

/** A secret store that answers whatever it likes: each call ends, in a value or a refusal that says what to do. */
export const storeTarget: OpenTarget = async () => {
  let rest: readonly Uint8Array[] = [];
  const server = await listenOnLoopback(
    createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        const [next = new Uint8Array(), ...more] = rest;
        rest = more;
        socket.end(next);
      });
    }),
  );
  const login = {
    server: new URL(`http://${server.endpoint}`),
    token: new Secret("the-token-of-a-person"),
    namespace: "",
    tls: {},
  };
  return target({
    name: "store",
    inputs: fc.tuple(answer, answer, answer),
    budgetMs: 5000,
    close: () => server.stop(),
    check: async (given: readonly Uint8Array[]) => {
      rest = given;
      const store = new HashicorpStore(login, {
        kind: "vault",
        path: "secret/talos/prod",
        field: "talosconfig",
      });
      const found = await store.read();
      const written = found.ok
        ? await store.write(new TextEncoder().encode("new"))
        : found;
      for (const one of [found, written])
        if (!one.ok) {
          holds(one.error.next !== "", "a refusal says what to do");
          holds(
            !JSON.stringify(one.error).includes(login.token.reveal()),
            "the token is in no word",
          );
        }
    },
  });
};
