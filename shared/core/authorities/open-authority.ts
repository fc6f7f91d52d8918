import { success, type Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import { decodeGoBase64 } from "../talosconfig/go-base64.ts";
import {
  checkPair,
  refuse,
  type Authority,
  type PairText,
} from "./authority.ts";

const redacted = "******";

/** An authority as the vault keeps it, read and checked again. */
export function openAuthority(
  stored: { readonly crt: string; readonly key: Secret },
  now: Date,
): Result<Authority> {
  const pair = decodePair(stored.crt, stored.key.reveal());
  return pair.ok ? checkPair(pair.value, now) : pair;
}

/** A CA and its key as Talos spells them. Errors: `credential-unusable`. */
export function decodePair(crt: unknown, key: unknown): Result<PairText> {
  if (typeof crt !== "string" || typeof key !== "string" || key === "")
    return refuse(
      "The file has no Talos CA with its key.",
      "Give the secrets.yaml of the cluster, or a control plane's machine config.",
    );
  if (key.includes(redacted))
    return refuse(
      "The CA's key was redacted: it reads ******.",
      "Give the file as it was generated, not as talosctl prints it.",
    );
  const [certificate, privateKey] = [decodeGoBase64(crt), decodeGoBase64(key)];
  if (!certificate.ok || !privateKey.ok)
    return refuse(
      "The CA or its key is not base64.",
      "Copy the file again from where it was made.",
    );
  return success({ crt: certificate.bytes, key: privateKey.bytes });
}
