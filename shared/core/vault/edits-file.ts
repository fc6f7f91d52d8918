import * as v from "valibot";
import type { VaultError } from "../errors.ts";
import { limits } from "../limits.ts";
import {
  constantTimeEqual,
  deriveKey,
  hmacSha256Hex,
} from "../pki/primitives/hash-and-hmac.ts";
import type { Secret } from "../secret.ts";
import { decrypt, encryptTo, recipientOf } from "./sealed/age/age.ts";
import {
  decode,
  list,
  moment,
  named,
  optional,
  plain,
  record,
  text,
} from "./codec.ts";
import type { Edit, EditLog } from "./edits.ts";
import { remarksCodec } from "./fields/metadata-json.ts";
import { tooNew } from "./migrate.ts";
import { mark } from "./fields/store-facts.ts";

/** The newest format that is known. */
const editsFormat = 1;

const editCodec = record<Edit>({
  mark: plain(mark),
  writtenAt: moment,
  current: optional(text, { key: "context" }),
  previous: optional(text),
  contexts: optional(named("name", v.string(), remarksCodec)),
});

const logCodec = record<EditLog & { readonly format: typeof editsFormat }>({
  format: plain(v.literal(editsFormat)),
  vaultId: plain(v.pipe(v.string(), v.uuid())),
  generation: plain(v.pipe(v.number(), v.integer(), v.minValue(1))),
  mark: plain(mark),
  edits: list(editCodec),
});

export type EditsOutcome =
  | { readonly kind: "read"; readonly log: EditLog }
  /** Damaged, for another key, or not ours. */
  | { readonly kind: "unread" }
  /** Authentic, and of a later program. */
  | { readonly kind: "too-new"; readonly error: VaultError };

const macLength = 64;
const macSuffix = (mac: string) => `"mac":"${mac}"}\n`;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Key of the edits' HMAC, from the vault's identity; another than the document's, so that neither passes for the other. */
function editsKey(identity: Secret): Uint8Array {
  return deriveKey(identity.reveal(), "talos-vault/1 edits");
}

/**
 * The bytes of `edits.age`: JSON with a line for each edit and an HMAC in the last, as in the vault, for the same
 * recipients. Null where they would be more than `limits.edits`.
 */
export async function sealEdits(
  log: EditLog,
  identity: Secret,
  recoveryRecipient: string,
): Promise<Uint8Array | null> {
  const content = encoder.encode(writeLog(log, identity));
  if (content.length > limits.edits.most) return null;
  return encryptTo([await recipientOf(identity), recoveryRecipient], content);
}

function writeLog(log: EditLog, identity: Secret): string {
  const { edits, ...facts } = logCodec.write({ ...log, format: editsFormat });
  const head = JSON.stringify(facts).slice(0, -1);
  const lines = (edits as readonly object[]).map((edit) =>
    JSON.stringify(edit),
  );
  const body = `${head},\n"edits":[${lines.join(",\n")}],\n`;
  const signed = encoder.encode(body + macSuffix(""));
  return body + macSuffix(hmacSha256Hex(editsKey(identity), signed));
}

/** Opens the bytes of `edits.age`. */
export async function unsealEdits(
  bytes: Uint8Array,
  identity: Secret,
): Promise<EditsOutcome> {
  const outcome = await decrypt(bytes, { kind: "identity", identity });
  if (outcome.kind !== "opened" || !isAuthentic(outcome.content, identity))
    return { kind: "unread" };
  try {
    return readLog(JSON.parse(decoder.decode(outcome.content)));
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: "unread" };
    throw error;
  }
}

function isAuthentic(content: Uint8Array, identity: Secret): boolean {
  const start = content.length - macSuffix("").length - macLength;
  if (start < 0) return false;
  const suffix = decoder.decode(content.subarray(start));
  const mac = suffix.replace(/^"mac":"|"\}\n$/g, "");
  if (suffix !== macSuffix(mac)) return false;
  const signed = [content.subarray(0, start), encoder.encode(macSuffix(""))];
  return constantTimeEqual(hmacSha256Hex(editsKey(identity), ...signed), mac);
}

function readLog(json: unknown): EditsOutcome {
  const { mac: _checked, ...facts } = json as {
    readonly mac?: unknown;
    readonly format?: unknown;
  };
  const { format } = facts;
  if (typeof format === "number" && format > editsFormat)
    return { kind: "too-new", error: tooNew(format, editsFormat) };
  const decoded = decode(logCodec, facts);
  if (!decoded || decoded.edits.length === 0) return { kind: "unread" };
  const { format: _known, ...log } = decoded;
  return { kind: "read", log };
}
