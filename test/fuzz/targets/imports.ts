import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importFiles } from "../../../shared/core/usecases/imports/apply-import.ts";
import { readImport } from "../../../shared/core/usecases/imports/imported-file.ts";
import { removeSource } from "../../../shared/core/usecases/imports/remove-imported-file.ts";
import { openVault } from "../../../shared/core/usecases/vault/open.ts";
import { contextCodec } from "../../../shared/core/vault/fields/context-json.ts";
import { diskSources } from "../../../shared/node/files/disk-files.ts";
import { must } from "../../doubles/memory-host.ts";
import { MemoryVault } from "../../doubles/memory-vault.ts";
import { makeVault } from "../../doubles/vault-life.ts";
import { mutated } from "../mutate.ts";
import { talosconfigSeeds, yamlWords } from "../seeds.ts";
import { holds, target, type OpenTarget } from "../target.ts";

/** A word that only a key, a certificate or something as precious has; no text that YAML spells in another way. */
const longWord = /(?<![\w+/=])[A-Za-z0-9+/]{60,}={0,2}(?![\w+/=])/g;
const isSpelled = /[\\&!*%]/;

/** A file that is imported, twice, and goes only when the vault has all that is precious in it. */
export const importTarget: OpenTarget = async () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-fuzz-"));
  const path = join(folder, "source");
  const fresh = new MemoryVault();
  must(await makeVault(fresh.ports()));
  return target({
    name: "import",
    inputs: mutated(talosconfigSeeds(), yamlWords),
    budgetMs: 30_000,
    close: () => rmSync(folder, { recursive: true, force: true }),
    check: async (bytes: Uint8Array) => {
      writeFileSync(path, bytes);
      const vault = fresh.copy();
      const ports = vault.ports();
      const read = readImport(path, must(await diskSources.readSource(path)));
      if (!read.ok) return;
      const options = { onConflict: "rename", use: true, dryRun: false } as const; // prettier-ignore
      const first = await importFiles(ports)([read.value], options);
      if (!first.ok) return;
      const count = must(await openVault(ports)()).document.contexts.size;
      const again = must(await importFiles(ports)([read.value], options));
      const { contexts } = must(await openVault(ports)()).document;
      holds(contexts.size === count, "the same file again adds nothing");
      const proof = again.files[0]?.proof;
      if (proof) await removeSource(ports, diskSources)(proof);
      if (existsSync(path)) return;
      const held = [...contexts].map(([name, { config, metadata }]) => [
        name,
        contextCodec.write(config),
        metadata.unknown,
      ]);
      const all = JSON.stringify(held);
      const text = Buffer.from(bytes).toString("utf8");
      if (isSpelled.test(text)) return;
      for (const [word] of text.matchAll(longWord))
        holds(all.includes(word), "what is gone with the file is in the vault");
    },
  });
};
