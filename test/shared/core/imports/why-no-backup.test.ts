import { expect, test } from "vitest";
import { whyNoBackup } from "../../../../shared/core/imports/why-no-backup.ts";
import { makeTalosconfig } from "../../../doubles/talosconfig-maker.ts";

const why = (text: string) => whyNoBackup(new TextEncoder().encode(text));

test.each([
  [makeTalosconfig(1), "The file is a talosconfig, ", ["import"]],
  [
    "certs:\n  os:\n    crt: a\n    key: b\n",
    "the CA of a cluster",
    ["keep-authority"],
  ],
  ["-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "(PEM)", []],
  ["dear all,\n", "The file is a text, ", []],
])(
  "what is no backup is called by its name, with its verb",
  (text, name, actions) => {
    const error = why(text);
    expect(error?.message).toContain(name);
    expect(error?.actions).toEqual(actions);
    expect(error?.next).toContain("Nothing was changed.");
  },
);

test("what may be a vault is read as one", () => {
  expect(why("age-encryption.org/v1\n-> X25519 a\n")).toBeNull();
  expect(whyNoBackup(new Uint8Array(1024))).toBeNull();
});
