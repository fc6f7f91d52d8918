export { RestoreDialog } from "./restore-dialog.tsx";
export { SettingsPage } from "./settings-page.tsx";
