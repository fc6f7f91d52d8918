export {
  isRenewing,
  windowActions,
  type Renewing,
  type WindowAction,
} from "./window-actions.ts";
export { ActionButtons } from "./action-buttons.tsx";
export { ActionDialog } from "./action-dialog.tsx";
export { ActionProvider } from "./action-provider.tsx";
export { ChosenAction } from "./chosen-action.tsx";
