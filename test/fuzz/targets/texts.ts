import * as fc from "fast-check";
import { printableJson } from "../../../shared/core/text/json-text.ts";
import { printable } from "../../../shared/core/text/printable.ts";
import { standsFor } from "../../../shared/core/pki/verifying/server-name.ts";
import { readCommandLine } from "../../../shared/core/roles/command-line.ts";
import { Secret } from "../../../shared/core/secret.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import { decodeGoBase64 } from "../../../shared/core/talosconfig/go-base64.ts";
import { dialAddress } from "../../../shared/core/talosconfig/dial-address.ts";
import {
  judgeEndpoint,
  judgeNode,
  judgeProxyUrl,
} from "../../../shared/core/talosconfig/endpoints.ts";
import { matchesGlob } from "../../../shared/core/talosconfig/glob.ts";
import {
  hidePassword,
  restorePassword,
} from "../../../shared/core/talosconfig/proxy-password.ts";
import {
  repairEndpoints,
  repairNodes,
} from "../../../shared/core/talosconfig/repair-address.ts";
import { readToken } from "../../../shared/core/vault/sealed/keychain-item-format.ts";
import { readRecoveryKey } from "../../../shared/core/vault/sealed/recovery-key.ts";
import { redact } from "../../../shared/host/page/redact.ts";
import { isSpared } from "../../../shared/node/talos-api/path/no-proxy.ts";
import { chooseProxy } from "../../../shared/node/talos-api/path/proxy.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const seeds = [
  "10.0.0.1", "[fd00::1]:50000", "https://node.test:6443/x?y#z", "socks5://user:pass@10.0.0.1:1080", "http://[::1%eth0]:3128", "node-1.test.", "1h30m", "8760h",
  "*.test,10.0.0.0/8,.local,[::1]:80", "prod-*-eu", "LS0tLS1CRUdJTi==", "talosctl -n 10.0.0.1 etcd snapshot db --force --x=y -- a", "10.0.0.1, 10.0.0.2",
  "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQS5R5M9", "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----",
].map((text) => Buffer.from(text)); // prettier-ignore
const words = ["[", "]", ":", "::", "@", "%", "/", "//", "*", ".", ",", " ", "\t", "=", "--", "-", "a", "1", "0x", "+", "\u0000", "\u00e2\u0080\u00ae", "socks5://"]; // prettier-ignore

/** Single texts that people and files give: addresses, proxies, patterns, durations, keys. Each in time in proportion to its length. */
export const textsTarget: OpenTarget = async () =>
  target({
    name: "texts",
    inputs: fc.oneof(
      mutated(seeds, words).map((bytes) => Buffer.from(bytes).toString("utf8")),
      fc.string({ unit: "binary", maxLength: 60 }),
    ),
    budgetMs: 3000,
    check: async (text: string) => {
      const endpoint = judgeEndpoint(text);
      if (endpoint.kind === "ok") {
        const { port } = dialAddress(endpoint.dials);
        holds(port > 0 && port <= 65_535, "what is dialled has a port");
      }
      judgeNode(text);
      judgeProxyUrl(text);
      repairEndpoints([text]);
      repairNodes([text]);
      const hidden = hidePassword(text);
      holds(hidePassword(hidden) === hidden, "a hidden login stays hidden");
      restorePassword(text, "http://a:b@c:1");
      parseDuration(text);
      decodeGoBase64(text);
      matchesGlob(text, text);
      matchesGlob(text, "a".repeat(1000));
      standsFor({ dns: [text], addresses: [], hasOthers: false }, text);
      readCommandLine(text.split(" "));
      readToken(new Secret(text));
      await readRecoveryKey(new Secret(text));
      isSpared({ host: "node-1.test", port: 50_000 }, text);
      isSpared({ host: text, port: 50_000 }, "*.test,10.0.0.0/8");
      const to = { host: "10.0.0.1", port: 50_000 };
      chooseProxy(text, to, {});
      chooseProxy(undefined, to, { HTTPS_PROXY: text, NO_PROXY: text });
      const shown = printable(text);
      holds(printable(shown) === shown, "what is printable stays as it is");
      // oxlint-disable-next-line no-control-regex
      holds(!/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(shown), "nothing steers a terminal"); // prettier-ignore
      const json = printableJson({ text });
      holds(JSON.stringify(JSON.parse(json)) === JSON.stringify({ text }) || /\.\d{3}Z$/.test(text), "JSON has the same value"); // prettier-ignore
      redact({ text });
    },
  });
