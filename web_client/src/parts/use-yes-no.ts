import { useLingui } from "@lingui/react/macro";

export function useYesNo() {
  const { t } = useLingui();
  return [
    { value: "yes", label: t`yes` },
    { value: "no", label: t`no` },
  ];
}
