export { IssueDialog } from "./issue-dialog.tsx";
