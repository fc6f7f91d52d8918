import { expect, test } from "vitest";
import { dashboardCommand } from "../../../../shared/core/sessions/dashboard-command.ts";

test("the dashboard shows the nodes that the context names", () => {
  const config = { nodes: ["10.0.0.9"], endpoints: ["10.0.0.1"] };
  expect(dashboardCommand(config)).toEqual(["talosctl", "dashboard"]);
});

test("without nodes it shows those endpoints that can be nodes, for talosctl refuses to run without any", () => {
  const endpoints = ["10.0.0.1", "https://lb.example:443", "cp-2:50000", "fd00::1"]; // prettier-ignore
  expect(dashboardCommand({ nodes: [], endpoints })).toEqual([
    "talosctl",
    "dashboard",
    "--nodes",
    "10.0.0.1,fd00::1",
  ]);
});

test("where nothing can be a node it is left to talosctl to say so", () => {
  const config = { nodes: [], endpoints: ["cp:50000", "--context", ""] };
  expect(dashboardCommand(config)).toEqual(["talosctl", "dashboard"]);
});
