// Which version of Talos the nodes of some contexts run, asked with a credential that each context lends for a minute.
//
//   npm install ../talos-vault     # a clone, after `npm ci` and `npm run build` in it
//   node version-of-nodes.ts prod lab
//
// Node 22.18 or newer runs it as it is; an older one, down to the package's 20.20, runs what a compiler makes of it. It calls the Talos API by `node:http2` alone, to need nothing; with generated code it would
// be `createGrpcTransport({ baseUrl: `https://${endpoint}`, nodeOptions: session.tls })` of `@connectrpc/connect-node`.
import { connect } from "node:http2";
import { TalosVaultError, withSession, type Session } from "talos-vault";

const emptyMessage = Buffer.alloc(5);
const versionTag = /v\d+\.\d+\.\d+[\w.-]*/;

/** The tag in the answer of MachineService/Version. */
async function versionOf({ endpoints, tls }: Session): Promise<string> {
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error("the context has no endpoint");
  const client = connect(`https://${endpoint}`, tls);
  try {
    return await new Promise<string>((resolve, reject) => {
      client.on("error", reject);
      const call = client.request({
        ":method": "POST",
        ":path": "/machine.MachineService/Version",
        "content-type": "application/grpc",
        te: "trailers",
      });
      const chunks: Buffer[] = [];
      call.on("data", (chunk: Buffer) => chunks.push(chunk));
      call.on("error", reject);
      call.on("trailers", (trailers) => {
        const status = trailers["grpc-status"];
        const answer = Buffer.concat(chunks).toString("latin1");
        const [tag] = versionTag.exec(answer) ?? [];
        if (status === "0" && tag !== undefined) resolve(tag);
        else reject(new Error(`the node answered ${String(status)}`));
      });
      call.end(emptyMessage);
    });
  } finally {
    client.close();
  }
}

for (const context of process.argv.slice(2)) {
  try {
    const terms = { roles: ["os:reader"], ttlSeconds: 60 };
    console.log(`${context}: ${await withSession(context, terms, versionOf)}`);
  } catch (error) {
    const next = error instanceof TalosVaultError ? ` ${error.next}` : "";
    console.error(`${context}: ${String(error)}${next}`);
    process.exitCode = 1;
  }
}
