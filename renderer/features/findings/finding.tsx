import type { ReplyOf } from "../../../shared/contract/index.ts";
import { Button } from "../../ui/button.tsx";
import { GridCell, GridRow } from "../../ui/grid.tsx";
import { RenewIcon } from "../../ui/icons.ts";
import { Notice } from "../../ui/notice.tsx";
import { ContextLink } from "../names/context-link.tsx";
import { ContextLinks } from "../names/context-links.tsx";
import { MoreButton } from "../more-button.tsx";
import {
  windowActions,
  ActionButtons,
  type WindowAction,
  isRenewing,
  type Renewing,
} from "../actions/index.ts";
import { useShowMore } from "../use-show-more.ts";
import styles from "./findings.module.css";
import { withCommas } from "../../../shared/core/counted-noun.ts";

const namesShown = 12;
const rowsShown = 5;

type Found = ReplyOf<"findings.list">[number];

interface FindingProps {
  readonly one: Found;
  readonly onChoose: (name: string, action: WindowAction) => void;
  /** Renews all that it is about, with one list of progress. */
  readonly onRenewAll: (how: Renewing) => void;
}

/** What is so, what to do, and the contexts; with buttons beside each where this window can do it. */
export function Finding(props: FindingProps) {
  const { one, onRenewAll } = props;
  const actions = windowActions(one.actions);
  const how = actions.find(isRenewing);
  const id = idOf(one);
  const renewAll =
    how && one.contexts.length > 1 ? () => onRenewAll(how) : undefined;
  return (
    <div role="rowgroup" className={styles["finding"]}>
      <GridRow id={id} onUse={renewAll}>
        <GridCell>
          <Notice
            tone={one.severity}
            next={one.next}
            action={
              renewAll ? (
                <Button size="small" onClick={renewAll}>
                  <RenewIcon aria-hidden />
                  Renew {withCommas(one.contexts.length)}…
                </Button>
              ) : null
            }
          >
            {one.message}
          </Notice>
        </GridCell>
      </GridRow>
      {actions.length > 0 ? (
        <Rows {...props} id={id} />
      ) : (
        <GridRow id={`${id} contexts`}>
          <GridCell>
            <ContextLinks names={one.contexts} most={namesShown} />
          </GridCell>
        </GridRow>
      )}
    </div>
  );
}

/** Like no other of the page. */
export function idOf({ code, contexts }: Found): string {
  return `${code}:${contexts[0] ?? ""}`;
}

function Rows({
  one: { contexts, actions },
  id,
  onChoose,
}: FindingProps & { readonly id: string }) {
  const { shown, rest, showMore } = useShowMore(contexts, rowsShown);
  const [first] = windowActions(actions);
  return (
    <>
      {shown.map((name) => (
        <GridRow
          key={name}
          id={`${id} ${name}`}
          className={styles["context"]}
          onUse={first && (() => onChoose(name, first))}
        >
          <GridCell>
            <ContextLink name={name} />
          </GridCell>
          <GridCell>
            <ActionButtons
              actions={actions}
              of={name}
              onChoose={(action) => onChoose(name, action)}
            />
          </GridCell>
        </GridRow>
      ))}
      {rest > 0 ? (
        <GridRow id={`${id} more`} onUse={showMore}>
          <GridCell>
            <MoreButton rest={rest} onMore={showMore} />
          </GridCell>
        </GridRow>
      ) : null}
    </>
  );
}
