import { useMemo, useState } from "react";
import { dayMs } from "../../../../shared/core/certificates/expiry.ts";
import { dateText } from "../../../../shared/core/moment-text.ts";
import { useAnswer } from "../../../bridge/client.tsx";
import { Button } from "../../../ui/button.tsx";
import { ExpiryIcon, RenewIcon } from "../../../ui/icons.ts";
import { Empty, Page, Section } from "../../../ui/page.tsx";
import { SearchField } from "../../../ui/filters.tsx";
import { Presets } from "../../../ui/presets.tsx";
import { useNow } from "../../times/now.ts";
import { BulkJobDialog } from "../../contexts/bulk/index.ts";
import { RenewDialog } from "../index.ts";
import type { VaultView } from "../../vault-view.ts";
import styles from "./expiry.module.css";
import { CalendarButton } from "./calendar-button.tsx";
import {
  countText,
  endingContexts,
  expiringWith,
  expiringWithin,
} from "./expiring.ts";
import { ExpiryTimeLine } from "./expiry-time-line.tsx";
import { withCommas } from "../../../../shared/core/counted-noun.ts";

const ranges = [30, 90, 365, 3650] as const;
const rangeTexts: Readonly<Record<(typeof ranges)[number], string>> = {
  30: "30 days",
  90: "90 days",
  365: "1 year",
  3650: "10 years",
};
const minute = 60_000;

/** All certificates and CAs on one time line. */
export function ExpiryPage({ view }: { readonly view: VaultView }) {
  const [days, setDays] = useState<(typeof ranges)[number]>(365);
  const [renewing, setRenewing] = useState<string | null>(null);
  const authorities = useAnswer("contexts.authorities", {}, ["vault"]);
  const now = useNow(minute);
  const [bulk, setBulk] = useState<readonly string[] | null>(null);
  const [wanted, setWanted] = useState("");
  const all = useMemo(
    () => expiringWithin(view.contexts, authorities.value ?? [], days, now),
    [view.contexts, authorities.value, days, now],
  );
  const rows = useMemo(() => expiringWith(all, wanted), [all, wanted]);
  const ending = useMemo(() => endingContexts(rows), [rows]);
  return (
    <Page
      title="Expiry"
      actions={
        <>
          {ending.length > 1 ? (
            <Button onClick={() => setBulk(ending)}>
              <RenewIcon aria-hidden />
              Renew {withCommas(ending.length)}…
            </Button>
          ) : null}
          <Presets
            label="Range"
            values={ranges}
            textOf={(range) => rangeTexts[range]}
            chosen={days}
            onChoose={setDays}
          />
        </>
      }
    >
      {all.length === 0 ? (
        <Empty
          icon={<ExpiryIcon aria-hidden />}
          title={`Nothing ends within ${rangeTexts[days]}`}
        >
          Certificates of contexts and the CAs that they trust appear here, the
          soonest first. You are told 30, 14 and 7 days before and the day
          before, in the last third of a life.
        </Empty>
      ) : (
        <Section
          title={
            rows.length === 0 ? "No match" : countText(rows, rangeTexts[days])
          }
          action={
            <div className={styles["find"]}>
              <SearchField
                label="Search what ends"
                placeholder="A context or a CA"
                value={wanted}
                onChange={setWanted}
              />
              {rows.some(({ state }) => state !== "ended") ? (
                <CalendarButton rows={rows} />
              ) : null}
            </div>
          }
        >
          <Axis days={days} now={now} />
          <ExpiryTimeLine
            rows={rows}
            days={days}
            now={now}
            onRenew={setRenewing}
          />
        </Section>
      )}
      {bulk === null ? null : (
        <BulkJobDialog
          job="renew"
          view={view}
          names={bulk}
          onClose={() => setBulk(null)}
        />
      )}
      {renewing === null ? null : (
        <RenewDialog
          view={view}
          name={renewing}
          onClose={() => setRenewing(null)}
        />
      )}
    </Page>
  );
}

const tickCount = 5;

function Axis({ days, now }: { readonly days: number; readonly now: number }) {
  const ticks = Array.from({ length: tickCount }, (_, index) => {
    const share = index / (tickCount - 1);
    const at = new Date(now + share * days * dayMs);
    return {
      share,
      text: index === 0 ? "today" : dateText(at),
    };
  });
  return (
    <div className={styles["axis"]} aria-hidden>
      <div className={styles["ticks"]}>
        {ticks.map(({ share, text }) => (
          <span
            key={text}
            className={styles["tick"]}
            style={{ left: `${String(share * 100)}%` }}
          >
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}
