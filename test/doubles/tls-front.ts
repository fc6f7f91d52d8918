import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Server } from "node:tls";
import { listenOnLoopback, type Listening } from "./loopback.ts";

type Host = `127.${string}`;

/** A certificate that is good for one host alone, and is its own CA. */
export interface HostCertificate {
  readonly cert: string;
  readonly key: string;
}

export function makeCertificate(host: Host): HostCertificate {
  const folder = mkdtempSync(join(tmpdir(), "tv-certificate-"));
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=store", "-addext", `subjectAltName=IP:${host}`, "-keyout", "key", "-out", "cert"], { cwd: folder, stdio: "ignore" }); // prettier-ignore
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const made = { cert: read("cert"), key: read("key") };
  rmSync(folder, { recursive: true });
  return made;
}

/** TLS in front of a server on this machine that has none; the certificate can be changed (`setSecureContext`). */
export async function tlsFront(
  behind: string,
  host: Host,
  certificate: HostCertificate,
): Promise<{ readonly url: string; readonly server: Server } & Listening> {
  const { hostname, port } = new URL(behind);
  const server = createServer(certificate, (socket) => {
    const way = connect(Number(port), hostname);
    way.on("error", () => socket.destroy());
    socket.on("error", () => way.destroy());
    socket.pipe(way).pipe(socket);
  });
  const listening = await listenOnLoopback(server, host);
  return { ...listening, url: `https://${listening.endpoint}`, server };
}
