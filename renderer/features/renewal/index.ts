export { RenewDialog } from "./renew-dialog.tsx";
export { wantsRenewal } from "./renewal-draft.ts";
