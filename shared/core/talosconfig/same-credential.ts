import { decodeGoBase64, isPlain } from "./go-base64.ts";
import type { TalosContext } from "./types.ts";

/**
 * Text that is equal exactly when two contexts carry the same credential, whatever they are called and
 * wherever they point; null when a context carries none. Holds key material: for comparing, never to show.
 */
export function credentialKey(context: TalosContext): string | null {
  const { crt, key, auth, endpoints, cluster } = context;
  if (crt !== undefined || key !== undefined)
    return JSON.stringify([
      "certificate",
      bytesText(crt),
      bytesText(key?.reveal()),
    ]);
  if (auth?.siderov1)
    return JSON.stringify([
      "siderov1",
      auth.siderov1.identity,
      endpoints.toSorted(),
      cluster ?? "",
    ]);
  if (auth?.basic)
    return JSON.stringify([
      "basic",
      auth.basic.username,
      auth.basic.password.reveal(),
      endpoints.toSorted(),
    ]);
  return null;
}

/** Base64 may be broken into lines differently; what counts is what it decodes to. */
function bytesText(base64: string | undefined): string {
  if (base64 === undefined) return "";
  if (isPlain(base64)) return base64;
  const decoded = decodeGoBase64(base64);
  return decoded.ok ? base64.replace(/[\r\n]/g, "") : base64;
}
