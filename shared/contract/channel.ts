import type * as v from "valibot";

/**
 * One call that a window may make: what it must send, what it gets, and whether the vault must be open. The
 * request's schema is used in main alone; a reply is a type, and main redacts what it sends.
 */
export interface Channel<Request, Reply> {
  readonly request: v.GenericSchema<unknown, Request>;
  readonly access: "always" | "unlocked";
  /** Only for types: it has no value. */
  readonly reply?: Reply;
}

/** `channel<Reply>()(request, access)`: the reply is named, the request is read off its schema. */
export function channel<Reply>() {
  return <Schema extends v.GenericSchema>(
    request: Schema,
    access: Channel<unknown, unknown>["access"] = "unlocked",
  ): Channel<v.InferOutput<Schema>, Reply> => ({
    request,
    access,
  });
}
