import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Addresses of this network, all of one machine (RFC 5737, RFC 4193). */
const addresses = ["192.0.2.10", "192.0.2.11", "192.0.2.12"] as const;
const address6 = "fd00::10";

/** What the name server knows; everything else does not exist. */
const zone: Readonly<Record<string, readonly string[]>> = {
  "cp.zone.test": ["192.0.2.10"],
  "two.zone.test": ["192.0.2.12", "192.0.2.10"],
  "a.wild.zone.test": ["192.0.2.10"],
  "b.a.wild.zone.test": ["192.0.2.10"],
  "under_score.zone.test": ["192.0.2.10"],
  "xn--bcher-kva.zone.test": ["192.0.2.10"],
};

const hosts = `127.0.0.1 localhost
192.0.2.10 file.zone.test file
192.0.2.10 10-0-0-1
`;

/**
 * Makes the network of a namespace that is ours alone: loopback, addresses, a file of hosts, and a name server with a
 * search domain. Only for a process that `unshare -n -m` started.
 */
export async function makeNetwork(): Promise<void> {
  ip("link set lo up");
  for (const address of addresses) ip(`addr add ${address}/24 dev lo`);
  ip(`-6 addr add ${address6}/64 dev lo nodad`);
  const folder = mkdtempSync(join(tmpdir(), "tv-reach-"));
  cover("/etc/hosts", join(folder, "hosts"), hosts);
  cover("/etc/resolv.conf", join(folder, "resolv"), "nameserver 127.0.0.1\nsearch zone.test\n"); // prettier-ignore
  await serveNames();
}

function ip(command: string): void {
  execFileSync("ip", command.split(" "), { stdio: "inherit" });
}

function cover(path: string, by: string, text: string): void {
  writeFileSync(by, text);
  execFileSync("mount", ["--bind", by, path], { stdio: "inherit" });
}

const headerBytes = 12;
const typeA = 1;

/** Answers for A alone (RFC 1035 §4). */
async function serveNames(): Promise<void> {
  const server = createSocket("udp4");
  server.on("message", (query, from) => {
    const labels: string[] = [];
    let at = headerBytes;
    for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const question = query.subarray(headerBytes, at + 5);
    const known = zone[labels.join(".").toLowerCase()];
    const found = query.readUInt16BE(at + 1) === typeA ? (known ?? []) : [];
    const head = Buffer.alloc(headerBytes);
    head.writeUInt16BE(query.readUInt16BE(0), 0);
    head.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(found.length, 6);
    const answers = found.map(
      (address) =>
      Buffer.from([0xc0, 12, 0, typeA, 0, 1, 0, 0, 0, 5, 0, 4, ...address.split(".").map(Number)]), // prettier-ignore
    );
    server.send(
      Buffer.concat([head, question, ...answers]),
      from.port,
      from.address,
    );
  });
  server.bind(53, "127.0.0.1");
  await once(server, "listening");
  server.unref();
}
