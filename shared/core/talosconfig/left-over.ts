/**
 * Something in a talosconfig that no context of it holds: what would be gone with the file. Lines count from 1; keys are
 * fit to be shown.
 */
export type LeftOver =
  /** Further YAML documents: Talos reads the first one alone. */
  | { readonly kind: "documents"; readonly lines: readonly number[] }
  /** A key beside `context` and `contexts`. */
  | { readonly kind: "root-key"; readonly key: string }
  /** Talos drops an entry whose key is null. */
  | { readonly kind: "entries-without-key"; readonly lines: readonly number[] }
  /** Comments with words in them. */
  | { readonly kind: "comments"; readonly lines: readonly number[] }
  /** A key of a context that could not be kept. */
  | { readonly kind: "key"; readonly context: string; readonly key: string };
