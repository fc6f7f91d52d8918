import { expect, test } from "vitest";
import {
  readTyped,
  storeKinds,
} from "../../../renderer/features/stores/address-text.ts";

test("what is typed is read as far as it goes, and each kind says what it lacks", () => {
  expect(readTyped("  ")).toEqual({ kind: "nothing" });
  for (const [scheme, { example, form }] of Object.entries(storeKinds)) {
    expect(readTyped(example).kind, example).toBe("place");
    expect(readTyped(`${scheme}:`)).toEqual({ kind: "wrong", text: form });
  }
  expect(readTyped("vaul")).toMatchObject({ kind: "wrong" });
  expect(readTyped("vault:secret/lab#admin")).toEqual({
    kind: "place",
    text: "The field admin of secret/lab, in Vault or OpenBao.",
  });
  // A slash is no letter of a name there, and what it becomes is seen before it is used.
  expect(readTyped("azure-kv:team-vault/talos/prod")).toEqual({
    kind: "place",
    text: "The secret talos-prod of the key vault team-vault.",
  });
});
