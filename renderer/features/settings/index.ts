export { OlderDialog } from "./older-vault-dialog.tsx";
export { outsideOf, RestoreDialog } from "./restore-dialog.tsx";
export { RestoreQuestionDialog } from "./restore-question.tsx";
export { SettingsPage } from "./settings-page.tsx";
export { useRestore } from "./use-restore.ts";
