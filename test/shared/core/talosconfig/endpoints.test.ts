import { describe, expect, test } from "vitest";
import {
  judgeEndpoint,
  judgeNode,
  judgeProxyUrl,
} from "../../../../shared/core/talosconfig/endpoints.ts";

// What Talos' own code dials, from running it (client/connection.go:231-254).
const dialled: readonly (readonly [string, string])[] = [
  ["10.0.0.1", "10.0.0.1:50000"],
  ["10.0.0.2:50001", "10.0.0.2:50001"],
  ["cp.example.com", "cp.example.com:50000"],
  ["https://omni.example.com", "omni.example.com:443"],
  ["https://omni.example.com:8443/path?x", "omni.example.com:8443"],
  ["http://cp", "cp:50000"],
  ["grpc://cp", "cp:50000"],
  ["fd00::1", "[fd00::1]:50000"],
  ["::1", "[::1]:50000"],
  ["::ffff:10.0.0.1", "[::ffff:10.0.0.1]:50000"],
  ["[10.0.0.1]:50001", "[10.0.0.1]:50001"],
  ["[10.0.0.1]", "[10.0.0.1]:50000"],
  ["[cp.example.com]:50001", "[cp.example.com]:50001"],
  ["HTTPS://CP.example.com", "CP.example.com:443"],
  ["https://cp:", "cp:443"],
  ["cp.example.com.", "cp.example.com.:50000"],
  ["cp:https", "cp:https"],
  ["cp:050001", "cp:050001"],
  ["[fd00::1]:50000", "[fd00::1]:50000"],
  ["https://[fd00::1]", "[fd00::1]:443"],
];

const broken = [
  "[fd00::1]",
  "fe80::1%eth0",
  "[fe80::1%eth0]:50000",
  "https://[fe80::1%25eth0]",
  "https://[10.0.0.1]",
  "grpc://[cp]:50000",
  "::ffff:010.0.0.1",
  "192.168.010.1",
  "127.1",
  "0x7f000001",
  "2130706433",
  "10.0.0.1.",
  "b\u00fccher.example",
  "grpc://[fd00::1]",
  "cp:",
  "unix:///x",
  "dns:///cp:50000",
  "",
  "10.0.0.1,10.0.0.2",
  " cp",
  "cp ",
  "cp:0",
  "cp:99999",
  "cp:x",
  "1::2::3",
  "a b",
  "https://",
  "https://cp:https",
  "https://fd00::1",
  "grpc://::ffff:10.0.0.1",
  "grpc://cp:+50000",
];

describe("endpoints", () => {
  test.each(dialled)("%s dials %s", (text, dials) => {
    expect(judgeEndpoint(text)).toEqual({ kind: "ok", dials });
  });

  test.each(broken)("%j is broken, with a reason and advice", (text) => {
    expect(judgeEndpoint(text)).toMatchObject({
      kind: "broken",
      reason: expect.stringMatching(/\.$/) as string,
      next: expect.stringMatching(/\.$/) as string,
    });
  });
});

describe("nodes", () => {
  test.each(["10.0.0.1", "fd00::1", "worker-1"])("%s is a node", (text) => {
    expect(judgeNode(text).kind).toBe("ok");
  });

  test.each(["10.0.0.1:50000", "[fd00::1]:50000", "https://cp", "", "a b"])(
    "%j is not",
    (text) => {
      expect(judgeNode(text).kind).toBe("broken");
    },
  );
});

describe("proxies", () => {
  test.each([
    "direct",
    "socks5://u:p@10.0.0.1:1080",
    "http://proxy:3128",
    "https://proxy:443",
  ])("%s is a proxy", (text) => {
    expect(judgeProxyUrl(text).kind).toBe("ok");
  });

  test.each(["socks4://a:1", "http://proxy", "proxy:3128", ""])(
    "%j is not",
    (text) => {
      expect(judgeProxyUrl(text).kind).toBe("broken");
    },
  );
});
