import type { Verb } from "../cli.ts";

/** What is in the vault, and where it is. */
export const contextVerbs: Readonly<Record<string, Verb>> = {
  import: {
    summary: "put talosconfig files into the vault",
    load: async () =>
      (await import("../commands/imports/import.ts")).configureImport,
  },
  push: {
    summary: "put contexts into a secret store, where nobody else changed it",
    load: async () =>
      (await import("../commands/stores/push.ts")).configurePush,
  },
  pull: {
    summary: "take what the stores of contexts have by now",
    load: async () =>
      (await import("../commands/stores/pull.ts")).configurePull,
  },
  origins: {
    summary: "where contexts came from, and whether there is something newer",
    load: async () =>
      (await import("../commands/stores/origins.ts")).configureOrigins,
  },
  "sops-key": {
    summary:
      "keep keys for files of SOPS in the vault, and be their key command",
    load: async () =>
      (await import("../commands/stores/sops-key.ts")).configureSopsKey,
  },
  list: {
    summary: "list the contexts, with roles and expiry",
    load: async () =>
      (await import("../commands/contexts/list.ts")).configureList,
  },
  show: {
    summary:
      "show one context: where it is, what its credential may do, what is wrong with it",
    load: async () =>
      (await import("../commands/contexts/show.ts")).configureShow,
  },
  use: {
    summary: "make a context the current one; - is the previous one",
    load: async () =>
      (await import("../commands/contexts/use.ts")).configureUse,
  },
  rename: {
    summary: "rename a context",
    load: async () =>
      (await import("../commands/contexts/rename.ts")).configureRename,
  },
  set: {
    summary:
      "change a context's endpoints, nodes, labels, colour, note, production flag",
    load: async () =>
      (await import("../commands/contexts/set.ts")).configureSet,
  },
  guard: {
    summary: "what calls of a context's sessions may do through a gateway",
    load: async () =>
      (await import("../commands/contexts/guard.ts")).configureGuard,
  },
  remove: {
    summary:
      "remove contexts; * matches any text; put-back brings them back for 30 days",
    load: async () =>
      (await import("../commands/contexts/remove.ts")).configureRemove,
  },
  removed: {
    summary: "list the contexts that were removed and can be put back",
    load: async () =>
      (await import("../commands/contexts/removed-contexts.ts"))
        .configureRemoved,
  },
  "put-back": {
    summary: "put a removed context back; for 30 days",
    load: async () =>
      (await import("../commands/contexts/removed-contexts.ts"))
        .configurePutBack,
  },
  forget: {
    summary: "remove for good what was removed; * matches any text",
    load: async () =>
      (await import("../commands/contexts/removed-contexts.ts"))
        .configureForget,
  },
  export: {
    summary: "write contexts as a lasting plaintext talosconfig; asks first",
    load: async () =>
      (await import("../commands/contexts/export.ts")).configureExport,
  },
};
