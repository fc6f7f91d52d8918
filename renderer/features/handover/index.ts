export { GiveDialog } from "./give-dialog.tsx";
export { HandoverSection } from "./handover-section.tsx";
