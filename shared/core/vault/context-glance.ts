import {
  credentialKind,
  type CredentialKind,
} from "../certificates/credential-kind.ts";
import type { StoredContext } from "./document.ts";
import { readLine } from "./document-lines.ts";
import { contextCodec } from "./fields/context-json.ts";
import {
  metadataCodec,
  shownMetadataCodec,
  type ShownMetadata,
} from "./fields/metadata-json.ts";
import { linesOf } from "./stored-lines.ts";

/** What a list shows of a context: neither its certificate nor its key is in it. */
export interface ContextGlance {
  readonly kind: CredentialKind;
  readonly endpoints: readonly string[];
  readonly nodes: readonly string[];
  /** These two as in the talosconfig. */
  readonly cluster: string | undefined;
  readonly ca: string | undefined;
  readonly metadata: ShownMetadata;
}

/**
 * For lists of many, in half of the time that the context itself takes: its moments become no dates and its secrets no
 * secrets.
 */
export function glanceAt(context: StoredContext): ContextGlance {
  const lines = linesOf(context);
  return lines
    ? glanceOf(readLine(lines.config), readLine(lines.metadata))
    : glanceOf(
        contextCodec.write(context.config),
        metadataCodec.write(context.metadata),
      );
}

/** Beyond its talosconfig, which is not read. */
export function remarksOf(context: StoredContext): ShownMetadata {
  const lines = linesOf(context);
  return shownMetadataCodec.read(
    lines ? readLine(lines.metadata) : metadataCodec.write(context.metadata),
  );
}

/** As `contextCodec` writes it, as far as it is looked at. */
interface ConfigJson {
  readonly endpoints: readonly string[];
  readonly nodes?: readonly string[];
  readonly cluster?: string;
  readonly ca?: string;
  readonly crt?: string;
  readonly key?: string;
  readonly auth?: { readonly basic?: unknown; readonly siderov1?: unknown };
}

function glanceOf(config: unknown, metadata: unknown): ContextGlance {
  const json = config as ConfigJson;
  return {
    kind: credentialKind(json),
    endpoints: json.endpoints,
    nodes: json.nodes ?? [],
    cluster: json.cluster,
    ca: json.ca,
    metadata: shownMetadataCodec.read(metadata),
  };
}
