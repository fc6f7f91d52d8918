import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { Finding } from "./slice-process.ts";

/** An input that was a finding once. */
export interface Vector {
  readonly target: string;
  readonly input: unknown;
}

/** As JSON, so that it can be read and committed; bytes and odd values as V8 writes them, in base64. */
export function writeVector(
  folder: string,
  target: string,
  seed: number,
  { what, path, input, shown }: Finding,
): string {
  mkdirSync(folder, { recursive: true });
  const place = path.replaceAll(":", "-") || "0";
  const file = join(folder, `${target}-${String(seed)}-${place}.json`);
  const longest = 2000;
  const found = {
    target,
    what: what.slice(0, longest),
    shown: shown.slice(0, longest),
    input: serialize(input).toString("base64"),
  };
  writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  return file;
}

export function readVector(file: string): Vector {
  const { target, input } = JSON.parse(readFileSync(file, "utf8")) as {
    target: string;
    input: string;
  };
  return {
    target,
    input: deserialize(Buffer.from(input, "base64")) as unknown,
  };
}
