export { GiveDialog } from "./give-dialog.tsx";
export { Handovers } from "./handovers.tsx";
export { HandoverSection } from "./handover-section.tsx";
