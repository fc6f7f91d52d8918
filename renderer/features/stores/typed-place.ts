import { useState } from "react";
import type {
  KnownPlace,
  KnownPlaces,
} from "../../../shared/contract/stores.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { readTyped, type Reading } from "./address-text.ts";

/** A place in a store while a person types it. */
export interface TypedPlace {
  readonly typed: KnownPlace;
  readonly change: (more: Partial<KnownPlace>) => void;
  readonly reading: Reading;
  /** Null: that is not known yet. */
  readonly known: KnownPlaces | null;
  /** It is in Vault, and a person has to say on which server. */
  readonly wantsServer: boolean;
  readonly isReady: boolean;
  /** What main is asked. */
  readonly asked: {
    readonly address: string;
    readonly server?: string;
    readonly namespace?: string;
  };
}

/** `address`: what is typed there at first. */
export function useTypedPlace(first = ""): TypedPlace {
  const [typed, setTyped] = useState<KnownPlace>({
    address: first,
    server: "",
    namespace: "",
  });
  const known = useAnswer("stores.places", {}, ["vault"]).value ?? null;
  const { address, server, namespace } = typed;
  const reading = readTyped(address);
  const isOfVault = address.trim().startsWith("vault:");
  const wantsServer = isOfVault && known?.vaultServer === null;
  const isReady =
    reading.kind === "place" &&
    (!isOfVault || known !== null) &&
    (!wantsServer || isServer(server));
  return {
    typed,
    change: (more) => setTyped((before) => ({ ...before, ...more })),
    reading,
    known,
    wantsServer,
    isReady,
    asked: { address, ...(wantsServer ? { server, namespace } : {}) },
  };
}

/** As far as a page has to know: main judges it. */
function isServer(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text.trim());
}
