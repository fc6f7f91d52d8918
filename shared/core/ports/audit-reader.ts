import type { AuditLine } from "../audit/line.ts";
import type { AuditSearch } from "../audit/search.ts";
import type { Verdict, VerifyOptions } from "../audit/verify.ts";
import type { Result } from "../result.ts";

/** Where a line begins: in which file of the log, and the line's number, by which it is known again. */
export interface AuditPlace {
  readonly file: string;
  readonly at: number;
  /** Null: it cannot be read. */
  readonly n: number | null;
}

export interface PlacedLine {
  readonly place: AuditPlace;
  /** Null: it cannot be read. */
  readonly line: AuditLine | null;
}

/** A part of the log, newest first. */
export interface AuditPage {
  readonly lines: readonly PlacedLine[];
  /** What is older ends there; null: nothing is. A page may have no line and older ones all the same: it looks back so far at once. */
  readonly older: AuditPlace | null;
  /** It begins with the newest line, also where another place was asked for, which is there no more. */
  readonly isNewest: boolean;
}

/** Who looks on while a log is verified. */
export interface VerifyWatch {
  readonly signal?: AbortSignal | undefined;
  /** How much of it is done, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** What came of looking at a log, and at what was archived of it. */
export interface WholeVerdict extends Verdict {
  /** Paths of the archives that were looked at, oldest first. */
  readonly archives: readonly string[];
  /** Path of the one that has the line which is broken; null: none has it. */
  readonly brokenArchive: string | null;
}

/** The audit log as a window reads it: a page at a time, whatever its size; others have their turn meanwhile. */
export interface AuditReader {
  /** @param before null: from the newest line on. Errors: those of the disk. */
  page(
    search: AuditSearch,
    before: AuditPlace | null,
  ): Promise<Result<AuditPage>>;
  /** All that are found, oldest first, some at a time. Throws the system's error. */
  found(search: AuditSearch): AsyncIterable<readonly AuditLine[]>;
  /**
   * The archives too, where they are where they went, or where a person says. Errors: those of the disk; `cancelled`; `file-altered`: an
   * archive is another file; `file-missing`: what the person says is none.
   * @param archive path of a file or a folder; absent: where they went
   */
  verify(
    options: VerifyOptions,
    watch?: VerifyWatch,
    archive?: string | null,
  ): Promise<Result<WholeVerdict>>;
  /** Number of the oldest line that is here; null: there is none. Errors: those of the disk. */
  first(): Promise<Result<number | null>>;
}
