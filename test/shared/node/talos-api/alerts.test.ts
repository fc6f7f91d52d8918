import { expect, test } from "vitest";
import { blockedBy } from "../../../../shared/node/talos-api/path/stage-result.ts";

/** Node's codes for the alerts of Talos' servers; OpenSSL's and BoringSSL's names agree (talos.md §10, RFC 8446 §6). */
test.each([
  ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", 45],
  ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", 48],
  ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", 42],
  ["ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE", 43],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", 116],
  ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", 40],
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", 70],
  ["ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL", 120],
  ["ERR_SSL_WRONG_VERSION_NUMBER", null],
  ["ECONNRESET", null],
])("%s is alert %s", (code, alert) => {
  const error = Object.assign(new Error("refused"), { code });
  expect(blockedBy("client", error).trouble).toEqual({
    stage: "client",
    code,
    text: "refused",
    alert,
  });
});

test("the number in OpenSSL's words counts, whatever the name", () => {
  const error = new Error(
    "error:0A000415:SSL routines:ssl3_read_bytes:some alert:rec.c:1:SSL alert number 45",
  );
  expect(blockedBy("client", error).trouble.alert).toBe(45);
});
