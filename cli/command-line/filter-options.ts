import type { Command } from "commander";

/** Options that narrow contexts down by what they are, for each verb that takes many: `ContextFilter`, but for the role. */
export function addFilterOptions(command: Command): Command {
  return command
    .option(
      "--cluster <name>",
      "only contexts of this cluster; * matches any text",
    )
    .option(
      "--label <key=value>",
      "only contexts with this label; a key alone takes any value",
    )
    .option("--production", "only contexts that are marked production");
}
