import { expect, test } from "vitest";
import { vaultError } from "../../../../../shared/core/errors.ts";
import { contentHash } from "../../../../../shared/core/talosconfig/compare-contexts.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { originOf } from "../../../../../shared/core/usecases/imports/origin.ts";
import type { ComparedOrigin } from "../../../../../shared/core/usecases/stores/compare-origins.ts";
import { applyPull } from "../../../../../shared/core/usecases/stores/pull-contexts.ts";
import { rememberSeen } from "../../../../../shared/core/usecases/stores/remember-seen.ts";
import type { VaultDocument } from "../../../../../shared/core/vault/document.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";

const config: TalosContext = { endpoints: ["192.0.2.1"], nodes: [] };
const theirs: TalosContext = { endpoints: ["192.0.2.9"], nodes: [] };
const place = {
  address: "vault:secret/lab",
  server: "https://store:8200",
  version: "7",
  sha256: "07",
};
const [pulledAt, checked, later] = [1, 2, 3].map(
  (day) => new Date(`2026-11-0${String(day)}T12:00:00Z`),
) as [Date, Date, Date];
const origin = originOf(place, "lab", config, pulledAt);
const vault = documentOfStored({ lab: storedOf(config, { origin }) });
const remote = {
  place: { ...place, version: "8", sha256: "08" },
  config: theirs,
};
const behind: ComparedOrigin = {
  context: "lab",
  origin,
  state: "behind",
  here: contentHash(config),
  remote,
  error: null,
};
const same: ComparedOrigin = {
  ...behind,
  state: "same",
  remote: { place, config },
};
const seen = { version: "8", content: contentHash(theirs), at: checked };
const seenOf = ({ contexts }: VaultDocument) =>
  contexts.get("lab")?.metadata.origin?.seen;
const once = rememberSeen(vault, [behind], checked);

test("what a store had is remembered with its time, once", () => {
  expect(seenOf(once)).toEqual(seen);
  expect(rememberSeen(once, [behind], later)).toBe(once);
  expect(rememberSeen(vault, [same], checked)).toBe(vault);
});

test("and of a vault that was read, whose contexts are made anew at each look", () => {
  const read: VaultDocument = {
    ...once,
    contexts: new Map(
      [...once.contexts].map(([name, stored]) => [
        name,
        {
          ...stored,
          get metadata() {
            return structuredClone(stored.metadata);
          },
        },
      ]),
    ),
  };
  expect(rememberSeen(read, [behind], later)).toBe(read);
});

test.each<[string, Partial<ComparedOrigin>]>([
  ["as it was pulled again", same],
  ["gone", { state: "gone", remote: null }],
])("what is there %s is no longer another one", (_, found) => {
  expect(rememberSeen(once, [{ ...behind, ...found }], later)).toEqual(vault);
});

test.each(["unreachable", "not-logged-in"] as const)(
  "a store that is %s takes nothing away of what it had",
  (state) => {
    const error = vaultError("store-failed", "No answer.", "Try again.");
    const failed = { ...behind, state, remote: null, error };
    expect(rememberSeen(once, [failed], later)).toBe(once);
  },
);

test("what was compared with an origin that is another one by now says nothing", () => {
  const moved = { ...origin, sha256: "08", pulledAt: later };
  const document = documentOfStored({
    lab: storedOf(config, { origin: moved }),
  });
  expect(rememberSeen(document, [behind], later)).toBe(document);
  expect(
    rememberSeen(documentOfStored({}), [behind], later).contexts.size,
  ).toBe(0);
});

test.each(["theirs", "keep"] as const)(
  "after a pull that settled it (%s) nothing is left to see",
  (choice) => {
    const compared = { ...behind, origin: { ...origin, seen } };
    const pulled = applyPull(once, [{ compared, choice }], later);
    expect(seenOf(pulled)).toBeUndefined();
    expect(rememberSeen(pulled, [compared], later)).toBe(pulled);
    const back = { ...same, origin: { ...origin, seen } };
    expect(
      seenOf(applyPull(once, [{ compared: back, choice }], later)),
    ).toBeUndefined();
  },
);
