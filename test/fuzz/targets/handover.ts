import * as fc from "fast-check";
import { readAnswer } from "../../../shared/core/handover/answer.ts";
import { readReceipt } from "../../../shared/core/handover/receipt.ts";
import { readRecipients } from "../../../shared/core/handover/recipients.ts";
import {
  makeRequest,
  readRequest,
} from "../../../shared/core/handover/request.ts";
import { pem, readPem } from "../../../shared/core/pki/pem.ts";
import { Secret } from "../../../shared/core/secret.ts";
import { readSshPrivateKey } from "../../../shared/core/vault/sealed/age/ssh/ssh-private-key.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const readers = {
  REQUEST: readRequest,
  ANSWER: readAnswer,
  RECEIPT: readReceipt,
} as const;

/** What people send each other: nothing that was changed is taken for what was sent, and nothing throws. */
export const handoverTarget: OpenTarget = async () => {
  const made = makeRequest("Ada", new Date());
  if (!made.ok) throw new Error(made.error.message);
  const text = new TextEncoder().encode(made.value.text);
  const content = Buffer.from(readPem(text)[0]?.der ?? []);
  const words = ['"format":1', '"name"', '"key":"', "\n", "{", "}", "A".repeat(44), '"talosconfig":"contexts: {}"']; // prettier-ignore
  return target({
    name: "handover",
    inputs: fc.record({
      kind: fc.constantFrom("REQUEST", "ANSWER", "RECEIPT"),
      content: mutated([content], words),
    }),
    budgetMs: 5000,
    check: ({ kind, content: bytes }) => {
      const sent = pem(`TALOS VAULT ACCESS ${kind}`, bytes);
      const read = readers[kind](new TextEncoder().encode(sent));
      const isSame = kind === "REQUEST" && content.equals(bytes);
      holds(read.ok === isSame, "what was changed is refused");
    },
  });
};

const line =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8B0Yvzm6m1S2b6vIWbO7m4w0vGxjUQ3q0Z8Yb5s0aB ada@laptop";

/** Files of SSH: public lines, and the container of a private key. */
export const sshTarget: OpenTarget = async () => {
  const words = ["ssh-rsa ", "sk-", "ecdsa-", "age1", '"', "\\", "#", "\n", "openssh-key-v1\0", "\0\0\0\x04none", "\xff\xff\xff\xff"]; // prettier-ignore
  const container = `openssh-key-v1\0${"\0\0\0\x04none".repeat(2)}\0\0\0\0\0\0\0\x01\0\0\0\x0bssh-ed25519`;
  const seeds = [line, container].map((one) => Buffer.from(one, "latin1"));
  return target({
    name: "ssh",
    inputs: mutated(seeds, words),
    budgetMs: 5000,
    check: (bytes: Uint8Array) => {
      readRecipients(Buffer.from(bytes).toString("latin1"));
      const file = new TextEncoder().encode(pem("OPENSSH PRIVATE KEY", bytes));
      readSshPrivateKey(file, null);
      readSshPrivateKey(bytes, new Secret("x"));
    },
  });
};
