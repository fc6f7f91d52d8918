import type { Token } from "marked";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SearchField } from "../../ui/filters.tsx";
import { Progress } from "../../ui/progress.tsx";
import {
  sectionsOf,
  sectionsWith,
  type GuideSection,
} from "./guide-sections.ts";
import { Blocks, GoContext } from "./guide-text.tsx";
import styles from "./guide.module.css";

/** The guide of this version, as docs/guide.md has it; read when somebody opens it. */
export function GuideDialog({ onClose }: { readonly onClose: () => void }) {
  const tokens = useGuide();
  const [wanted, setWanted] = useState("");
  // Every click is another one, to the same section too.
  const [target, setTarget] = useState<{ readonly id: string } | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const sections = useMemo(() => sectionsOf(tokens ?? []), [tokens]);
  const found = sectionsWith(sections, wanted);
  // The search may have hidden it.
  useEffect(() => {
    if (target !== null)
      document.getElementById(`guide-${target.id}`)?.scrollIntoView();
  }, [target]);
  const go = (id: string) => {
    setWanted("");
    setTarget({ id });
  };
  return (
    <Dialog
      isWide
      title="Guide"
      initialFocus={search}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <SearchField
        ref={search}
        label="Search the guide"
        placeholder="backup, consent, rotation…"
        value={wanted}
        onChange={setWanted}
      />
      {tokens === null ? <Progress label="Reading the guide" /> : null}
      {tokens !== null && found.length === 0 ? (
        <p role="status">No section has these words.</p>
      ) : null}
      <GoContext.Provider value={go}>
        {found.map((section) => (
          <Section key={section.id} section={section} />
        ))}
      </GoContext.Provider>
    </Dialog>
  );
}

function Section({
  section: { id, depth, title, tokens },
}: {
  readonly section: GuideSection;
}) {
  return (
    <section id={`guide-${id}`} className={styles["section"]}>
      {/* The first one is called as the dialog is. */}
      {depth === 1 ? null : (
        <h3 className={styles["title"]} data-depth={depth}>
          {title}
        </h3>
      )}
      <Blocks tokens={tokens} />
    </section>
  );
}

/** Its text is long, and most people never open it: it is no part of what is read ahead. */
function useGuide(): readonly Token[] | null {
  const [tokens, setTokens] = useState<readonly Token[] | null>(null);
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      const guide = await import("../../../docs/guide.md");
      if (isWanted) setTokens(guide.default);
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, []);
  return tokens;
}
