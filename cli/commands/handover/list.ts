import { nearText } from "../../../shared/core/moment-text.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  listHandovers,
  type Handover,
} from "../../../shared/core/usecases/handover/list-handovers.ts";
import {
  ownRequests,
  type OwnRequest,
} from "../../../shared/core/usecases/handover/own-requests.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { table } from "../../output/table.ts";

export async function list(
  cli: Cli,
  { json }: { json?: true },
): Promise<Result<void>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const handovers = await listHandovers(cli.ports);
  if (!handovers.ok) return handovers;
  const requests = ownRequests(document.value);
  if (json) cli.terminal.json({ handovers: handovers.value, requests });
  else show(cli, handovers.value, requests);
  return success(undefined);
}

function show(
  { terminal, ports }: Cli,
  handovers: readonly Handover[],
  requests: readonly OwnRequest[],
): void {
  const now = ports.clock.now();
  const near = (moment: string) => nearText(new Date(moment), now);
  if (handovers.length === 0)
    terminal.say("Nothing was given from this vault.");
  else
    terminal.outLines(
      table(
        terminal,
        ["CONTEXT", "TO", "ROLES", "GIVEN", "ENDS", "ACCEPTED", "SERIAL"],
        handovers.map((one) => [
          one.context,
          one.to,
          one.roles.join(","),
          near(one.givenAt),
          near(one.notAfter),
          one.acceptedAt === null ? "no receipt" : near(one.acceptedAt),
          one.serial.slice(0, 8),
        ]),
      ),
    );
  if (requests.length === 0) return;
  terminal.say("Asked for from here:");
  terminal.outLines(
    table(
      terminal,
      ["NAME", "ASKED", "ACCEPTED AS"],
      requests.map(({ name, createdAt, acceptedAs }) => [
        name,
        near(createdAt),
        acceptedAs ?? "waits for an answer",
      ]),
    ),
  );
}
