import type { StoredContext } from "../../vault/document.ts";

export interface Named {
  readonly name: string;
  readonly context: StoredContext;
}
