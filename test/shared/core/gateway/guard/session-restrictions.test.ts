import { expect, test } from "vitest";
import { openedBy } from "../../../../../shared/core/gateway/guard/session-restrictions.ts";

const opened = (...allow: string[]) => {
  const found = openedBy({ allow });
  return found.ok ? found.value : found.error.code;
};

test.each([
  [["kubeconfig"], ["kubeconfig"]],
  [["MachineService/Read"], ["file"]],
  [["Import"], ["own-image"]],
  [
    ["etcd snapshot", "upgrade"],
    ["etcd-snapshot", "own-image"],
  ],
])("%j opens %j", (allow, escapes) => {
  expect(opened(...allow)).toEqual(expect.arrayContaining(escapes));
});

test("what names all of them opens all, and a group of others none", () => {
  expect(opened("escapes")).toHaveLength(9);
  expect(opened("reads", "writes", "destructive")).toEqual([]);
  expect(opened("frobnicate")).toBe("usage");
  expect(openedBy({})).toEqual({ ok: true, value: [] });
});

test("a command that changes something opens nothing that it only reads on its way", () => {
  // It waits for another boot id, and takes a kubeconfig where it drains the node.
  expect(opened("reboot", "reset", "shutdown", "rollback")).toEqual([]);
  expect(opened("upgrade")).toEqual(["own-image"]);
});
