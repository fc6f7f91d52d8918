import { TextArea } from "../../ui/field.tsx";

/** Where a text is put that somebody sent. */
export function PastedText({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}) {
  return (
    <TextArea
      isMono
      label={label}
      hint="Paste all of it, from the first dash to the last."
      value={value}
      onChange={onChange}
    />
  );
}
