import { Fragment, useState } from "react";
import { guardLines } from "../../../../shared/core/gateway/guard/guard-lines.ts";
import {
  guardGroups,
  hoursText,
  readHours,
} from "../../../../shared/core/gateway/guard/guard-rules.ts";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { Button } from "../../../ui/button.tsx";
import { Facts } from "../../../ui/facts.tsx";
import { TextArea, TextField } from "../../../ui/field.tsx";
import { FilterChips } from "../../../ui/filters.tsx";
import { EditIcon } from "../../../ui/icons.ts";
import { Section } from "../../../ui/page.tsx";
import { about } from "../../names/context-name.tsx";
import styles from "./context.module.css";
import type { Edit } from "./edit-changes.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { linesOf } from "./text-lines.ts";

/** What calls of this context's sessions may do through a gateway. */
export function GuardSection({ page }: { readonly page: ContextPage }) {
  const [isEditing, setIsEditing] = useState(false);
  const lines = guardLines(page.guard);
  return (
    <Section
      title="Guard"
      action={
        <Button size="small" tone="quiet" onClick={() => setIsEditing(true)}>
          <EditIcon aria-hidden />
          Calls
        </Button>
      }
    >
      {lines.length === 0 ? (
        <p className={styles["soft"]}>No guard of its own.</p>
      ) : (
        <Facts>
          {lines.map(([bound, value]) => (
            <Fragment key={bound}>
              <dt>{bound}</dt>
              <dd>{value}</dd>
            </Fragment>
          ))}
        </Facts>
      )}
      {isEditing ? (
        <GuardDialog page={page} onClose={() => setIsEditing(false)} />
      ) : null}
    </Section>
  );
}

const lists = {
  deny: ["Deny", "Calls that are refused."],
  hold: ["Hold", "Calls that wait until a person agrees."],
  allow: ["Allow", "Calls that are let through."],
} as const;
type List = keyof typeof lists;
const listNames = ["deny", "hold", "allow"] as const;

function guardOf({ guard }: ContextPage): Edit {
  const { allow = [], hold = [], deny = [], maxNodes = null, hours } = guard;
  return {
    guard: {
      allow: [...allow],
      hold: [...hold],
      deny: [...deny],
      maxNodes,
      hours: hours ?? null,
    },
  };
}

function GuardDialog({
  page,
  onClose,
}: {
  readonly page: ContextPage;
  readonly onClose: () => void;
}) {
  const { maxNodes, hours } = page.guard;
  const [typed, setTyped] = useState<Readonly<Record<List, string>>>(() => ({
    deny: (page.guard.deny ?? []).join("\n"),
    hold: (page.guard.hold ?? []).join("\n"),
    allow: (page.guard.allow ?? []).join("\n"),
  }));
  const [nodes, setNodes] = useState(maxNodes?.toString() ?? "");
  const [time, setTime] = useState(hours ? hoursText(hours) : "");
  const bound = readBound(nodes.trim());
  const within = time.trim() === "" ? null : readHours(time.trim());
  const areHoursSound = time.trim() === "" || within !== null;
  const isSound = bound !== undefined && areHoursSound;
  const edit: Edit = {
    guard: {
      allow: linesOf(typed.allow),
      hold: linesOf(typed.hold),
      deny: linesOf(typed.deny),
      maxNodes: bound ?? null,
      hours: within,
    },
  };
  const clear = () => {
    setTyped({ deny: "", hold: "", allow: "" });
    setNodes("");
    setTime("");
  };
  return (
    <EditDialog
      title={about("Guard of ", page.name)}
      page={page}
      read={guardOf}
      edit={edit}
      isReady={isSound}
      onClose={onClose}
    >
      <p className={styles["soft"]}>
        Sessions of a context with a guard go through a gateway, which keeps the
        key and sees each call. Write one per line: a method
        (MachineService/Reset), a talosctl command (etcd snapshot) or a whole
        group. Escapes are what outlives a session: a kubeconfig, a certificate,
        a file of a node. What you add binds running sessions too; what you take
        away does not free them.
      </p>
      {listNames.map((name) => (
        <GuardList
          key={name}
          name={name}
          value={typed[name]}
          onChange={(value) =>
            setTyped((before) => ({ ...before, [name]: value }))
          }
        />
      ))}
      <TextField
        label="Max nodes"
        hint="How many nodes a session may reach; empty: any."
        inputMode="numeric"
        aria-invalid={bound === undefined}
        value={nodes}
        onChange={(event) => setNodes(event.target.value)}
      />
      <TextField
        label="Hours"
        hint="08-18: when more than reads is let through, by this machine's clock; empty: any."
        aria-invalid={!areHoursSound}
        value={time}
        onChange={(event) => setTime(event.target.value)}
      />
      {guardLines(page.guard).length > 0 ? (
        <div>
          <Button size="small" tone="quiet" onClick={clear}>
            Clear all
          </Button>
        </div>
      ) : null}
    </EditDialog>
  );
}

function GuardList({
  name,
  value,
  onChange,
}: {
  readonly name: List;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [label, hint] = lists[name];
  const entries = linesOf(value);
  return (
    <div className={styles["guardList"]}>
      <TextArea
        isMono
        label={label}
        hint={hint}
        value={value}
        onChange={onChange}
      />
      <FilterChips
        label={`${label} groups`}
        texts={guardGroups.map((group) => [group, group] as const)}
        isOn={(group) => entries.includes(group)}
        onToggle={(group) =>
          onChange(
            (entries.includes(group)
              ? entries.filter((entry) => entry !== group)
              : [...entries, group]
            ).join("\n"),
          )
        }
      />
    </div>
  );
}

/** Null: any number of nodes; undefined: that is none. */
function readBound(text: string): number | null | undefined {
  if (text === "") return null;
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;
}
