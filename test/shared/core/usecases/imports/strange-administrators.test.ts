import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { success } from "../../../../../shared/core/result.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { applyImport } from "../../../../../shared/core/usecases/imports/apply-import.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import {
  base64,
  contextOf,
  TestAuthority,
} from "../../../../doubles/certificates.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { MemoryLedger } from "../../../../doubles/memory-ledger.ts";
import { must, openHost } from "../../../../doubles/memory-host.ts";

const code = "admin-with-own-ca";
const now = new Date(Date.now() + 60_000);

describe("an administrator that brings a CA of its own into a cluster is named where it comes in", () => {
  let ours: TestAuthority;
  let theirs: TestAuthority;
  beforeAll(() => {
    ours = new TestAuthority();
    theirs = new TestAuthority();
  });
  afterAll(() => {
    ours.dispose();
    theirs.dispose();
  });

  const ourReader = () =>
    contextOf(ours.pair.crt, ours.client({ roles: ["os:reader"] }));
  const hostile = (): TalosContext => ({
    ...contextOf(theirs.pair.crt, theirs.client()),
    ca: base64(ours.pair.crt + theirs.pair.crt),
  });
  const textOf = (name: string, config: TalosContext) =>
    emitTalosconfig({ context: name, contexts: new Map([[name, config]]) });
  const file = (name: string, config: TalosContext) => {
    const bytes = new TextEncoder().encode(textOf(name, config));
    return must(readImport(`/${name}`, { bytes, identity: null }));
  };

  /** Names of the files whose context it is said of. */
  async function named(
    files: readonly ReturnType<typeof file>[],
    before = documentOfStored({}),
  ) {
    const applied = must(
      await applyImport(
        {
          change: async (change) => {
            const document = must(await change(before));
            return success({
              document,
              isChanged: document !== before,
              warnings: [],
            });
          },
          clock: { now: () => now },
          ledger: new MemoryLedger(),
        },
        files,
        { onConflict: "rename", use: false },
      ),
    );
    return applied.files.flatMap(({ path, contexts }) =>
      contexts.some(({ findings }) => findings.some((one) => one.code === code))
        ? path
        : [],
    );
  }

  test("beside what the vault has, and beside the other files in whatever order", async () => {
    const reader = file("reader", ourReader());
    const strange = file("strange", hostile());
    const held = documentOfStored({ reader: storedOf(ourReader()) });
    expect(await named([strange], held)).toEqual(["/strange"]);
    expect(await named([strange, reader])).toEqual(["/strange"]);
    expect(await named([reader, strange])).toEqual(["/strange"]);
    expect(await named([strange])).toEqual([]);
    const admin = file("admin", contextOf(ours.pair.crt, ours.client()));
    expect(await named([admin], held)).toEqual([]);
  });

  test("in the window before anything is imported", async () => {
    const memory = await openHost(textOf("reader", ourReader()));
    const path = "/tmp/strange";
    memory.files.set(path, textOf("strange", hostile()));
    const preview = must(
      await memory.host.ask("imports.open", { kind: "path", path }),
    );
    expect(preview?.contexts[0]?.findings.map((one) => one.code)).toContain(
      code,
    );
  });
});
