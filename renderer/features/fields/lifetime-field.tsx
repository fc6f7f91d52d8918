import { TextField } from "../../ui/field.tsx";
import { Presets } from "../../ui/presets.tsx";

/** How long a credential or a session lasts, typed or picked. */
export function LifetimeField({
  value,
  isSound,
  hint,
  correction,
  presets,
  onChange,
}: {
  readonly value: string;
  /** What is typed is a duration that can be. */
  readonly isSound: boolean;
  readonly hint: string;
  /** Said instead of the hint where it is none. */
  readonly correction: string;
  readonly presets: readonly string[];
  readonly onChange: (lifetime: string) => void;
}) {
  return (
    <>
      <TextField
        label="Lifetime"
        hint={isSound ? hint : correction}
        aria-invalid={!isSound}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <Presets
        label="Lifetimes"
        values={presets}
        chosen={value}
        onChoose={onChange}
      />
    </>
  );
}

const certificatePresets = ["1d", "30d", "90d", "365d"];

/** The same for a certificate. */
export function CertificateLifetime(
  props: Pick<
    Parameters<typeof LifetimeField>[0],
    "value" | "isSound" | "onChange"
  >,
) {
  return (
    <LifetimeField
      {...props}
      hint="It cannot be revoked: the shorter the better."
      correction="A duration from a second to a hundred years: 12h, 30d, 1w."
      presets={certificatePresets}
    />
  );
}
