import type { Action } from "../../../shared/contract/index.ts";
import { Button } from "../../ui/button.tsx";
import {
  ActivityIcon,
  AuthorityIcon,
  ContextsIcon,
  EditIcon,
  ImportIcon,
  KeyIcon,
  RenewIcon,
  RolesIcon,
  RotationIcon,
  SettingsIcon,
  UndoIcon,
} from "../../ui/icons.ts";
import {
  windowActions,
  actionTexts,
  type WindowAction,
} from "./window-actions.ts";
import styles from "./actions.module.css";

const icons: Readonly<Record<WindowAction, typeof RenewIcon>> = {
  renew: RenewIcon,
  shorten: RenewIcon,
  issue: AuthorityIcon,
  narrow: AuthorityIcon,
  addresses: EditIcon,
  rotation: RotationIcon,
  radius: ActivityIcon,
  "accept-log": ActivityIcon,
  open: ContextsIcon,
  contexts: ContextsIcon,
  roles: RolesIcon,
  import: ImportIcon,
  settings: SettingsIcon,
  authorities: AuthorityIcon,
  "keep-authority": AuthorityIcon,
  recover: KeyIcon,
  restore: UndoIcon,
  "accept-older": UndoIcon,
};

/** Buttons that lead to what puts it right; nothing where this window cannot. */
export function ActionButtons({
  actions,
  of,
  without = [],
  onChoose,
}: {
  readonly actions: readonly Action[];
  /** The context, where its name is not the page's. */
  readonly of?: string;
  /** What the page has a button for already. */
  readonly without?: readonly WindowAction[];
  readonly onChoose: (action: WindowAction) => void;
}) {
  const found = windowActions(actions).filter((one) => !without.includes(one));
  if (found.length === 0) return null;
  return <WindowActionButtons actions={found} of={of} onChoose={onChoose} />;
}

export function WindowActionButtons({
  actions,
  of,
  onChoose,
}: {
  readonly actions: readonly WindowAction[];
  readonly of?: string | undefined;
  readonly onChoose: (action: WindowAction) => void;
}) {
  return (
    <div className={styles["buttons"]}>
      {actions.map((action) => {
        const Icon = icons[action];
        const text = actionTexts[action];
        return (
          <Button
            key={action}
            size="small"
            aria-label={of === undefined ? undefined : `${text} ${of}`}
            onClick={() => onChoose(action)}
          >
            <Icon aria-hidden />
            {text}
          </Button>
        );
      })}
    </div>
  );
}
