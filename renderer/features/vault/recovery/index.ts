import { later } from "../../../ui/later.tsx";

/** Few people ever see it. */
export const RecoveryPage = later(
  async () => (await import("./recovery-page.tsx")).RecoveryPage,
);
