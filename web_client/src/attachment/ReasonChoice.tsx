import { useLingui } from "@lingui/react/macro";
import { Select } from "@mantine/core";
import type { Options } from "./options";

type Reasons = Options["reasons"];
export type Reason = Reasons[number]["reason"];

interface Props {
  reasons: Reasons;
  value: Reason | undefined;
  onChange(reason: Reason): void;
}

/** The likely reason is chosen; one that is closed today stays in the list and says why. */
export function ReasonChoice({ reasons, value, onChange }: Props) {
  const { t } = useLingui();
  const known = new Map<string, Reasons[number]>(reasons.map((one) => [one.reason, one]));
  const sorted = [...reasons.filter(({ open }) => open), ...reasons.filter(({ open }) => !open)];
  return (
    <Select
      label={t`Reason`}
      data={sorted.map(({ reason, name, open }) => ({ value: reason, label: name, disabled: !open }))}
      value={value ?? null}
      onChange={(reason) => reason && onChange(reason as Reason)}
      maxDropdownHeight={360}
      renderOption={({ option }) => (
        <span>
          {option.label}
          <small style={{ display: "block" }}>{known.get(option.value)?.why}</small>
        </span>
      )}
    />
  );
}

const LIKELY: Reason[] = [
  "NEWBORN",
  "FIRST_ATTACHMENT",
  "DEFAULT_BY_ADDRESS",
  "DOCTOR_CHOICE",
  "CAMPAIGN",
  "FREE_CHOICE",
];

/** What is most often right: a reason that is open, fits, and needs no paper. */
export function likelyReason(reasons: Reasons): Reason | undefined {
  const open = reasons.filter((one) => one.open);
  const likely = LIKELY.map((reason) => open.find((one) => one.reason === reason)).find(Boolean);
  return (likely ?? open.find(({ needsEvidence }) => !needsEvidence) ?? open[0])?.reason;
}
