import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Who opens or accepts connections, and what for. A new line here is a new line in SECURITY.md. */
const connecting: Readonly<Record<string, string>> = {
  "shared/node/talos-api/": "nodes of the contexts that somebody asked for",
  "shared/node/agent/control-socket.ts": "our own sockets in private folders",
  "shared/node/sessions/session-holder.ts": "the same",
  "shared/node/sessions/serve-session.ts": "the same",
  "shared/node/system/runtimes/":
    "the same, and the session bus, by the shortest way that a runtime has to them",
  "cli/questions/descriptor.ts":
    "none: a pipe that the caller opened and named is read as a socket is",
  "shared/node/gateway/":
    "loopback, for the calls of a session's own terminal, and on to the nodes of its context",
  "shared/node/stores/store-http.ts":
    "a secret store that somebody named, or that a context came from, and for a cloud's who lends its login",
  "cli/web-ui/": "loopback, for the page of `talos-vault ui`",
  "renderer/bridge/http.ts": "the page, to where it came from",
};

const network =
  /from "node:(?:net|tls|https?|http2|dgram|dns)(?:\/promises)?"|(?<![\w.])fetch\(|\bBun\.(?:connect|listen|serve|udpSocket)\(|new (?:WebSocket|EventSource|XMLHttpRequest|RTCPeerConnection)\b|sendBeacon\(|electron.*\bnet\b|autoUpdater|crashReporter/;

test("nothing but the way to a node, our own sockets and the page's server has to do with a network", () => {
  const files = globSync("{shared,cli,electron,renderer}/**/*.{ts,tsx}");
  const found = files
    .filter((file) => network.test(readFileSync(file, "utf8")))
    .map((file) => file.replaceAll("\\", "/"));
  expect(found.length).toBeGreaterThan(5);
  const places = Object.keys(connecting);
  expect(
    found.filter((file) => !places.some((place) => file.startsWith(place))),
  ).toEqual([]);
  const unused = places.filter(
    (place) => !found.some((file) => file.startsWith(place)),
  );
  expect(unused).toEqual([]);
});
