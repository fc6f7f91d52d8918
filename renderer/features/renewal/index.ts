export { RenewDialog } from "./renew-dialog.tsx";
