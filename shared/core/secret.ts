const shown = "[secret]";

/**
 * Holds a private key, passphrase, recovery key or identity so that it cannot be printed by accident:
 * `toString`, `toJSON` and Node's inspection all give `[secret]`. Only `reveal` gives the text, and a
 * reviewer can search for its callers.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Never put it in a message, a log, an argument list or an environment. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  /** Node's `util.inspect` calls this; the symbol is global, so the core needs no import for it. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return shown;
  }
}
