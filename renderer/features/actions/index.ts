export { windowActions, type WindowAction } from "./window-actions.ts";
export { ActionButtons } from "./action-buttons.tsx";
export { ActionDialog } from "./action-dialog.tsx";
export { ChosenAction, ActionProvider } from "./action-provider.tsx";
