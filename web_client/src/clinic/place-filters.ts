import { useLingui } from "@lingui/react/macro";
import type { Filter } from "../parts/FilterBar";
import { useClinicChoices, useRegionChoices } from "./choices";

/** The region, for who sees more than one. */
export function useRegionFilter(): Filter[] {
  const { t } = useLingui();
  const regions = useRegionChoices();
  return regions.length > 1 ? [{ name: "region", label: t`Region`, options: regions }] : [];
}

/** The clinic, for who sees more than one. */
export function useClinicFilter(): Filter[] {
  const { t } = useLingui();
  const clinics = useClinicChoices();
  return clinics.length > 1 ? [{ name: "clinic", label: t`Clinic`, options: clinics }] : [];
}
