// The palette: contexts, pages and commands by a few letters.
// Keep: A choice does what its button does elsewhere, guards included.
import { Dialog } from "@base-ui/react/dialog";
import { useId, useMemo, useState } from "react";
import { onKeys } from "../../keyboard/layers.ts";
import { about } from "../names/context-name.tsx";
import { SimilarNames } from "../names/similar-names.tsx";
import type { VaultView } from "../vault-view.ts";
import styles from "./palette.module.css";
import { rankWords } from "./match-words.ts";
import { useChoices, type Choice } from "./use-choices.ts";

const shown = 50;

/** Type a few letters, press Enter: the context is current, or the command is done. */
export function Palette({
  view,
  onClose,
}: {
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const wanted = typed.toLowerCase().trim();
  const choices = useChoices(view, wanted);
  const found = useMemo(() => best(choices, wanted), [choices, wanted]);
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    choice.choose();
  };
  const move = (step: number) => () => {
    if (found.length === 0) return "passed";
    setAt((index) => (index + step + found.length) % found.length);
    return "handled";
  };
  const keys = onKeys({
    ArrowDown: move(1),
    ArrowUp: move(-1),
    k: ({ ctrlKey, metaKey }) => {
      if (!ctrlKey && !metaKey) return "passed";
      onClose();
      return "handled";
    },
    // Not also for what gets the focus when the palette is gone.
    Enter: () => {
      choose(found[at]);
      return "handled";
    },
  });
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? null : onClose())}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles["backdrop"]} />
        <Dialog.Popup className={styles["popup"]} aria-label="Switch to">
          <input
            className={styles["input"]}
            placeholder="Context or command"
            aria-label="Context or command"
            role="combobox"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={
              found[at] ? `${id}-${String(at)}` : undefined
            }
            autoComplete="off"
            spellCheck={false}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setAt(0);
            }}
            {...keys}
          />
          {found.length === 0 ? (
            <p className={styles["none"]}>
              No context and no command has these letters.
            </p>
          ) : null}
          <div
            className={styles["list"]}
            role="listbox"
            id={`${id}-list`}
            aria-label="Contexts and commands"
          >
            {found.map((choice, index) => (
              <Option
                key={`${choice.what}:${choice.name}`}
                id={`${id}-${String(index)}`}
                choice={choice}
                isChosen={index === at}
                onPoint={() => setAt(index)}
                onChoose={() => choose(choice)}
              />
            ))}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Option({
  id,
  choice,
  isChosen,
  onPoint,
  onChoose,
}: {
  readonly id: string;
  readonly choice: Choice;
  readonly isChosen: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}) {
  return (
    // The keys are the input's, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={styles["option"]}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: "nearest" });
      }}
      onPointerMove={onPoint}
      onClick={onChoose}
    >
      <span className={styles["name"]}>
        {choice.context === undefined
          ? choice.name
          : about(choice.verb ?? "", choice.context)}
      </span>
      <SimilarNames names={choice.looksLike ?? []} />
      <span className={styles["what"]}>{choice.what}</span>
    </div>
  );
}

/** Those that have the letters, best first. */
function best(choices: readonly Choice[], wanted: string): readonly Choice[] {
  return choices
    .map((choice) => ({ choice, score: rankWords(choice.search, wanted) }))
    .filter((one) => one.score !== null)
    .toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .slice(0, shown)
    .map(({ choice }) => choice);
}
