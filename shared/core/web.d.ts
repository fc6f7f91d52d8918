// The few globals of the web platform that Node, Electron and browsers share and that the core uses. The
// library of the DOM would bring the rest of it along.

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, into: Uint8Array): { readonly written: number };
}

declare class TextDecoder {
  constructor(
    label?: string,
    options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean },
  );
  decode(bytes: Uint8Array): string;
}

declare class ReadableStream<T> implements AsyncIterable<T> {
  constructor(source: {
    start(controller: { enqueue(chunk: T): void; close(): void }): void;
  });
  [Symbol.asyncIterator](): AsyncIterator<T>;
}

declare const performance: { now(): number };

/** Not of the web: of Node, Electron's main process and Bun, where alone something long is done (in-slices.ts). */
declare function setImmediate(callback: () => void): unknown;

/** Calls something off; the core passes it on and nothing more. */
interface AbortSignal {
  readonly aborted: boolean;
}
