import type { Stage, Trouble } from "../../../core/diagnosis/probe.ts";

/** A stage of the path: what it gave, or what ended it. */
export type StageResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly trouble: Trouble };

export function through<T>(value: T): StageResult<T> {
  return { ok: true, value };
}

/** A stage that was not passed. `alert`: the number of TLS that the other side sent. */
export function blocked(
  stage: Stage,
  code: string,
  text: string,
  alert: number | null = null,
): { readonly ok: false; readonly trouble: Trouble } {
  return { ok: false, trouble: { stage, code, text, alert } };
}

/** An error of Node, of OpenSSL or of BoringSSL as trouble. */
export function blockedBy(stage: Stage, error: unknown) {
  const { code, message } = (error ?? {}) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  const text = typeof message === "string" ? message : String(error);
  return blocked(
    stage,
    typeof code === "string" ? code : "unknown",
    text,
    alertOf(text, code),
  );
}

/** OpenSSL and BoringSSL agree on these names; OpenSSL alone adds the number. */
const alertNames: Readonly<Record<string, number>> = {
  UNEXPECTED_MESSAGE: 10,
  HANDSHAKE_FAILURE: 40,
  BAD_CERTIFICATE: 42,
  UNSUPPORTED_CERTIFICATE: 43,
  CERTIFICATE_REVOKED: 44,
  CERTIFICATE_EXPIRED: 45,
  CERTIFICATE_UNKNOWN: 46,
  UNKNOWN_CA: 48,
  ACCESS_DENIED: 49,
  DECRYPT_ERROR: 51,
  PROTOCOL_VERSION: 70,
  INTERNAL_ERROR: 80,
  UNRECOGNIZED_NAME: 112,
  CERTIFICATE_REQUIRED: 116,
  NO_APPLICATION_PROTOCOL: 120,
};

function alertOf(text: string, code: unknown): number | null {
  const [, number] = /alert number (\d+)/i.exec(text) ?? [];
  if (number !== undefined) return Number(number);
  const words = `${typeof code === "string" ? code : ""} ${text}`
    .toUpperCase()
    .replaceAll(" ", "_");
  if (!words.includes("ALERT")) return null;
  const found = Object.entries(alertNames).find(([name]) =>
    words.includes(`ALERT_${name}`),
  );
  return found?.[1] ?? null;
}
