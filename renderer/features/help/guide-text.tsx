import type { Token, Tokens } from "marked";
import { createContext, useContext, type ReactNode } from "react";
import styles from "./guide.module.css";

/** Goes to a section of the guide by its id. */
export const GoContext = createContext<(id: string) => void>(() => undefined);

/** Blocks of the guide, in order. Pictures of the window are left out: whoever reads it has it before them. */
export function Blocks({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map((token, index) => (
    // The guide does not change while it is shown.
    // oxlint-disable-next-line react/no-array-index-key
    <Block key={index} token={token as MarkedToken} />
  ));
}

type MarkedToken =
  | Tokens.Code
  | Tokens.List
  | Tokens.Paragraph
  | Tokens.Table
  | Tokens.Text
  | Tokens.Space;

function Block({ token }: { readonly token: MarkedToken }): ReactNode {
  switch (token.type) {
    case "code":
      return (
        <div className={styles["code"]}>
          {/* A line break inside a text would be spelled out (decision 37). */}
          {token.text.split("\n").map((line, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <pre key={index}>{line || " "}</pre>
          ))}
        </div>
      );
    case "list":
      return (
        <ListOf isOrdered={token.ordered}>
          {token.items.map(({ tokens }, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={index}>
              <Blocks tokens={tokens} />
            </li>
          ))}
        </ListOf>
      );
    case "table":
      return <TableOf token={token} />;
    case "paragraph":
      return isPicture(token) ? null : (
        <p>{<Inline tokens={token.tokens} />}</p>
      );
    case "text":
      return <Inline tokens={token.tokens ?? [token]} />;
    case "space":
      return null;
  }
}

function ListOf({
  isOrdered,
  children,
}: {
  readonly isOrdered: boolean;
  readonly children: ReactNode;
}) {
  return isOrdered ? <ol>{children}</ol> : <ul>{children}</ul>;
}

function TableOf({
  token: { header, rows },
}: {
  readonly token: Tokens.Table;
}) {
  return (
    <table className={styles["table"]}>
      <thead>
        <tr>
          {header.map(({ tokens }, index) => (
            // oxlint-disable-next-line react/no-array-index-key
            <th key={index} scope="col">
              <Inline tokens={tokens} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, index) => (
          // oxlint-disable-next-line react/no-array-index-key
          <tr key={index}>
            {cells.map(({ tokens }, column) => (
              // oxlint-disable-next-line react/no-array-index-key
              <td key={column}>
                <Inline tokens={tokens} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isPicture({ tokens }: Tokens.Paragraph): boolean {
  return tokens.every(({ type }) => type === "image");
}

function Inline({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map((token, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <InlineOf key={index} token={token} />
  ));
}

function InlineOf({ token }: { readonly token: Token }): ReactNode {
  const inside = "tokens" in token && token.tokens ? token.tokens : [];
  switch (token.type) {
    case "strong":
      return (
        <strong>
          <Inline tokens={inside} />
        </strong>
      );
    case "em":
      return (
        <em>
          <Inline tokens={inside} />
        </em>
      );
    case "codespan":
      return <code>{(token as Tokens.Codespan).text}</code>;
    case "link":
      return <LinkOf token={token as Tokens.Link} />;
    case "text":
    case "escape":
      return (token as Tokens.Text).text.replaceAll(/\s+/g, " ");
    default:
      return null;
  }
}

/** A link inside of the guide leads there. To another file it is words: the window opens nothing else. */
function LinkOf({ token: { href, tokens } }: { readonly token: Tokens.Link }) {
  const go = useContext(GoContext);
  if (!href.startsWith("#")) return <Inline tokens={tokens} />;
  return (
    <button
      type="button"
      className={styles["link"]}
      onClick={() => go(href.slice(1))}
    >
      <Inline tokens={tokens} />
    </button>
  );
}
