import { Button } from "../ui/button.tsx";
import { withCommas } from "../../shared/core/counted-noun.ts";

/** How many of a list are not shown, and the way to them. */
export function MoreButton({
  rest,
  onMore,
}: {
  readonly rest: number;
  readonly onMore: () => void;
}) {
  return rest > 0 ? (
    <Button size="small" onClick={onMore}>
      Show {withCommas(rest)} more
    </Button>
  ) : null;
}
