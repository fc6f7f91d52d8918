import { expect, test } from "vitest";
import type { Bridge } from "../../shared/contract/bridge.ts";
import { withAnswers } from "../../renderer/bridge/no-answer.ts";

test("a call that main never answers is an error to be shown, and nothing waits for ever", async () => {
  const broken = {
    call: new Proxy({}, { get: () => async () => Promise.reject(new Error()) }),
    onEvent: () => () => undefined,
    openDropped: async () => Promise.reject(new Error()),
  } as unknown as Bridge;
  const bridge = withAnswers(broken);
  expect(await bridge.call["vault.state"]({})).toMatchObject({
    ok: false,
    error: { code: "internal" },
  });
  expect(await bridge.openDropped(null)).toBeNull();
});
