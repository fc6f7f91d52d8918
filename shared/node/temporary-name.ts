let count = 0;

/** A name for a moment inside a private folder: ours by its shape, and not taken by another process. */
export function temporaryName(): string {
  count++;
  return `.${String(process.pid)}-${String(count)}.tmp`;
}

export const ownTemporary = /^\.\d+-\d+\.tmp$/;
