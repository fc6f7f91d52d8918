import type { OtherFile, SopsFormat } from "../../found-file.ts";
import { child } from "../yaml-documents.ts";
import { holdingOfMap } from "./what-text-holds.ts";

/** A document that SOPS wrote has its own key at the root; null for all others. */
export function sopsOf(document: unknown, isJson: boolean): OtherFile | null {
  const sops = child(document, "sops");
  const isMark = ["mac", "version", "lastmodified", "age", "pgp", "kms"].some(
    (key) => child(sops, key) !== undefined,
  );
  if (!isMark) return null;
  const keys = Object.keys(document as object);
  const isBinary =
    isJson && keys.length === 2 && typeof child(document, "data") === "string";
  const format: SopsFormat = isBinary ? "binary" : isJson ? "json" : "yaml";
  return {
    kind: "encrypted",
    by: "sops",
    holds: holdingOfMap(document),
    format,
  };
}
