import { Fragment, type ReactNode } from "react";
import { ShownSentence } from "../../ui/sentence.ts";
import { useProductionNames } from "../rows/index.ts";
import { Moment } from "../times/moment.tsx";
import { splitAtMoments } from "../times/split-at-moments.ts";
import { ContextName } from "./context-name.tsx";
import { splitAtNames, splitAtQuotedNames } from "./split-at-names.ts";

/** A context that a text names: whether it is production is looked up by the name that it has now. */
export interface NamedInText {
  readonly name: string;
  readonly nameNow: string;
}

/**
 * A sentence of main's: each name in it that is production has its mark, each moment is on the person's own clock. A name is what stands
 * in quotes, as the core writes one, or what whoever sent the text says that it names: another word that reads the same is none.
 */
export function Sentence({
  of: text,
  names = [],
}: {
  readonly of: string;
  /** What it names without quotes. */
  readonly names?: readonly NamedInText[];
}) {
  const known = useProductionNames();
  const said = names
    .filter(({ nameNow }) => known.includes(nameNow))
    .map(({ name }) => name);
  return splitAtMoments(text).map(({ at, text: part, moment }) =>
    moment === null ? (
      <Fragment key={at}>
        {splitAtQuotedNames(part, known).map((one) =>
          one.name === null ? (
            <Named key={one.at} text={one.text} names={said} />
          ) : (
            <ContextName key={one.at} name={one.name} wasProduction />
          ),
        )}
      </Fragment>
    ) : (
      <Moment key={at} as="minute" at={moment} />
    ),
  );
}

function Named({
  text,
  names,
}: {
  readonly text: string;
  readonly names: readonly string[];
}) {
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
