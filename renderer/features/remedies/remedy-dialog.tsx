import { useEffect, useRef } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go, type Route } from "../../routes.ts";
import { ImportDialog } from "../authorities/index.ts";
import { AddressesOf } from "../contexts/page/addresses-dialog.tsx";
import { IssueDialog } from "../issuing/index.ts";
import { RenewDialog } from "../renewal/index.ts";
import { RotationDialog } from "../clusters/rotation/index.ts";
import { OlderDialog, RestoreDialog } from "../settings/index.ts";
import type { VaultView } from "../vault-view.ts";
import {
  isPageDeed,
  isVaultDeed,
  type ContextDeed,
  type Deed,
  type PageDeed,
  type VaultDeed,
} from "./deeds.ts";

interface RemedyProps {
  readonly view: VaultView;
  readonly name: string;
  /** Somebody has just looked at the endpoints: a rotation asks them at once. */
  readonly isAsked?: boolean;
  readonly onClose: () => void;
}

/** The dialog of the remedy that was chosen, or the way to its page. */
export function RemedyDialog({
  deed,
  ...props
}: RemedyProps & { readonly deed: Deed | null }) {
  if (deed === null) return null;
  const { name, onClose, view } = props;
  if (isPageDeed(deed))
    return <GoTo route={routeOf(deed, name)} onClose={onClose} />;
  if (isVaultDeed(deed))
    return <VaultRemedy view={view} deed={deed} onClose={onClose} />;
  return <ContextRemedy {...props} deed={deed} />;
}

function ContextRemedy({
  view,
  name,
  deed,
  isAsked = false,
  onClose,
}: RemedyProps & { readonly deed: ContextDeed }) {
  const row = view.contexts.find((one) => one.name === name);
  const dialog = { view, name, onClose };
  switch (deed) {
    case "renew":
      return <RenewDialog {...dialog} />;
    case "shorten":
      return <RenewDialog {...dialog} lifetime="30d" />;
    case "issue":
      return row ? <IssueDialog {...dialog} row={row} /> : null;
    case "narrow":
      return row ? (
        <IssueDialog {...dialog} row={row} roles={["os:reader"]} />
      ) : null;
    case "addresses":
      return <AddressesOf name={name} onClose={onClose} />;
    case "rotation":
      return <RotationDialog {...dialog} isAsked={isAsked} />;
  }
}

/** What is about the vault and no context of it. */
function VaultRemedy({
  view,
  deed,
  onClose,
}: {
  readonly view: VaultView;
  readonly deed: VaultDeed;
  readonly onClose: () => void;
}) {
  switch (deed) {
    case "keep-authority":
      return <ImportDialog view={view} onClose={onClose} />;
    case "recover":
      return <Recover onClose={onClose} />;
    case "restore":
      return <RestoreDialog state={view.state} onClose={onClose} />;
    case "accept-older":
      return <OlderDialog onClose={onClose} />;
  }
}

function routeOf(deed: PageDeed, name: string): Route {
  if (deed === "open") return { page: "contexts", name };
  return deed === "contexts" ? { page: deed, name: null } : { page: deed };
}

function GoTo({
  route,
  onClose,
}: {
  readonly route: Route;
  readonly onClose: () => void;
}) {
  useEffect(() => {
    go(route);
    onClose();
  });
  return null;
}

/** The recovery key is asked for outside of this window. */
function Recover({ onClose }: { readonly onClose: () => void }) {
  const call = useCall();
  const { run } = useAction();
  const isAsked = useRef(false);
  useEffect(() => {
    if (isAsked.current) return;
    isAsked.current = true;
    void run(call("vault.recover", {})).then(onClose);
  }, [call, run, onClose]);
  return null;
}
