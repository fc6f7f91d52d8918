import { expect, test } from "vitest";
import { Secret } from "../../../../../shared/core/secret.ts";
import { emitTalosconfig } from "../../../../../shared/core/talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../../../../shared/core/talosconfig/types.ts";
import { importContexts } from "../../../../../shared/core/usecases/imports/import-contexts.ts";
import { readImport } from "../../../../../shared/core/usecases/imports/imported-file.ts";
import type {
  ContextMetadata,
  VaultDocument,
} from "../../../../../shared/core/vault/document.ts";
import { documentOfStored, storedOf } from "../../../../doubles/documents.ts";
import { must } from "../../../../doubles/memory-host.ts";

const pem = (text: string) =>
  Buffer.from(
    `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
  ).toString("base64");

const config = (key: string, ca: string): TalosContext => ({
  endpoints: ["10.0.0.1"],
  nodes: [],
  ca: pem(ca),
  key: new Secret(Buffer.from(key).toString("base64")),
});

const prod = config("one", "AAAA");
const guard = { deny: ["reset"] };

/** What the context is marked with that comes in beside these. */
async function imported(
  before: VaultDocument,
  name: string,
  comes: TalosContext,
) {
  const text = emitTalosconfig({
    context: name,
    contexts: new Map([[name, comes]]),
  });
  const bytes = new TextEncoder().encode(text);
  const file = must(readImport("/file", { bytes, identity: null }));
  const { document, report } = must(
    await importContexts(
      before,
      file,
      { onConflict: "replace", use: false },
      { now: new Date(0), earlier: new Map() },
    ),
  );
  const [said] = report.contexts;
  const { metadata } = document.contexts.get(name) ?? {};
  return {
    production: metadata?.production,
    consent: metadata?.consent,
    guard: metadata?.guard,
    isSaid: said?.findings.some(({ code }) => code === "guarded-as-another"),
  };
}

const marked = (metadata: Partial<ContextMetadata>) =>
  documentOfStored({ prod: storedOf(prod, metadata) });
const all = { production: true, consent: "always", guard } as const;

test.each([
  ["the same key", config("one", "BBBB")],
  ["another key of the same cluster", config("two", "AAAA")],
  [
    "a CA more, in the middle of a rotation",
    {
      ...config("two", ""),
      ca: Buffer.from(
        Buffer.from(pem("AAAA"), "base64").toString() +
          Buffer.from(pem("CCCC"), "base64").toString(),
      ).toString("base64"),
    },
  ],
])("%s under a new name is guarded as the first", async (_, comes) => {
  expect(await imported(marked(all), "lab", comes)).toEqual({
    ...all,
    isSaid: true,
  });
});

test("so is a key that takes the place of another, and one whose context was removed", async () => {
  const lab = storedOf(config("two", "BBBB"), { labels: { site: "b" } });
  const both = { ...marked(all), contexts: new Map(marked(all).contexts) };
  both.contexts.set("lab", lab);
  const replaced = await imported(both, "lab", config("one", "BBBB"));
  expect(replaced).toEqual({ ...all, isSaid: true });
  const removed = {
    ...documentOfStored({}),
    removed: [
      { name: "prod", context: storedOf(prod, all), removedAt: new Date(0) },
    ],
  };
  expect(await imported(removed, "lab", config("one", "BBBB"))).toEqual({
    ...all,
    isSaid: true,
  });
});

test("nothing is loosened, and nothing said where nothing changes", async () => {
  const none = {
    production: false,
    consent: undefined,
    guard: undefined,
    isSaid: false,
  };
  const other = config("two", "BBBB");
  expect(await imported(marked(all), "lab", other)).toEqual(none);
  expect(await imported(marked({}), "lab", config("one", "BBBB"))).toEqual(
    none,
  );
  // A mark of production that asks nothing is no more than the mark.
  const quiet = marked({ production: true, consent: "never" });
  expect(await imported(quiet, "lab", config("one", "BBBB"))).toEqual({
    ...none,
    production: true,
    isSaid: true,
  });
});
