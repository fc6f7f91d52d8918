export { OlderDialog } from "./older-vault-dialog.tsx";
export { RestoreDialog } from "./restore-dialog.tsx";
export { RestoreQuestionDialog } from "./restore-question.tsx";
export { outsideOf } from "./restore-text.ts";
export { SettingsPage } from "./settings-page.tsx";
export { useRestore } from "./use-restore.ts";
