import { expect, test, vi } from "vitest";

const odd = ["prod-eu", "~3", "~", "a/b #?%", "half \ud83d of one", "prod\u202E", ""]; // prettier-ignore

/** As a page that is loaded. */
function load() {
  vi.resetModules();
  return import("../../renderer/address-names.ts");
}

test("in a window of ours any name is in its address, and comes out of it", async () => {
  const { decodeName, encodeName } = await load();
  for (const name of odd) {
    const written = encodeName(name);
    expect(written).not.toMatch(/[/#?]|^~/);
    expect(decodeName(written)).toBe(name);
  }
  expect(decodeName("%")).toBeNull();
  expect(decodeName("~1")).toBeNull();
});

test("in a browser a number stands for it, which this page alone knows", async () => {
  const names = await load();
  names.keepNamesOutOfAddresses();
  const written = odd.map((name) => names.encodeName(name));
  for (const one of written) expect(one).toMatch(/^~\d+$/);
  expect(new Set(written).size).toBe(odd.length);
  expect(written.map((one) => names.decodeName(one))).toEqual(odd);
  expect(names.encodeName("prod-eu")).toBe(written[0]);
  // A bookmark of before leads there all the same.
  expect(names.decodeName("prod-eu")).toBe("prod-eu");
  const reloaded = await load();
  reloaded.keepNamesOutOfAddresses();
  expect(reloaded.decodeName(written[0] ?? "")).toBeNull();
});

test("after a lock a number of before stands for nothing, and for no other name", async () => {
  const { decodeName, encodeName, forgetNumbers, keepNamesOutOfAddresses } =
    await load();
  keepNamesOutOfAddresses();
  const before = odd.map((name) => encodeName(name));
  forgetNumbers();
  expect(before.map((one) => decodeName(one))).toEqual(odd.map(() => null));
  expect(before).not.toContain(encodeName("lab"));
});
