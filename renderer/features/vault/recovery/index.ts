import { later } from "../../../ui/later.tsx";
import { Starting } from "../../../ui/progress.tsx";

/** Few people ever see it. */
export const RecoveryPage = later(
  async () => (await import("./recovery-page.tsx")).RecoveryPage,
  Starting,
);
