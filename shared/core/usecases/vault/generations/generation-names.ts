import type { Random } from "../../../ports/random.ts";
import type { GenerationId } from "../../../ports/vault-folder.ts";
import type { VaultDocument } from "../../../vault/document.ts";

const markBytes = 8;

/** Names one write among all others, of all machines: 16 random hexadecimal digits. */
export function newMark(random: Random): string {
  return Array.from(random.bytes(markBytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** The name under which a vault is kept. */
export function idOf({ generation, store }: VaultDocument): GenerationId {
  return { generation, mark: store?.mark ?? "" };
}

/** How a generation is called by a person: its number, and its mark where two have that number. */
export function generationName(
  { generation, mark }: GenerationId,
  all: readonly GenerationId[],
): string {
  const number = String(generation);
  const isAlone = all.filter((one) => one.generation === generation).length < 2;
  return isAlone || mark === "" ? number : [number, mark].join("-");
}

const generationShape = /^(\d{1,15})(?:-([0-9a-f]{1,16}))?$/;

/** A generation as a person names it; null when it is no name. */
export function readGenerationName(
  text: string,
): { readonly generation: number; readonly mark: string } | null {
  const [, number, mark = ""] = generationShape.exec(text) ?? [];
  return number === undefined ? null : { generation: Number(number), mark };
}

/** Whether two names mean one write: two machines can write one number. */
export function isSame(a: GenerationId, b: GenerationId): boolean {
  return a.generation === b.generation && a.mark === b.mark;
}
