import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { EndReason } from "../../../../../shared/core/sessions/end-reason.ts";
import type { SessionFacts } from "../../../../../shared/core/sessions/lease.ts";
import { parseTalosconfig } from "../../../../../shared/core/talosconfig/parse.ts";
import { sessionDocument } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { startSessionGateway } from "../../../../../shared/node/sessions/gateway/start-session-gateway.ts";
import { LeaseJournal } from "../../../../../shared/node/sessions/leases/lease-journal.ts";
import { SessionHolder } from "../../../../../shared/node/sessions/session-holder.ts";
import { systemClock } from "../../../../../shared/node/system/system-clock.ts";
import { client, nodeWith } from "../../../../doubles/gateway-here.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { request, version } from "../../../../doubles/raw-node.ts";

test("when a session's time is over its running call is cut, at the node too, and nobody connects any more", async () => {
  const home = mkdtempSync(join(tmpdir(), "tv-by-time-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  let isCut = false;
  const node = await nodeWith((stream) => {
    stream.resume();
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
    stream.once("close", () => (isCut = true));
  });
  const now = Date.now();
  const end = now + 3_600_000;
  const facts: SessionFacts = {
    id: "a".repeat(32),
    kind: "exec",
    context: "prod",
    roles: ["os:admin"],
    credential: "derived",
    delivery: "gateway",
    isFollowing: false,
    startedAt: new Date(now).toISOString(),
    expiresAt: new Date(end).toISOString(),
  };
  const { gateway, document } = must(
    await startSessionGateway({
      facts,
      home,
      document: new TextEncoder().encode(
        sessionDocument("prod", node.config).reveal(),
      ),
      rules: [],
      environment: {},
      askPerson: async () => "denied",
    }),
  );
  const ended: EndReason[] = [];
  const holder = must(
    SessionHolder.start(new LeaseJournal(home), systemClock, {
      facts,
      document,
      runFolder: home,
      watched: null,
      loginKey: null,
      gateway,
      onEnd: (_, reason) => ended.push(reason),
    }),
  );
  const { config } = must(parseTalosconfig(document));
  const session = config.contexts.get("prod");
  if (!session) throw new Error("the session has its context");
  const running = request(client({ config: session }), version).resume();
  const over = once(running, "close");
  await once(running, "response");
  expect([ended, isCut]).toEqual([[], false]);
  vi.setSystemTime(end);
  await over;
  await expect.poll(() => isCut).toBe(true);
  expect(ended).toEqual(["expired"]);
  const port = Number(session.endpoints[0]?.replace(/^.*:/, ""));
  const [error] = (await once(connect(port, "127.0.0.1"), "error")) as [
    NodeJS.ErrnoException,
  ];
  expect(error.code).toBe("ECONNREFUSED");
  holder.close();
});
