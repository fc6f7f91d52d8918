import * as net from "node:net";
import { listenOnLoopback, type Listening } from "./loopback.ts";

/** A TLS record (RFC 8446 §5.1). */
export interface TlsRecord {
  readonly type: number;
  readonly body: Buffer;
}

export interface RecordingRelay extends Listening {
  /** What the client sent, a buffer for each connection. */
  readonly sent: () => readonly Buffer[];
}

/** Lies between a client and servers, and keeps every byte of the client. The last port is that of all that follow. */
export async function startRecordingRelay(
  ...ports: readonly number[]
): Promise<RecordingRelay> {
  const heard: Buffer[][] = [];
  const server = net.createServer((client) => {
    const chunks: Buffer[] = [];
    const port = ports[Math.min(heard.length, ports.length - 1)] ?? 0;
    heard.push(chunks);
    client.on("data", (chunk: Buffer) => chunks.push(chunk));
    const upstream = net.connect(port, "127.0.0.1");
    client.pipe(upstream).pipe(client);
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  const listening = await listenOnLoopback(server);
  return {
    ...listening,
    sent: () => heard.map((chunks) => Buffer.concat(chunks)),
  };
}

export function recordsOf(bytes: Buffer): readonly TlsRecord[] {
  const headerBytes = 5;
  const records: TlsRecord[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + headerBytes + bytes.readUInt16BE(at + 3);
    const body = bytes.subarray(at + headerBytes, end);
    records.push({ type: bytes[at] ?? 0, body });
    at = end;
  }
  return records;
}
