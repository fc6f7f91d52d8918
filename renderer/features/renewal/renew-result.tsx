import { Notice } from "../../ui/notice.tsx";
import { dateText } from "../times/date-text.ts";
import type { Renewed } from "./renewal-draft.ts";

/** Until when, who accepted it, and what becomes of the old one: nothing, until its end. */
export function RenewResult({ renewed }: { readonly renewed: Renewed }) {
  const { notAfter, provenBy, oldNotAfter } = renewed;
  return (
    <>
      <p>
        The new certificate is valid until {dateText(notAfter)}.{" "}
        {provenBy
          ? `${provenBy} has accepted it.`
          : "It was not tried on an endpoint."}
      </p>
      {oldNotAfter ? (
        <Notice tone="info" next="Nothing can revoke it but rotating the CA.">
          The old certificate stays valid until {dateText(oldNotAfter)},
          wherever there is a copy of it.
        </Notice>
      ) : null}
    </>
  );
}
