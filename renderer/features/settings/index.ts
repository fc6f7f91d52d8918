export { OlderDialog } from "./older-dialog.tsx";
export { RestoreDialog } from "./restore-dialog.tsx";
export { SettingsPage } from "./settings-page.tsx";
