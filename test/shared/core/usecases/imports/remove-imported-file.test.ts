import {
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
} from "vitest";
import { parse } from "yaml";
import { success } from "../../../../../shared/core/result.ts";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import { importFiles } from "../../../../../shared/core/usecases/imports/apply-import.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import { removeSource } from "../../../../../shared/core/usecases/imports/remove-imported-file.ts";
import { changeVault } from "../../../../../shared/core/usecases/vault/change.ts";
import { openVault } from "../../../../../shared/core/usecases/vault/open.ts";
import { contextCodec } from "../../../../../shared/core/vault/fields/context-json.ts";
import { diskSources } from "../../../../../shared/node/files/disk-files.ts";
import { makeVault } from "../../../../doubles/vault-life.ts";
import { MemoryVault } from "../../../../doubles/memory-vault.ts";
import { must } from "../../../../doubles/memory-host.ts";
import { makeTalosconfig } from "../../../../doubles/talosconfig-maker.ts";
import { talosconfigs } from "../../talosconfig/random-talosconfig.ts";

const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
process.stderr.write(`removal properties: TALOS_VAULT_SEED=${String(seed)}\n`);

const folder = mkdtempSync(join(tmpdir(), "tv-source-"));
const path = join(folder, "source");
const fresh = new MemoryVault();
let vault: MemoryVault;

