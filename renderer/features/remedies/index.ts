export { deedsFor, type Deed } from "./deeds.ts";
export { RemedyButtons } from "./remedy-buttons.tsx";
export { RemedyDialog } from "./remedy-dialog.tsx";
export { ChosenRemedy, RemedyProvider } from "./remedy-provider.tsx";
