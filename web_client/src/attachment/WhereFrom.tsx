import { Trans, useLingui } from "@lingui/react/macro";
import { useListKind } from "../doctor_list/kinds";
import classes from "./AttachForm.module.css";
import type { Options } from "./options";

/** The address, the area that it falls into, and where the person is attached now. */
export function WhereFrom({ options: { patient, area, resident, current } }: { options: Options }) {
  const { t } = useLingui();
  const kind = useListKind();
  const line = patient?.address?.line;
  return (
    <p className={classes.from}>
      {line ??
        (patient ? (
          <Trans>No address on record: no area can be proposed.</Trans>
        ) : (
          <Trans>The other clinic keeps the address: it is seen here after the attachment.</Trans>
        ))}
      {area && (
        <small>
          {t`Area ${area.number}`} · {kind(area.kind)} ·{" "}
          {resident ? t`lives in this clinic's area` : t`lives outside the area`}
        </small>
      )}
      {current && (
        <small>
          <Trans>Attached now:</Trans> {[current.clinic.name, current.doctor?.shortName].filter(Boolean).join(", ")}
        </small>
      )}
      {current && (
        <small>
          <Trans>It ends the day that the new one starts.</Trans>
        </small>
      )}
    </p>
  );
}
