import { expect, test } from "vitest";
import type { Keychain } from "../../../../../shared/core/ports/keychain.ts";
import { readKeptHead } from "../../../../../shared/core/usecases/audit/kept-head.ts";

const refused = {
  kind: "unavailable",
  problem: "other",
  reason: "Cannot autolaunch D-Bus without X11 $DISPLAY",
} as const;

function keychainThat(answer: Awaited<ReturnType<Keychain["read"]>>): Keychain {
  return {
    read: async () => answer,
    write: async () => refused,
    remove: async () => refused,
  };
}

test("a machine without a keychain is told from a keychain that fails", async () => {
  const none = keychainThat({ ...refused, problem: "no-session-bus" });
  expect(await readKeptHead(none, "v")).toEqual({ kind: "no-keychain" });
  expect(await readKeptHead(keychainThat(refused), "v")).toEqual({
    kind: "unreadable",
    reason: refused.reason,
  });
});
