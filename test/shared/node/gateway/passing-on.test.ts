import { createHash } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { describe, expect, test } from "vitest";
import { sha256OfBytes } from "../../../../shared/core/pki/primitives/hash-and-hmac.ts";
import { limits } from "../../../../shared/core/limits.ts";
import {
  cleanUps,
  client,
  gatewayTo,
  nodeWith,
  plain,
  portOf,
  reboot,
} from "../../../doubles/gateway-here.ts";
import {
  answerFine,
  call,
  emptyMessage,
  frame,
  literalHeaders,
  outcomeOf,
  request,
  startFrameNode,
  startRawNode,
  version,
} from "../../../doubles/raw-node.ts";
import { startSlowRelay } from "../../../doubles/slow-relay.ts";
import { outerBlank } from "../../../doubles/tested-gateway.ts";

describe("an answer with headers that Node sends to nobody", () => {
  const fine = [":status", "200", "content-type", "application/grpc"];
  const [endHeaders, endStream] = [4, 1];
  const end = endHeaders + endStream;
  const twice = ["etag", "a", "etag", "b"];
  const message = (id: number) => frame(0, 0, id, emptyMessage);
  test.each([
    ["before messages", (id: number) => [frame(1, endHeaders, id, literalHeaders(...fine, ...twice)), message(id), frame(1, end, id, literalHeaders("grpc-status", "0"))]],
    ["alone", (id: number) => [frame(1, end, id, literalHeaders(...fine, "grpc-status", "0", ...twice))]],
    ["after messages", (id: number) => [frame(1, endHeaders, id, literalHeaders(...fine)), message(id), frame(1, end, id, literalHeaders("grpc-status", "0", ...twice))]],
  ])("ends the call with our word, and nothing else: %s", async (_, frames) => {
    const node = await startFrameNode((id) => Buffer.concat(frames(id)));
    cleanUps.push(node.stop);
    const made = client(await gatewayTo(node));
    for (let time = 0; time < 2; time++) {
      const { headers, trailers } = await call(made, version);
      expect({ ...headers, ...trailers }).toMatchObject({
        "grpc-status": "14",
        "grpc-message": expect.stringContaining("headers that none can have") as string,
      });
    }
  }); // prettier-ignore
});

describe("headers, messages and trailers", () => {
  test("pass unchanged in both directions, repeated ones apart", async () => {
    const node = await nodeWith((stream) => {
      stream.resume();
      stream.respond(
        {
          ":status": 200,
          "content-type": "application/grpc",
          "grpc-encoding": "gzip",
          "x-many": ["a", "b, c"],
        },
        { waitForTrailers: true },
      );
      stream.once("wantTrailers", () =>
        stream.sendTrailers({
          "grpc-status": "9",
          "grpc-message": `it is%20 %E2%9C%93 100%25${outerBlank()}`,
          "grpc-status-details-bin": "AAEC",
          "x-many-bin": ["AA", "BB"],
        }),
      );
      stream.write(Buffer.from([1, 0, 0, 0, 1]));
      stream.end(Buffer.from([7]));
    });
    const made = client(await gatewayTo(node), {
      strictFieldWhitespaceValidation: false,
    });
    const stream = request(made, version, {
      nodes: ["10.0.0.2", "10.0.0.3"],
      "x-some-bin": "AAEC",
      "grpc-timeout": "5S",
      "grpc-encoding": "gzip",
      "user-agent": "grpc-go/1.83.0",
    });
    const rawTrailers = once(stream, "trailers") as Promise<unknown[]>;
    const found = await outcomeOf(stream);
    const [seen] = node.calls;
    const pairs = pairsOf(seen?.raw ?? []);
    for (const pair of [
      ["nodes", "10.0.0.2"],
      ["nodes", "10.0.0.3"],
      ["x-some-bin", "AAEC"],
      ["grpc-timeout", "5S"],
      ["grpc-encoding", "gzip"],
      ["te", "trailers"],
      ["user-agent", "grpc-go/1.83.0"],
    ])
      expect(pairs).toContainEqual(pair);
    expect(found.body).toEqual(Buffer.from([1, 0, 0, 0, 1, 7]));
    expect(found.headers["grpc-encoding"]).toBe("gzip");
    const [, , raw] = await rawTrailers;
    const trailers = pairsOf(raw as readonly string[]);
    for (const pair of [
      ["grpc-status", "9"],
      ["grpc-message", `it is%20 %E2%9C%93 100%25${outerBlank()}`],
      ["grpc-status-details-bin", "AAEC"],
      ["x-many-bin", "AA"],
      ["x-many-bin", "BB"],
    ])
      expect(trailers).toContainEqual(pair);
  });

  test("what nodes say among each other is taken out", async () => {
    const node = await nodeWith();
    const made = client(await gatewayTo(node));
    await call(made, version, {
      "talos-role": "os:admin",
      proxyfrom: ["10.0.0.9", "x"],
      node: "10.0.0.2",
    });
    const names = pairsOf(node.calls[0]?.raw ?? []).map(([name]) => name);
    expect(names).toContain("node");
    expect(names).not.toContain("talos-role");
    expect(names).not.toContain("proxyfrom");
  });

  test("an answer that is an end alone is one, and so is one before the client has said everything", async () => {
    const node = await nodeWith((stream) =>
      stream.respond(
        { ":status": 200, "grpc-status": "16", "grpc-message": "no" },
        { endStream: true },
      ),
    );
    const gateway = await gatewayTo(node);
    const made = client(gateway);
    const found = await call(made, version);
    expect(found.headers).toMatchObject({ "grpc-status": "16" });
    expect(found.trailers).toEqual({});
    const early = request(made, version, {}, null);
    early.write(emptyMessage);
    const [headers] = (await once(early, "response")) as [object];
    expect(headers).toMatchObject({ "grpc-message": "no" });
    early.end();
    await outcomeOf(early);
    expect((await gateway.news()).records.map(({ code }) => code)).toEqual([
      16, 16,
    ]);
  });

  test("what the node resets is reset with its code", async () => {
    const node = await nodeWith((stream) => stream.close(7));
    const found = await call(client(await gatewayTo(node)), version);
    expect(found.rstCode).toBe(7);
  });

  test("a client that gives up ends the call at the node", async () => {
    let isOver = false;
    const node = await nodeWith((stream) => {
      stream.resume();
      stream.once("close", () => (isOver = stream.rstCode === 8));
    });
    const made = client(await gatewayTo(node));
    const stream = request(made, version);
    await expect.poll(() => node.calls.length).toBe(1);
    stream.close(8);
    await expect.poll(() => isOver).toBe(true);
  });

  test("a client that does not read stops the node, and neither is kept in memory", async () => {
    let written = 0;
    const node = await nodeWith((stream) => {
      stream.resume();
      stream.respond({ ":status": 200 }, { waitForTrailers: true });
      const chunk = Buffer.alloc(64 * 1024);
      const write = () => {
        while (written < 512 * 1024 * 1024 && !stream.destroyed) {
          written += chunk.length;
          if (!stream.write(chunk)) return void stream.once("drain", write);
        }
      };
      write();
    });
    const made = client(await gatewayTo(node));
    const stream = request(made, version);
    await once(stream, "response");
    stream.pause();
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = written === before;
          before = written;
          return isStill;
        },
        { interval: 200, timeout: 20_000 },
      )
      .toBe(true);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });
});

