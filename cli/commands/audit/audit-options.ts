import { InvalidArgumentError } from "commander";
import type { AuditSearch } from "../../../shared/core/audit/search.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";

export interface AuditOptions {
  readonly since?: Date;
  readonly session?: string;
  readonly context?: string;
  readonly json?: true;
  readonly recovery?: true;
  readonly recoveryFd?: number;
  readonly anchor?: string;
  readonly archive?: string;
  readonly to?: string;
  readonly format?: "jsonl" | "csv";
  readonly reason?: string;
  readonly yes?: true;
}

/** A moment in the past: so long ago, or a date, with or without a time. Throws for what is neither. */
export function parseSince(text: string): Date {
  const ago = parseDuration(text, Number.MAX_SAFE_INTEGER);
  const moment = ago === null ? Date.parse(text) : Date.now() - ago * 1000;
  if (Number.isNaN(moment))
    throw new InvalidArgumentError(
      "Say how long ago (90m, 8h, 7d) or a date (2026-11-29, 2026-11-29T14:00).",
    );
  return new Date(moment);
}

export function searchOf(
  words: readonly string[],
  { since, session, context }: AuditOptions,
): AuditSearch {
  return {
    words,
    since: since ?? null,
    session: session ?? null,
    context: context ?? null,
  };
}