beforeAll(async () => {
  must(await makeVault(fresh.ports()));
});
beforeEach(() => {
  vault = fresh.copy();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function importSource(text: string | Uint8Array) {
  writeFileSync(path, text);
  const read = readImport(path, must(await diskSources.readSource(path)));
  if (!read.ok) return null;
  const options = { onConflict: "rename", use: false, dryRun: false } as const;
  const imported = await importFiles(vault.ports())([read.value], options);
  return imported.ok ? (imported.value.files[0] ?? null) : null;
}

/** Imports and removes as the command does; true when the file is gone. */
async function isRemoved(text: string | Uint8Array): Promise<boolean> {
  const file = await importSource(text);
  if (file?.proof) await removeSource(vault.ports(), diskSources)(file.proof);
  return !existsSync(path);
}

/** Every context of the vault with talosconfig's own keys and those that Talos does not know. */
async function held(): Promise<readonly object[]> {
  const opened = must(await openVault(vault.ports())());
  return [...opened.document.contexts.values()].map(({ config, metadata }) => ({
    ...contextCodec.write(config),
    ...metadata.unknown,
  }));
}

/** What may stand around a talosconfig and means something: with any of it the file stays. */
const around: readonly ((text: string) => string)[] = [
  (text) => `# rotate on monday\n${text}`,
  (text) => `${text}# end of it\n`,
  (text) => text.replace("contexts:", "contexts: # of the lab"),
  (text) => `${text}---\nother: document\n`,
  (text) => `${text}---\n${text}`,
  (text) => `${text}notes: {vip: 10.0.0.9}\n`,
  (text) => `"__proto__": {a: b}\n${text}`,
  (text) => `${text}    ~: {endpoints: [10.0.0.9]}\n`,
];

describe("nothing is removed that is not held", () => {
  test("over generated files, with and without something around the contexts", async () => {
    const generated = fc.tuple(
      talosconfigs(4),
      fc.option(fc.constantFrom(...around), { nil: null }),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(generated, async ([config, add, hasKeys]) => {
        vault = fresh.copy();
        const emitted = emitTalosconfig(config);
        const keys = hasKeys
          ? "        x-owner: {team: infra, 1: [a, null]}\n"
          : "";
        const plain = emitted + keys;
        const text = add ? add(plain) : plain;
        const isGone = await isRemoved(text);
        if (add) expect(isGone).toBe(false);
        if (!isGone) {
          expect(readFileSync(path, "utf8")).toBe(text);
          return;
        }
        // Read by another reader, with nothing but strings: all that it finds is in the vault.
        const read = parse(text, { schema: "failsafe", uniqueKeys: false }) as {
          contexts: Record<string, Record<string, unknown>>;
        };
        const vaults = (await held()).map((one) => flat(one));
        for (const one of Object.values(read.contexts)) {
          const wanted = flat(one);
          expect(
            vaults.some((entries) =>
              wanted.every((entry) => entries.includes(entry)),
            ),
          ).toBe(true);
        }
      }),
      { seed, numRuns: 60 },
    );
  });

  test("a plain file of talosctl goes", async () => {
    expect(await isRemoved(makeTalosconfig(2))).toBe(true);
  });

  test.each([
    ["secrets.yaml", "certs: {os: {crt: eA==, key: eA==}}\n"],
    ["any map", "hello: world\n"],
    ["a kubeconfig", "apiVersion: v1\nkind: Config\ncontexts: []\n"],
    ["no contexts", "context: a\ncontexts: {}\n"],
    ["a comment alone", "# nothing\n"],
    [
      "ciphertexts",
      "contexts: {a: {endpoints: [x], key: 'ENC[AES256_GCM,x]'}}\n",
    ],
    [
      "two ways to one key",
      "contexts: {a: {endpoints: [x], auth.z: 1, auth: {z: 2}}}\n",
    ],
  ])("%s: the file stays", async (_, text) => {
    expect(await isRemoved(text)).toBe(false);
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});

describe("it is the very file that was read", () => {
  const text = makeTalosconfig(1);
  const remove = async (meanwhile: () => unknown) => {
    const file = await importSource(text);
    await meanwhile();
    return file?.proof
      ? removeSource(vault.ports(), diskSources)(file.proof)
      : null;
  };
  const declined = { ok: false, error: { code: "declined" } };

  test("one that was written to stays", async () => {
    expect(await remove(() => writeFileSync(path, `${text}#`))).toMatchObject(
      declined,
    );
    expect(existsSync(path)).toBe(true);
  });

  test("one that another took the place of stays, with the same bytes too", async () => {
    const result = await remove(() => {
      // As long as it is there, its number cannot be given again.
      linkSync(path, `${path}.old`);
      rmSync(path);
      writeFileSync(path, text);
    });
    rmSync(`${path}.old`);
    expect(result).toMatchObject(declined);
    expect(existsSync(path)).toBe(true);
  });

  test("one that has another name stays, whenever it got it", async () => {
    const second = `${path}.second`;
    expect(await remove(() => linkSync(path, second))).toMatchObject(declined);
    const file = await importSource(text);
    expect(file?.proof).toBeNull();
    expect(file?.leftOver).toEqual([{ kind: "hard-link" }]);
    rmSync(second);
    expect(existsSync(path)).toBe(true);
  });

  test("a link to it goes with it", async () => {
    writeFileSync(path, text);
    const link = join(folder, "link");
    symlinkSync(path, link);
    const read = must(
      readImport(link, must(await diskSources.readSource(link))),
    );
    const options = {
      onConflict: "rename",
      use: false,
      dryRun: false,
    } as const;
    const done = must(await importFiles(vault.ports())([read], options));
    const proof = done.files[0]?.proof ?? null;
    expect(proof).not.toBeNull();
    if (proof) must(await removeSource(vault.ports(), diskSources)(proof));
    expect([existsSync(path), existsSync(link)]).toEqual([false, false]);
  });

  test("the vault is read back: what left it meanwhile keeps the file", async () => {
    const result = await remove(() =>
      changeVault(vault.ports())((document) =>
        success({ ...document, contexts: new Map() }),
      ),
    );
    expect(result).toMatchObject(declined);
    expect(existsSync(path)).toBe(true);
  });

  test("so does a key that Talos does not know", async () => {
    const file = await importSource(`${text}        owner: infra\n`);
    must(
      await changeVault(vault.ports())((document) => {
        const contexts = [...document.contexts].map(
          ([name, { config, metadata }]) => {
            const { unknown: _, ...rest } = metadata;
            return [name, { config, metadata: rest }] as const;
          },
        );
        return success({ ...document, contexts: new Map(contexts) });
      }),
    );
    const proof = file?.proof ?? null;
    expect(proof).not.toBeNull();
    if (proof)
      expect(
        await removeSource(vault.ports(), diskSources)(proof),
      ).toMatchObject(declined);
    expect(existsSync(path)).toBe(true);
  });
});

/** Every value with its path, as text; an empty one means as much as none. */
function flat(value: unknown, at = ""): readonly string[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, one]) =>
      flat(one, `${at}/${key}`),
    );
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text === "" && !/\/\d+$/.test(at) ? [] : [`${at}=${text}`];
}
