/** Bounds on what we accept, so that a hostile file is refused quickly instead of filling the machine. */

/** Bytes of a talosconfig or of a vault's content. */
export const maxInputBytes = 32 * 1024 * 1024;

/** Contexts in one vault. */
export const maxContexts = 10_000;
