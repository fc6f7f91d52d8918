import { spawn } from "node:child_process";
import { once } from "node:events";
import { realpathSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import {
  lookForClient,
  processAtPort,
} from "../../../../../shared/node/system/processes/process-at-port.ts";

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A program that connects to this process on an address of the machine's own, and our end of it. */
async function connected(host: string, dialled = host) {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  cleanUps.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const code = `require("net").connect(${String(port)}, ${JSON.stringify(dialled)})`;
  const child = spawn(process.execPath, ["-e", code], { stdio: "ignore" });
  cleanUps.push(() => child.kill("SIGKILL"));
  const [socket] = (await once(server, "connection")) as [Socket];
  socket.on("error", () => undefined);
  cleanUps.push(() => socket.destroy());
  const { localPort = 0, remotePort = 0 } = socket;
  return { child, ports: { localPort, remotePort }, socket };
}

test.runIf(process.platform === "linux").each([
  ["127.0.0.1", "127.0.0.1"],
  ["::1", "::1"],
  // A socket for both is in the table of the other.
  ["127.0.0.1", "::ffff:127.0.0.1"],
])(
  "the program at the other end of a connection to %s is known, dialled as %s",
  async (host, dialled) => {
    const { child, ports } = await connected(host, dialled);
    expect(processAtPort(ports)).toBe(child.pid);
    const { localPort, remotePort } = ports;
    const turned = { localPort: remotePort, remotePort: localPort };
    expect(processAtPort(turned)).toBe(process.pid);
  },
);

test.runIf(process.platform === "linux")(
  "it is looked for beside everything else, several at once, and whatever kind of socket has dialled",
  async () => {
    const each = await Promise.all([
      connected("127.0.0.1"),
      connected("::1"),
      connected("127.0.0.1", "::ffff:127.0.0.1"),
      connected("127.0.0.1"),
    ]);
    const found = each.map(({ ports, socket }) =>
      lookForClient(ports, socket.remoteFamily === "IPv6"),
    );
    const path = realpathSync(process.execPath);
    expect(await Promise.all(found.map((find) => find()))).toEqual(
      each.map(({ child }) => ({ pid: child.pid, path })),
    );
  },
);

test("nobody is where nothing is connected, or not any more", async () => {
  const { child, ports, socket } = await connected("127.0.0.1");
  const gone = once(socket, "close");
  socket.resume();
  child.kill("SIGKILL");
  await gone;
  expect(processAtPort(ports)).toBeNull();
  expect(await lookForClient(ports, false)()).toBeNull();
});
