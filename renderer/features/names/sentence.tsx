import { Fragment, type ReactNode } from "react";
import { ShownSentence } from "../../ui/sentence.ts";
import { useProductionNames } from "../rows/index.ts";
import { ContextName } from "./context-name.tsx";
import { splitAtNames } from "./split-at-names.ts";

/** A sentence of main's, in which every name that is production has its mark. */
export function Sentence({
  of: text,
  former,
}: {
  readonly of: string;
  /** A name that a context had, which is as much production as the one that it has now. */
  readonly former?: { readonly name: string; readonly nameNow: string };
}) {
  const known = useProductionNames();
  const isFormerly = former !== undefined && known.includes(former.nameNow);
  const names = isFormerly ? [...known, former.name] : known;
  return splitAtNames(text, names).map(({ at, text: part, name }) =>
    name === null ? (
      <Fragment key={at}>{part}</Fragment>
    ) : (
      <ContextName key={at} name={name} wasProduction />
    ),
  );
}

const shown = (text: string): ReactNode => <Sentence of={text} />;

/** Above all messages and notices: their sentences are shown so. */
export function SentencesProvider({
  children,
}: {
  readonly children: ReactNode;
}) {
  return <ShownSentence value={shown}>{children}</ShownSentence>;
}
