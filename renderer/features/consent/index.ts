export { ApprovalSheet } from "./approval-sheet.tsx";
