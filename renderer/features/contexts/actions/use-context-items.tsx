import { useAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { go } from "../../../routes.ts";
import {
  ActivityIcon,
  AuthorityIcon,
  CheckIcon,
  ColleagueIcon,
  CopyIcon,
  DashboardIcon,
  EditIcon,
  KeyIcon,
  ReachIcon,
  RemoveIcon,
  RenewIcon,
  RotationIcon,
  ShieldIcon,
  TerminalIcon,
} from "../../../ui/icons.ts";
import type { MenuItem } from "../../../ui/menu.tsx";
import { useEdit, useRow } from "../../rows/index.ts";
import { useCopy } from "../../use-copy.tsx";
import { useSwitchContext } from "../../use-switch-context.ts";
import { useContextActions } from "./context-actions.tsx";
import { useRemove } from "./use-remove.ts";

/** Everything that can be done with a context, for the menus of its row and of its page. */
export function useContextItems(name: string): {
  readonly often: readonly MenuItem[];
  readonly seldom: readonly MenuItem[];
  readonly dialog: ReturnType<typeof useCopy>["dialog"];
} {
  const call = useCall();
  const { run } = useAction();
  const row = useRow(name);
  const edit = useEdit();
  const remove = useRemove();
  const switchTo = useSwitchContext();
  const { copy, dialog } = useCopy();
  const { open, terminal } = useContextActions();
  const copied = (what: "endpoint" | "fingerprint" | "command") => () =>
    copy(call("contexts.copy", { name, what }));
  const isProduction = row?.production ?? false;
  const often: readonly (MenuItem | null)[] = [
    row?.current
      ? null
      : { text: "Use", icon: <CheckIcon aria-hidden />, onSelect: () => switchTo(name) }, // prettier-ignore
    {
      text: "Open a terminal",
      icon: <TerminalIcon aria-hidden />,
      onSelect: () => terminal(name),
    },
    {
      text: "Open the dashboard",
      icon: <DashboardIcon aria-hidden />,
      onSelect: () => terminal(name, "dashboard"),
    },
    {
      text: "Check the endpoints",
      icon: <ReachIcon aria-hidden />,
      onSelect: () => {
        go({ page: "contexts", name });
        void run(call("health.check", { names: [name], wantsNodes: false }));
      },
    },
    row && row.endpoints.length > 0
      ? {
          text: "Copy the endpoint",
          icon: <CopyIcon aria-hidden />,
          onSelect: copied("endpoint"),
        }
      : null,
    row?.fingerprint
      ? {
          text: "Copy the fingerprint",
          icon: <CopyIcon aria-hidden />,
          onSelect: copied("fingerprint"),
        }
      : null,
    {
      text: "Copy the exec command",
      icon: <CopyIcon aria-hidden />,
      onSelect: copied("command"),
    },
    {
      text: "Activity of this context",
      icon: <ActivityIcon aria-hidden />,
      onSelect: () =>
        go({ page: "activity", about: { kind: "context", name } }),
    },
    {
      text: isProduction ? "Unmark as production" : "Mark as production", // prettier-ignore
      icon: <ShieldIcon aria-hidden />,
      onSelect: () => edit(name, { production: !isProduction }),
    },
  ];
  const seldom: readonly MenuItem[] = [
    ...dialogItems(name, open),
    {
      text: "Remove",
      startsGroup: true,
      icon: <RemoveIcon aria-hidden />,
      isDanger: true,
      onSelect: () => remove(name, row?.current ?? false),
    },
  ];
  return { often: often.filter((item) => item !== null), seldom, dialog };
}

/** What has a dialog of its own. */
function dialogItems(
  name: string,
  open: ReturnType<typeof useContextActions>["open"],
): readonly MenuItem[] {
  return [
    {
      text: "Rename…",
      startsGroup: true,
      icon: <EditIcon aria-hidden />,
      onSelect: () => open("rename", name),
    },
    {
      text: "Duplicate…",
      icon: <CopyIcon aria-hidden />,
      onSelect: () => open("duplicate", name),
    },
    {
      text: "Renew…",
      icon: <RenewIcon aria-hidden />,
      onSelect: () => open("renew", name),
    },
    {
      text: "Rotation of the CA…",
      icon: <RotationIcon aria-hidden />,
      onSelect: () => open("rotation", name),
    },
    {
      text: "Issue a credential…",
      icon: <AuthorityIcon aria-hidden />,
      onSelect: () => open("issue", name),
    },
    {
      text: "Give to a colleague…",
      icon: <ColleagueIcon aria-hidden />,
      onSelect: () => open("give", name),
    },
    {
      text: "Export in plain text…",
      icon: <KeyIcon aria-hidden />,
      onSelect: () => open("export", name),
    },
  ];
}
