export { deedsFor, type Deed } from "./deeds.ts";
export { RemedyButtons } from "./remedy-buttons.tsx";
export { RemedyDialog } from "./remedy-dialog.tsx";
