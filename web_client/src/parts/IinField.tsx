import { useLingui } from "@lingui/react/macro";
import { TextInput, type TextInputProps } from "@mantine/core";
import { typeDigit } from "../keys/physical";
import { sayIin } from "../language/numbers";

interface Props extends Omit<TextInputProps, "value" | "onChange"> {
  value?: string;
  onChange?(iin: string): void;
}

/** Twelve digits, grouped as they are typed; judged by the server when whole. */
export function IinField({ value = "", onChange, ...rest }: Props) {
  const { t } = useLingui();
  const left = 12 - value.length;
  return (
    <TextInput
      label={t`IIN`}
      description={value && left > 0 ? t`Digits left: ${left}` : t`12 digits, as on the identity card.`}
      value={sayIin(value)}
      onChange={(event) => onChange?.(event.currentTarget.value.replace(/\D/g, "").slice(0, 12))}
      onKeyDown={typeDigit}
      inputMode="numeric"
      autoComplete="off"
      className="figures"
      {...rest}
    />
  );
}
