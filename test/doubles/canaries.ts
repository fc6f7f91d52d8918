import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { expect } from "vitest";

/** Something that is looked for, and how it may lie in a file or in memory. */
export interface Canary {
  readonly what: string;
  readonly forms: readonly Buffer[];
}

/** A text as V8 keeps it, in one byte or two for a character. */
export function textCanary(what: string, ...texts: readonly string[]): Canary {
  return {
    what,
    forms: texts.flatMap((text) => [
      Buffer.from(text, "latin1"),
      Buffer.from(text, "utf16le"),
    ]),
  };
}

/** The Ed25519 key of each context of a talosconfig: in its base64, in the PEM inside of it, and as the seed alone. */
export function keyCanaries(talosconfig: string): readonly Canary[] {
  const found = [
    ...talosconfig.matchAll(/^ {4}(\S+):$(?:\n {8,}.*)*?\n {8}key: (\S+)$/gm),
  ];
  return found.map(([, name = "", base64 = ""]) => {
    const pem = Buffer.from(base64, "base64").toString("utf8");
    const [, body = ""] = pem.split("\n");
    const seedLength = 32;
    const seed = Buffer.from(body, "base64").subarray(-seedLength);
    const { what, forms } = textCanary(
      `key of ${name}`,
      // From the middle: what stands around it is the same in every key.
      base64.slice(-90, -50),
      body.slice(-40),
    );
    return { what, forms: [...forms, seed] };
  });
}

/** Which of them a file holds. */
export function foundInFile(
  path: string,
  canaries: readonly Canary[],
): readonly string[] {
  return foundInParts(path, canaries, [[0, Number.POSITIVE_INFINITY]]);
}

/** Which of them the memory of a process holds, which root may read: the pages of what it may write that are there. */
export function foundInMemory(
  pid: number,
  canaries: readonly Canary[],
): readonly string[] {
  const of = (name: string) => `/proc/${String(pid)}/${name}`;
  const maps = readFileSync(of("smaps"), "utf8");
  const writable = [
    ...maps.matchAll(
      /^([0-9a-f]+)-([0-9a-f]+) rw.*\n(?:[A-Z]\w+:.*\n)*?Rss: +(\d+) kB$/gm,
    ),
  ];
  const regions = writable
    .filter(([, , , residentKb]) => residentKb !== "0")
    .map(
      ([, from = "", to = ""]) =>
        [Number.parseInt(from, 16), Number.parseInt(to, 16)] as const,
    );
  expect(regions.length).toBeGreaterThan(0);
  const pages = openSync(of("pagemap"), "r");
  try {
    const present = regions.flatMap((region) => presentIn(pages, region));
    return foundInParts(of("mem"), canaries, present);
  } finally {
    closeSync(pages);
  }
}

const pageBytes = 4096;
const entryBytes = 8;

/** Runs of pages that are in memory: bit 63 of an entry of /proc/PID/pagemap (proc_pid_pagemap(5)). */
function presentIn(
  pages: number,
  [from, to]: readonly [number, number],
): (readonly [number, number])[] {
  const runs: (readonly [number, number])[] = [];
  const entries = Buffer.alloc(step);
  let start: number | null = null;
  for (let at = from; at < to; at += (step / entryBytes) * pageBytes) {
    const count = Math.min((to - at) / pageBytes, step / entryBytes);
    readAt(pages, entries, (at / pageBytes) * entryBytes, count * entryBytes);
    for (let page = 0; page < count; page++) {
      const isPresent = (entries[page * entryBytes + 7] ?? 0) >= 0x80;
      if (isPresent) start ??= at + page * pageBytes;
      else if (start !== null) {
        runs.push([start, at + page * pageBytes]);
        start = null;
      }
    }
  }
  if (start !== null) runs.push([start, to]);
  return runs;
}

const step = 8 * 1024 * 1024;
const overlap = 256;

function foundInParts(
  path: string,
  canaries: readonly Canary[],
  parts: readonly (readonly [number, number])[],
): readonly string[] {
  const found = new Set<string>();
  const buffer = Buffer.alloc(step + overlap);
  const fd = openSync(path, "r");
  try {
    for (const [from, to] of parts)
      for (let at = from; at < to; at += step) {
        const length = readAt(fd, buffer, at, Math.min(to - at, buffer.length));
        if (length === 0) break;
        const bytes = buffer.subarray(0, length);
        for (const { what, forms } of canaries)
          if (forms.some((form) => bytes.includes(form))) found.add(what);
      }
  } finally {
    closeSync(fd);
  }
  return [...found].toSorted();
}

function readAt(fd: number, into: Buffer, at: number, most: number): number {
  let length = 0;
  try {
    while (length < most) {
      const read = readSync(fd, into, length, most - length, at + length);
      if (read === 0) break;
      length += read;
    }
  } catch {
    // A page that went away, or that nobody may read.
  }
  return length;
}
