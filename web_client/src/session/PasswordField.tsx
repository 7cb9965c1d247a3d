import { useLingui } from "@lingui/react/macro";
import { PasswordInput } from "@mantine/core";

interface Props {
  label: string;
  value: string;
  onChange(password: string): void;
  description?: string;
  error?: string | null;
  /** Not the one that they have, but one to be chosen. */
  fresh?: boolean;
  /** In a window the first field to be typed into. */
  first?: boolean;
}

/** A password, hidden until its owner wants to see it. Esc in it is not the window's: nothing typed is lost. */
export function PasswordField({ label, value, onChange, description, error, fresh = false, first = false }: Props) {
  const { t } = useLingui();
  return (
    <PasswordInput
      label={label}
      description={description}
      error={error}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete={fresh ? "new-password" : "current-password"}
      visibilityToggleButtonProps={{ "aria-label": t`Show the password` }}
      data-autofocus={first || undefined}
      data-mantine-stop-propagation="true"
      required
      withAsterisk={false}
    />
  );
}
