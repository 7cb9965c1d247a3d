import { Trans, useLingui } from "@lingui/react/macro";
import { ButtonLink } from "../parts/ButtonLink";
import { Empty } from "../parts/Empty";
import { useMay } from "../session/viewer";

export function DeskStart() {
  const { t } = useLingui();
  const mayRegister = useMay("REGISTER_PATIENT");
  return (
    <Empty
      title={t`Who has come?`}
      action={
        mayRegister && (
          <ButtonLink to="/desk/new" variant="default">
            <Trans>Register a new person</Trans>
          </ButtonLink>
        )
      }
    >
      <Trans>
        Scan the card, or type an IIN, a phone or a name in any script. Press <kbd>/</kbd> to come back to the search
        from anywhere.
      </Trans>
    </Empty>
  );
}
