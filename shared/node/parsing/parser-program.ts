// The program of the threads that read files, credentials and keys of SSH (parser-thread.ts, threaded-examiner.ts, ssh-key-thread.ts):
// an answer for each request.
import { parentPort } from "node:worker_threads";
import {
  examineAll,
  type Examination,
} from "../../core/certificates/examine-many.ts";
import {
  secretContext,
  toPlain,
  type PlainContext,
  type PlainFile,
} from "../../core/imports/between-threads.ts";
import { classifyFile } from "../../core/imports/classify-file.ts";
import { Secret } from "../../core/secret.ts";
import {
  readSshPrivateKey,
  type SshKeyFile,
} from "../../core/vault/sealed/age/ssh/ssh-private-key.ts";

/** The bytes of a file, contexts whose credentials are to be read, or a key to be opened. Holds key material. */
export type ThreadRequest = Uint8Array | ExamineRequest | UnlockRequest;

/** A private key of SSH under a passphrase. */
export interface UnlockRequest {
  readonly file: Uint8Array;
  readonly passphrase: string;
}

export interface ExamineRequest {
  readonly contexts: readonly PlainContext[];
  readonly now: Date;
}

parentPort?.on("message", (request: ThreadRequest) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answer(request));
});

function answer(
  request: ThreadRequest,
): PlainFile | readonly Examination[] | SshKeyFile {
  if (request instanceof Uint8Array) return toPlain(classifyFile(request));
  if ("passphrase" in request)
    return readSshPrivateKey(request.file, new Secret(request.passphrase));
  const { contexts, now } = request;
  return examineAll(contexts.map(secretContext), now);
}