describe("over a link of 50 ms", () => {
  test("many messages come whole and in order both ways, and who gives up is heard at the node", async () => {
    const chunks = Array.from({ length: 16 }, (_, at) => Buffer.alloc(64 * 1024, at)); // prettier-ignore
    // The node's window, unlike ours, is 64 KiB: each is a turn of the link.
    const few = chunks.slice(0, 2);
    const up = createHash("sha256");
    let given: number | null = null;
    const node = await nodeWith((stream) => {
      stream.respond({ ":status": 200 }, { waitForTrailers: true });
      stream.once("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" })); // prettier-ignore
      stream.once("close", () => (given = stream.rstCode));
      if (node.calls.length > 1) return void stream.resume();
      stream.on("data", (chunk: Buffer) => up.update(chunk));
      for (const chunk of chunks) stream.write(chunk);
      stream.once("end", () => stream.end());
    });
    const [host = ""] = node.config.endpoints;
    const far = await startSlowRelay(Number(host.replace(/^.*:/, "")), 25);
    cleanUps.push(() => void far.stop());
    const config = { ...node.config, endpoints: [far.endpoint] };
    const made = client(await gatewayTo({ config }));
    const stream = request(made, version, {}, null);
    const outcome = outcomeOf(stream);
    for (const chunk of few) stream.write(chunk);
    stream.end();
    const { body, trailers } = await outcome;
    expect(trailers["grpc-status"]).toBe("0");
    expect([sha256OfBytes(body), up.digest("hex")]).toEqual(
      [chunks, few].map((sent) => sha256OfBytes(Buffer.concat(sent))),
    );
    // With Node's own windows a far node was forty times slower.
    for (const one of [made, ...node.sessions])
      expect(one.remoteSettings.initialWindowSize).toBe(4 << 20);
    const left = request(made, version);
    await once(left, "response");
    given = null;
    left.close(8);
    await expect.poll(() => given).toBe(8);
  });
});

