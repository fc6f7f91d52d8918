import type { ComponentProps } from "react";
import type { SettingsPage } from "../../../../shared/contract/settings.ts";
import { later } from "../../../ui/later.tsx";
import { Starting } from "../../../ui/progress.tsx";

/** Few people ever see it. */
export const RecoveryPage = later(
  async () => (await import("./recovery-page.tsx")).RecoveryPage,
  Starting,
);

/** The same once main has said what there is. */
export function OtherWays({
  settings,
  ...rest
}: Omit<ComponentProps<typeof RecoveryPage>, "settings"> & {
  readonly settings: SettingsPage | null;
}) {
  if (settings === null) return <Starting />;
  return <RecoveryPage {...rest} settings={settings} />;
}
