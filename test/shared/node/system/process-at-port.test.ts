import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { processAtPort } from "../../../../shared/node/system/process-at-port.ts";

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** A program that connects to this process on an address of the machine's own, and our end of it. */
async function connected(host: string) {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  cleanUps.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  const code = `require("net").connect(${String(port)}, ${JSON.stringify(host)})`;
  const child = spawn(process.execPath, ["-e", code], { stdio: "ignore" });
  cleanUps.push(() => child.kill("SIGKILL"));
  const [socket] = (await once(server, "connection")) as [Socket];
  socket.on("error", () => undefined);
  cleanUps.push(() => socket.destroy());
  const { localPort = 0, remotePort = 0 } = socket;
  return { child, ports: { localPort, remotePort }, socket };
}

test.runIf(process.platform === "linux").each(["127.0.0.1", "::1"])(
  "the program at the other end of a connection is known: %s",
  async (host) => {
    const { child, ports } = await connected(host);
    expect(processAtPort(ports)).toBe(child.pid);
    const { localPort, remotePort } = ports;
    const turned = { localPort: remotePort, remotePort: localPort };
    expect(processAtPort(turned)).toBe(process.pid);
  },
);

test("nobody is where nothing is connected, or not any more", async () => {
  const { child, ports, socket } = await connected("127.0.0.1");
  const gone = once(socket, "close");
  socket.resume();
  child.kill("SIGKILL");
  await gone;
  expect(processAtPort(ports)).toBeNull();
});
