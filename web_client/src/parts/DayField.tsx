import { useLingui } from "@lingui/react/macro";
import { TextInput, type TextInputProps } from "@mantine/core";
import { typeDigit } from "../keys/physical";

interface Props extends Omit<TextInputProps, "value" | "onChange"> {
  value?: string;
  onChange?(text: string): void;
}

/** A day typed as on the document: eight digits, the dots come by themselves. */
export function DayField({ value = "", onChange, ...rest }: Props) {
  const { t } = useLingui();
  return (
    <TextInput
      placeholder={t`dd.mm.yyyy`}
      value={value}
      onChange={(event) => onChange?.(withDots(event.currentTarget.value, value))}
      onKeyDown={typeDigit}
      inputMode="numeric"
      autoComplete="off"
      className="figures"
      {...rest}
    />
  );
}

function withDots(typed: string, before: string): string {
  if (typed.length < before.length) return typed;
  const digits = typed.replace(/\D/g, "").slice(0, 8);
  return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)]
    .filter((part, index) => part || index === 0)
    .join(".");
}
