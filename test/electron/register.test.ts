import type { WebContents } from "electron";
import { describe, expect, test, vi } from "vitest";
import { register } from "../../electron/ipc/register.ts";
import type { Host } from "../../shared/host/host.ts";

type Answer = (event: object, request: unknown) => unknown;

/** A window whose page calls, and a host that is there when `serve` is called. */
function windowBeforeItsHost() {
  const answers = new Map<string, Answer>();
  const mainFrame = { url: "app://vault/index.html", parent: null };
  const contents = {
    mainFrame,
    ipc: {
      handle: (name: string, answer: Answer) => answers.set(name, answer),
    },
    isDestroyed: () => false,
    once: () => undefined,
    send: vi.fn(),
  };
  const host = {
    call: vi.fn(async (name: string) => ({ ok: true, value: name })),
    listen: vi.fn<Host["listen"]>(() => () => undefined),
  };
  let serve: () => void = () => undefined;
  const served = new Promise<Host>((resolve) => {
    serve = () => resolve(host as unknown as Host);
  });
  const onCall = vi.fn();
  register(contents as unknown as WebContents, served, onCall);
  const call = (senderFrame: object) =>
    answers.get("vault.state")?.({ sender: contents, senderFrame }, {});
  return { call, contents, host, mainFrame, onCall, serve };
}

describe("a page that is there before its host", () => {
  test("its call is answered when the host is there", async () => {
    const { call, host, mainFrame, onCall, serve } = windowBeforeItsHost();
    const answer = call(mainFrame);
    expect(host.call).not.toHaveBeenCalled();
    expect(onCall).toHaveBeenCalledOnce();
    serve();
    expect(await answer).toEqual({ ok: true, value: "vault.state" });
  });

  test("another sender is refused at once", async () => {
    const { call, host, onCall } = windowBeforeItsHost();
    const other = { url: "https://example.org/", parent: null };
    expect(await call(other)).toMatchObject({ ok: false });
    expect(onCall).not.toHaveBeenCalled();
    expect(host.call).not.toHaveBeenCalled();
  });

  test("it hears of events from then on", async () => {
    const { contents, host, serve } = windowBeforeItsHost();
    serve();
    await vi.waitFor(() => expect(host.listen).toHaveBeenCalled());
    host.listen.mock.calls[0]?.[0]({ kind: "state" });
    expect(contents.send.mock.calls).toEqual([
      [expect.any(String), { kind: "state" }],
    ]);
  });
});
