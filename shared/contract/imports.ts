import type { Warning } from "../core/warning.ts";
import * as v from "valibot";
import type { ReportedContext } from "../core/usecases/imports/import-contexts.ts";
import { channel } from "./channel.ts";
import type { WireError } from "./wire.ts";
import { contextName, nothing, text, token } from "./fields.ts";
import { typedServer } from "./stores.ts";

/** A talosconfig that was found where talosctl looks. */
export interface FoundTalosconfig {
  readonly path: string;
  readonly origin: string;
  /** Why it cannot be imported; null when it can. */
  readonly problem: WireError | null;
  readonly contexts: number;
  /** Of them those that an import would bring in: the vault has neither them nor what took their place. */
  readonly newContexts: number;
}

export interface PreviewedContext extends ReportedContext {
  readonly roles: readonly string[];
  readonly endpoints: readonly string[];
  /** RFC 3339. */
  readonly notAfter: string | null;
}

/** What an import would do; nothing is done yet. */
export interface ImportPreview {
  readonly token: string;
  readonly path: string;
  /** Of all but a file there is nothing of the person's to remove. */
  readonly from: "file" | "clipboard" | "upload" | "store";
  readonly contexts: readonly PreviewedContext[];
  readonly warnings: readonly Warning[];
}

export interface ImportOutcome {
  readonly imported: number;
  readonly current: string;
  /** The file is still there, in plain text, and can be removed now. */
  readonly canRemoveSource: boolean;
  /** What of the file is in no vault, and keeps it from being removed, as ends of sentences. */
  readonly leftOver: readonly string[];
}

/** A file that a person names in one of the ways that a window has. */
export const source = v.variant("kind", [
  /** One of `imports.found`, or typed where there are no dialogs; elsewhere main's dialog says it. */
  v.strictObject({ kind: v.literal("path"), path: text }),
  /** Dropped on the window, or one of several that main's dialog said. */
  v.strictObject({ kind: v.literal("dropped"), token }),
  v.strictObject({ kind: v.literal("dialog") }),
  v.strictObject({ kind: v.literal("clipboard") }),
  v.strictObject({ kind: v.literal("upload"), token }),
]);

export type FileSource = v.InferOutput<typeof source>;

/** A place in a store, as a person types it; it is contacted for that. */
const store = v.strictObject({
  kind: v.literal("store"),
  address: text,
  ...typedServer.entries,
  attempt: v.optional(token),
});

const choices = v.pipe(
  v.array(
    v.strictObject({
      name: contextName,
      choice: v.picklist(["import", "rename", "replace", "skip"]),
    }),
  ),
  v.maxLength(10_000),
);

export const importChannels = {
  "imports.found": channel<readonly FoundTalosconfig[]>()(nothing),
  /** As many as the person wants, for `imports.open`; none when they chose none. Only where there are dialogs. */
  "imports.choose": channel<readonly FileSource[]>()(nothing),
  /** Null when the person chose nothing. */
  "imports.open": channel<ImportPreview | null>()(
    v.variant("kind", [...source.options, store]),
  ),
  "imports.preview": channel<ImportPreview>()(
    v.strictObject({ token, choices }),
  ),
  "imports.apply": channel<ImportOutcome>()(
    v.strictObject({ token, choices, use: v.boolean() }),
  ),
  /** Removes the plaintext file, after the vault was read back and compared with it. */
  "imports.remove-source": channel<{ readonly path: string }>()(
    v.strictObject({ token }),
  ),
  /** Empties the clipboard when it still holds what was imported from it. */
  "imports.clear-clipboard": channel<null>()(v.strictObject({ token })),
};
