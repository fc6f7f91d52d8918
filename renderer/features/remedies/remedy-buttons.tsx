import type { Action } from "../../../shared/contract/index.ts";
import { Button } from "../../ui/button.tsx";
import {
  AuthorityIcon,
  ContextsIcon,
  EditIcon,
  ImportIcon,
  KeyIcon,
  LedgerIcon,
  RenewIcon,
  RolesIcon,
  RotationIcon,
  SettingsIcon,
  UndoIcon,
} from "../../ui/icons.ts";
import { deedsFor, deedTexts, type Deed } from "./deeds.ts";
import styles from "./remedies.module.css";

const icons: Readonly<Record<Deed, typeof RenewIcon>> = {
  renew: RenewIcon,
  shorten: RenewIcon,
  issue: AuthorityIcon,
  narrow: AuthorityIcon,
  addresses: EditIcon,
  rotation: RotationIcon,
  ledger: LedgerIcon,
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
export function RemedyButtons({
  actions,
  of,
  onChoose,
}: {
  readonly actions: readonly Action[];
  /** The context, where its name is not the page's. */
  readonly of?: string;
  readonly onChoose: (deed: Deed) => void;
}) {
  const found = deedsFor(actions);
  if (found.length === 0) return null;
  return <DeedButtons deeds={found} of={of} onChoose={onChoose} />;
}

export function DeedButtons({
  deeds,
  of,
  onChoose,
}: {
  readonly deeds: readonly Deed[];
  readonly of?: string | undefined;
  readonly onChoose: (deed: Deed) => void;
}) {
  return (
    <div className={styles["buttons"]}>
      {deeds.map((deed) => {
        const Icon = icons[deed];
        const text = deedTexts[deed];
        return (
          <Button
            key={deed}
            size="small"
            aria-label={of === undefined ? undefined : `${text} ${of}`}
            onClick={() => onChoose(deed)}
          >
            <Icon aria-hidden />
            {text}
          </Button>
        );
      })}
    </div>
  );
}
