import { useCallback, useMemo } from "react";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { mostInList, SelectField } from "../../ui/select-field.tsx";
import { SearchedField } from "../../ui/searched-field.tsx";
import { ContextName } from "../names/context-name.tsx";
import { nameAsText } from "../names/name-as-text.ts";
import { wordsOf } from "../contexts/row-text.ts";
import { rankWords } from "../palette/match-words.ts";

interface ContextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly contexts: readonly ListedContext[];
  readonly onChange: (name: string) => void;
}

/** The choice of a context: production is marked in it, and however many there are it opens at once. */
export function ContextField(props: ContextFieldProps) {
  return props.contexts.length > mostInList ? (
    <SearchedContext {...props} />
  ) : (
    <SelectField
      {...props}
      options={props.contexts.map((row) => ({
        value: row.name,
        text: nameAsText(row.name, row),
      }))}
    />
  );
}

/** By a part of its name, an endpoint, a label: what the list and the palette find it by. */
function SearchedContext({ contexts, ...props }: ContextFieldProps) {
  const options = useMemo(
    () => contexts.map(({ name }) => ({ value: name, text: name })),
    [contexts],
  );
  const byName = useMemo(
    () => new Map(contexts.map((row) => [row.name, row])),
    [contexts],
  );
  const isFound = useCallback(
    (name: string, typed: string) => {
      const row = byName.get(name);
      const wanted = typed.toLowerCase().trim();
      return row !== undefined && rankWords(wordsOf(row), wanted) !== null;
    },
    [byName],
  );
  return (
    <SearchedField
      {...props}
      options={options}
      isFound={isFound}
      draw={drawName}
    />
  );
}

const drawName = (name: string) => <ContextName name={name} />;
