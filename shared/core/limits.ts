/** Bounds on what we accept, so that a hostile file is refused quickly instead of filling the machine. */

/** Bytes of a talosconfig or of a vault's content. */
export const maxInputBytes = 32 * 1024 * 1024;

/** Contexts in one vault. */
export const maxContexts = 10_000;

/**
 * Characters of a context's name. The vault's content is JSON that YAML readers read too, and YAML takes
 * a key only up to 1,024 characters.
 */
export const maxNameLength = 1000;
