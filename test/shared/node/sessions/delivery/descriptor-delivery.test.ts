import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

const tested = join(
  import.meta.dirname,
  "../../../../../shared/node/sessions/delivery/descriptor-delivery.ts",
);
const nobody = 65_534;
const isRoot = process.platform === "linux" && process.getuid?.() === 0;

// The kernel keeps /proc of a program that its user may not read as it does of one that has a file capability (proc(5)), and
// any system lets a test make the first.
test.runIf(isRoot)(
  "a program whose descriptors nobody else can open hands over none of them",
  () => {
    const folder = mkdtempSync("/tmp/tv-closed-");
    try {
      chmodSync(folder, 0o711);
      const node = join(folder, "node");
      copyFileSync(process.execPath, node);
      const answerOf = (mode: number) => {
        chmodSync(node, mode);
        const script = `import(${JSON.stringify(pathToFileURL(tested).href)}).then((module) =>
          console.log(module.isClosedToOthers(), module.canDeliverByDescriptor("/dev/shm/x")))`;
        const { stdout, stderr } = spawnSync(
          node,
          ["--no-warnings", "-e", script],
          {
            uid: nobody,
            gid: nobody,
            cwd: "/",
            env: {},
            encoding: "utf8",
          },
        );
        return stdout.trim() || stderr;
      };
      expect(answerOf(0o755)).toBe("false true");
      expect(answerOf(0o711)).toBe("true false");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
