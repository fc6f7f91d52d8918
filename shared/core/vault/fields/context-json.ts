import type { TalosAuth, TalosContext } from "../../talosconfig/types.ts";
import {
  defaulted,
  optional,
  record,
  secret,
  text,
  texts,
  type RecordCodec,
} from "../codec.ts";

const authCodec = record<TalosAuth>({
  basic: optional(
    record<NonNullable<TalosAuth["basic"]>>({
      username: text,
      password: secret,
    }),
  ),
  siderov1: optional(
    record<NonNullable<TalosAuth["siderov1"]>>({ identity: text }),
  ),
});

/**
 * A context with talosconfig's own keys, secrets in clear: for the inside of the vault and the agent's socket. Talos
 * appends `target` to the endpoints, where it is written.
 */
export const contextCodec: RecordCodec<TalosContext> = record<
  Omit<TalosContext, "target">
>({
  endpoints: texts,
  nodes: defaulted(
    texts,
    () => [],
    ({ length }) => length === 0,
  ),
  ca: optional(text),
  crt: optional(text),
  key: optional(secret),
  auth: optional(authCodec),
  cluster: optional(text),
  proxyUrl: optional(text, { key: "proxy-url" }),
});
