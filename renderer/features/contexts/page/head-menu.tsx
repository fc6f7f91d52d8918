import {
  AuthorityIcon,
  CopyIcon,
  EditIcon,
  KeyIcon,
  MoreIcon,
  RemoveIcon,
  RenewIcon,
  RotationIcon,
} from "../../../ui/icons.ts";
import { Menu } from "../../../ui/menu.tsx";
import type { DialogName } from "./head-dialog.tsx";
import { useRemove } from "./use-remove.ts";

/** Everything that can be done with a context and is not done every day. */
export function HeadMenu({
  name,
  isCurrent,
  open,
}: {
  readonly name: string;
  readonly isCurrent: boolean;
  readonly open: (dialog: DialogName) => void;
}) {
  const remove = useRemove();
  return (
    <Menu
      label={`More about ${name}`}
      trigger={<MoreIcon aria-hidden />}
      items={[
        {
          text: "Rename…",
          icon: <EditIcon aria-hidden />,
          onSelect: () => open("rename"),
        },
        {
          text: "Duplicate…",
          icon: <CopyIcon aria-hidden />,
          onSelect: () => open("duplicate"),
        },
        {
          text: "Renew…",
          icon: <RenewIcon aria-hidden />,
          onSelect: () => open("renew"),
        },
        {
          text: "Rotation of the CA…",
          icon: <RotationIcon aria-hidden />,
          onSelect: () => open("rotation"),
        },
        {
          text: "Issue a credential…",
          icon: <AuthorityIcon aria-hidden />,
          onSelect: () => open("issue"),
        },
        {
          text: "Export in plain text…",
          icon: <KeyIcon aria-hidden />,
          onSelect: () => open("export"),
        },
        {
          text: "Remove",
          icon: <RemoveIcon aria-hidden />,
          isDanger: true,
          onSelect: () => remove(name, isCurrent),
        },
      ]}
    />
  );
}
