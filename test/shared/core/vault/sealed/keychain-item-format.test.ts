import { expect, test } from "vitest";
import { Secret } from "../../../../../shared/core/secret.ts";
import {
  readToken,
  writeToken,
} from "../../../../../shared/core/vault/sealed/keychain-item-format.ts";

const identity = new Secret("AGE-SECRET-KEY-1QQQ");
const highest = 999_999_999_999_999;

test.each([
  [0, 0],
  [7, 7],
  [highest, highest],
  // A vault that says so of itself must not cost the identity in the keychain.
  [highest + 1, highest],
  [Number.MAX_SAFE_INTEGER, highest],
  [1e21, highest],
])("an item with the floor %d is read again, with %d", (floor, read) => {
  for (const mark of [null, "0123456789abcdef"]) {
    const token = readToken(writeToken({ floor, mark, identity }));
    expect(token).toMatchObject({ floor: read, mark });
    expect(token?.identity.reveal()).toBe(identity.reveal());
  }
});
