import { expect, test } from "vitest";
import {
  isSameSigner,
  isSignedByAny,
} from "../../../../../shared/core/pki/verifying/same-signer.ts";
import { pem } from "../../../../../shared/core/pki/pem.ts";
import {
  isSameAuthority,
  isSignedBy,
} from "../../../../../shared/core/pki/verifying/signed-by.ts";
import {
  authorityKeyId,
  basic,
  ed25519,
  make,
  nameOf,
  subjectKeyId,
  usage,
} from "../../../../reach/made-shape.ts";

const key = ed25519();
const authority = (id: string, more: { readonly key?: typeof key } = { key }) =>
  make({
    name: nameOf("talos"),
    extensions: [usage(0x84), basic(true), subjectKeyId(id)],
    ...more,
  });
const [one, again, other] = [
  authority("1"),
  authority("2"),
  authority("1", {}),
];
const client = (issuer = nameOf("talos")) =>
  make({
    name: nameOf("os:admin"),
    by: one,
    issuer,
    extensions: [usage(0x80), authorityKeyId("1")],
  });

test("a CA that was made again from its key has signed what the old one signed", () => {
  expect(isSignedBy(client().der, [one.der])).toBe(true);
  expect(isSignedBy(client().der, [again.der])).toBe(true);
  expect(isSignedBy(client().der, [other.der])).toBe(false);
  expect(isSignedBy(client().der, [other.der, again.der])).toBe(true);
});

test("an issuer in another kind of string is another one, as for every node", () => {
  const odd = client(nameOf("talos", "utf8"));
  expect(isSignedBy(odd.der, [one.der])).toBe(false);
});

test("the same authority has the same name and the same key", () => {
  expect(isSameAuthority(one.der, again.der)).toBe(true);
  expect(isSameAuthority(one.der, other.der)).toBe(false);
  const renamed = make({ name: nameOf("lab"), key, extensions: [basic(true)] });
  expect(isSameAuthority(one.der, renamed.der)).toBe(false);
  expect(isSameAuthority(one.der, new Uint8Array(3))).toBe(false);
});

test("for who is trusted, too, a name in another kind of string is another one", () => {
  const text = (der: Uint8Array) => pem("CERTIFICATE", der);
  const ca = text(one.der);
  expect(isSignedByAny(text(client().der), [ca])).toBe(true);
  const odd = client(nameOf("talos", "utf8"));
  expect(isSignedByAny(text(odd.der), [ca])).toBe(false);
  expect(isSameSigner(ca, text(again.der))).toBe(true);
  const spelled = make({
    name: nameOf("talos", "utf8"),
    key,
    extensions: [basic(true)],
  });
  expect(isSameSigner(ca, text(spelled.der))).toBe(false);
});
