import { useEffect, useRef } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go, type Route } from "../../routes.ts";
import { AcceptLogDialog } from "../audit/accept-log-dialog.tsx";
import { ImportDialog } from "../authorities/index.ts";
import { AddressesOf } from "../contexts/page/addresses-dialog.tsx";
import { IssueDialog } from "../issuing/index.ts";
import { RenewDialog } from "../renewal/index.ts";
import { RotationDialog } from "../clusters/rotation/index.ts";
import { OlderDialog, RestoreDialog } from "../settings/index.ts";
import type { VaultView } from "../vault-view.ts";
import {
  isPageAction,
  isVaultAction,
  type ContextAction,
  type WindowAction,
  type PageAction,
  type VaultAction,
} from "./window-actions.ts";

interface ActionProps {
  readonly view: VaultView;
  readonly name: string;
  /** Somebody has just looked at the endpoints: a rotation asks them at once. */
  readonly isAsked?: boolean;
  readonly onClose: () => void;
}

/** The dialog of the action that was chosen, or the way to its page. */
export function ActionDialog({
  action,
  ...props
}: ActionProps & { readonly action: WindowAction | null }) {
  if (action === null) return null;
  const { name, onClose, view } = props;
  if (isPageAction(action))
    return <GoTo route={routeOf(action, name)} onClose={onClose} />;
  if (isVaultAction(action))
    return <VaultActionDialog view={view} action={action} onClose={onClose} />;
  return <ContextActionDialog {...props} action={action} />;
}

function ContextActionDialog({
  view,
  name,
  action,
  isAsked = false,
  onClose,
}: ActionProps & { readonly action: ContextAction }) {
  const row = view.contexts.find((one) => one.name === name);
  const dialog = { view, name, onClose };
  switch (action) {
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
function VaultActionDialog({
  view,
  action,
  onClose,
}: {
  readonly view: VaultView;
  readonly action: VaultAction;
  readonly onClose: () => void;
}) {
  switch (action) {
    case "keep-authority":
      return <ImportDialog view={view} onClose={onClose} />;
    case "recover":
      return <Recover onClose={onClose} />;
    case "restore":
      return <RestoreDialog state={view.state} onClose={onClose} />;
    case "accept-older":
      return <OlderDialog onClose={onClose} />;
    case "accept-log":
      return <AcceptLogDialog onClose={onClose} />;
  }
}

function routeOf(action: PageAction, name: string): Route {
  if (action === "open") return { page: "contexts", name };
  if (action === "radius") return { page: "activity", view: action };
  return action === "contexts"
    ? { page: action, name: null }
    : { page: action };
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
