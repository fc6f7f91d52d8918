import type { HostEvent } from "./events.ts";
import type { FileSource } from "./imports.ts";
import type { ChannelName, ReplyOf, RequestOf } from "./index.ts";
import type { WireResult } from "./wire.ts";

/** What the preload, or the browser's transport, gives a page: one function per channel, and events. */
export interface Bridge {
  readonly call: {
    readonly [Name in ChannelName]: (
      request: RequestOf<Name>,
    ) => Promise<WireResult<ReplyOf<Name>>>;
  };
  /** Gives a function that ends the subscription. */
  onEvent(listener: (event: HostEvent) => void): () => void;
  /**
   * Hands a dropped file to main without its content or its path passing through the page: by the preload in Electron, as
   * an upload of the browser itself elsewhere. Null when it cannot be done.
   */
  openDropped(file: unknown): Promise<FileSource | null>;
}
