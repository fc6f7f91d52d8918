import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { relativeTime } from "../../../../shared/core/certificates/relative-time.ts";
import { describeWithShared, sharedPath } from "../../../shared-material.ts";

interface Vector {
  readonly seconds: number;
  readonly text_if_notAfter_is_now_plus_seconds: string;
}

describeWithShared(
  "relative time as talosctl says it",
  ["vectors/talosconfig.json"],
  () => {
    const { reltime } = JSON.parse(
      readFileSync(sharedPath("vectors/talosconfig.json"), "utf8"),
    ) as { reltime: Vector[] };

    test("the vectors are all there", () => {
      expect(reltime).toHaveLength(33);
    });

    test.each(reltime)("$seconds seconds", (vector) => {
      const now = new Date("2026-11-24T12:00:00Z");
      const moment = new Date(now.getTime() + vector.seconds * 1000);
      expect(relativeTime(moment, now)).toBe(
        vector.text_if_notAfter_is_now_plus_seconds,
      );
    });
  },
);