describe("the way to the node", () => {
  test("one session carries every call, and another one comes after GOAWAY", async () => {
    const node = await nodeWith();
    const made = client(await gatewayTo(node));
    await Promise.all(Array.from({ length: 20 }, () => call(made, version)));
    expect(node.sessions.size).toBe(1);
    const [first] = node.sessions;
    const closed = once(first ?? made, "close");
    first?.goaway(0);
    first?.close();
    await closed;
    const found = await call(made, version);
    expect(found.trailers["grpc-status"]).toBe("0");
    expect(node.sessions.size).toBe(1);
    expect(node.sessions.has(first as never)).toBe(false);
  });

  test("a call that is lost with its connection is said to be lost, and is not sent again", async () => {
    const node = await nodeWith((stream) => stream.session?.destroy());
    const found = await call(client(await gatewayTo(node)), reboot);
    expect(found.headers["grpc-status"] ?? found.trailers["grpc-status"]).toBe(
      "14",
    );
    expect(node.calls.length).toBe(1);
  });

  test("with TALOS_VAULT_OFFLINE nobody is contacted", async () => {
    const node = await nodeWith();
    const environment = { TALOS_VAULT_OFFLINE: "1" };
    const gateway = await gatewayTo(node, { environment });
    const found = await call(client(gateway), version);
    expect(found.headers["grpc-message"]).toMatch(/TALOS_VAULT_OFFLINE/);
    expect(node.sessions.size).toBe(0);
  });

  test("a server that is not the cluster's is shown no key, and the client reads why", async () => {
    const node = await startRawNode(answerFine, { serves: false });
    cleanUps.push(() => node.stop());
    const found = await call(client(await gatewayTo(node)), version);
    expect(found.headers["grpc-status"]).toBe("14");
    expect(found.headers["grpc-message"]).toMatch(/^talos-vault: /);
    expect(node.sessions.size).toBe(0);
    expect(node.calls).toEqual([]);
  });
});

describe("clients that are not the session's", () => {
  test("without its key, or with another one, nothing reaches the node", async () => {
    const node = await nodeWith();
    const gateway = await gatewayTo(node);
    const stranger = await gatewayTo(node);
    for (const options of [
      { cert: "", key: "" },
      {
        cert: plain(stranger.config.crt),
        key: plain(stranger.config.key?.reveal()),
      },
    ]) {
      const made = client(gateway, options);
      // Node says nothing when such a session is gone.
      await expect.poll(() => made.destroyed).toBe(true);
      expect((await gateway.news()).calls).toBe(0);
    }
    expect(node.calls).toEqual([]);
  });

  test("garbage where frames should be ends that connection alone", async () => {
    const node = await nodeWith();
    const gateway = await gatewayTo(node);
    const good = client(gateway);
    await call(good, version);
    const { ca, crt, key } = gateway.config;
    const bad = connectTls({
      port: portOf(gateway),
      host: "127.0.0.1",
      ca: plain(ca),
      cert: plain(crt),
      key: plain(key?.reveal()),
      ALPNProtocols: ["h2"],
    });
    bad.on("error", () => undefined);
    await once(bad, "secureConnect");
    bad.resume();
    bad.write(Buffer.alloc(100_000, 0xff));
    await closeOf(bad);
    const found = await call(good, version);
    expect(found.trailers["grpc-status"]).toBe("0");
  });

  test("two megabytes of headers are refused, and nothing is passed on", async () => {
    const node = await nodeWith();
    const gateway = await gatewayTo(node);
    const made = client(gateway, { maxSendHeaderBlockLength: 8 << 20 });
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `x-${String(index)}`,
        "x".repeat(4096),
      ]),
    );
    const found = await call(made, version, many);
    expect(found.headers).toEqual({});
    expect(node.calls).toEqual([]);
    const after = await call(client(gateway), version);
    expect(after.trailers["grpc-status"]).toBe("0");
  });

  test("a thousand half-open handshakes keep nobody out", async () => {
    const node = await nodeWith();
    const gateway = await gatewayTo(node);
    const port = portOf(gateway);
    const half = Array.from({ length: 1000 }, () => {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      socket.write(Buffer.from([22, 3, 1, 2, 0]));
      return socket;
    });
    cleanUps.push(() => half.forEach((socket) => socket.destroy()));
    const found = await call(client(gateway), version);
    expect(found.trailers["grpc-status"]).toBe("0");
    await expect
      .poll(() => half.filter(({ destroyed }) => !destroyed).length, {
        timeout: 10_000,
      })
      .toBeLessThanOrEqual(limits.gatewayHandshakes.most);
  });

  test("a path that Talos would take and that is no method is refused", async () => {
    const node = await nodeWith();
    const made = client(await gatewayTo(node));
    const found = await call(made, "//machine.MachineService/Kubeconfig");
    expect(found.headers).toMatchObject({
      "grpc-status": "7",
      "grpc-message": "talos-vault: This is no method of the Talos API.",
    });
    const other = await call(made, "machine.MachineService/Kubeconfig");
    expect(other.headers).toEqual({});
    expect(node.calls).toEqual([]);
  });
});

/** Whatever error comes before it. */
function closeOf(one: { once(event: "close", then: () => void): unknown }) {
  return new Promise<void>((resolve) => one.once("close", resolve));
}

function pairsOf(raw: readonly string[]): readonly (readonly string[])[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name, raw[index + 1] ?? ""]] : [],
  );
}
