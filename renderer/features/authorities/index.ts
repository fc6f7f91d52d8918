export { ImportDialog } from "./import-dialog.tsx";
export { AuthoritiesPage } from "./authorities-page.tsx";
