import { useState } from "react";
import { contextColors } from "../../../../shared/core/vault/document.ts";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { Button } from "../../../ui/button.tsx";
import { classes } from "../../../ui/classes.ts";
import { TextArea } from "../../../ui/field.tsx";
import { EditIcon } from "../../../ui/icons.ts";
import { Section } from "../../../ui/page.tsx";
import { SwitchField } from "../../../ui/switch.tsx";
import { about } from "../../names/context-name.tsx";
import colors from "../../colors.module.css";
import { useEdit } from "../../rows/index.ts";
import styles from "./context.module.css";
import type { Edit } from "./edit-changes.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { linesOf } from "./text-lines.ts";

/** How the context is marked: production, colour, labels and a note, which stands below its name. */
export function LabelsAndColor({ page }: { readonly page: ContextPage }) {
  const edit = useEdit();
  const { name } = page;
  const [isEditing, setIsEditing] = useState(false);
  return (
    <Section
      title="Labels and colour"
      action={
        <Button size="small" tone="quiet" onClick={() => setIsEditing(true)}>
          <EditIcon aria-hidden />
          Labels and note
        </Button>
      }
    >
      <SwitchField
        label="Production"
        hint="Shown in red everywhere; an os:admin session asks for the context's name first."
        checked={page.production}
        onChange={(production) => edit(name, { production })}
      />
      <div className={styles["colors"]} role="radiogroup" aria-label="Colour">
        {contextColors.map((color) => (
          <button
            key={color}
            type="button"
            role="radio"
            aria-label={color}
            aria-checked={page.color === color}
            className={classes(styles["color"], colors[color])}
            onClick={() =>
              edit(name, { color: page.color === color ? null : color })
            }
          />
        ))}
      </div>
      {isEditing ? (
        <LabelsDialog page={page} onClose={() => setIsEditing(false)} />
      ) : null}
    </Section>
  );
}

function LabelsDialog({
  page,
  onClose,
}: {
  readonly page: ContextPage;
  readonly onClose: () => void;
}) {
  const [labels, setLabels] = useState(() => labelsText(page));
  const [note, setNote] = useState(page.note ?? "");
  const edit = {
    labels: labelsOf(labels),
    note: note.trim(),
  };
  return (
    <EditDialog
      title={about("Labels and note of ", page.name)}
      page={page}
      read={marksOf}
      edit={edit}
      onClose={onClose}
    >
      <TextArea
        isMono
        label="Labels"
        hint="key=value, one per line; the list can be filtered by them."
        value={labels}
        onChange={setLabels}
      />
      <TextArea label="Note" value={note} onChange={setNote} />
    </EditDialog>
  );
}

/** As typed, a line each. */
function labelsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const [key = "", ...value] = line.split("=");
      return [key.trim(), value.join("=").trim()] as const;
    }),
  );
}

const labelsText = (page: ContextPage) =>
  Object.entries(page.labels)
    .map(([key, value]) => `${key}=${value}`)
    .join("\n");

function marksOf(page: ContextPage): Edit {
  return { labels: labelsOf(labelsText(page)), note: (page.note ?? "").trim() };
}
