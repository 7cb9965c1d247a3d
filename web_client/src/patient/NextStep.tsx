import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useKey } from "../keys/use-key";
import { ButtonLink } from "../parts/ButtonLink";
import { MenuLink } from "../parts/MenuLink";
import { useSearch } from "../search/SearchProvider";
import classes from "./NextStep.module.css";
import { comingAttachment, type PersonRecord } from "./person";
import { RevealIdentity } from "./RevealIdentity";

interface Step {
  to: `/desk/$personId/${"attach" | "detach" | "correct" | "merge"}`;
  name: string;
  /** What the person most often came for. */
  likely?: boolean;
}

/** Where a row of four buttons would take the half of the screen. */
const NARROW = "(width < 48rem)";

/**
 * What may be done now with this person, as the server says; the likely step is the one filled button. On a telephone
 * the others stand behind one, so that the record itself is seen.
 */
export function NextStep({ person }: { person: PersonRecord }) {
  const { t } = useLingui();
  const { text } = useSearch();
  const navigate = useNavigate();
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false });
  const { availableActions: can } = person;
  const attachment = comingAttachment(person) ?? person.attachment;
  const to = { params: { personId: person.id }, state: { q: text } };
  const attach = can.includes("ATTACH");
  const detach = Boolean(attachment?.availableActions.includes("DETACH"));
  useKey({ code: "KeyA" }, attach && (() => void navigate({ to: "/desk/$personId/attach", ...to })));
  useKey({ code: "KeyD" }, detach && (() => void navigate({ to: "/desk/$personId/detach", ...to })));
  const steps: Step[] = [
    attach && {
      to: "/desk/$personId/attach" as const,
      name: attachment ? t`Change doctor or clinic` : t`Attach`,
      likely: !attachment,
    },
    detach && { to: "/desk/$personId/detach" as const, name: t`Detach` },
    can.includes("UPDATE") && { to: "/desk/$personId/correct" as const, name: t`Correct the record` },
    can.includes("MERGE") && { to: "/desk/$personId/merge" as const, name: t`Merge a duplicate` },
  ].filter((step) => step !== false);
  const folded = narrow && steps.length > 2 ? steps.splice(1) : [];
  if (!steps.length && !can.includes("REVEAL_IDENTITY")) return null;
  return (
    <section aria-label={t`Next step`} className={classes.steps}>
      {steps.map((step) => (
        <ButtonLink key={step.to} to={step.to} {...to} variant={step.likely ? "filled" : "default"}>
          {step.name}
        </ButtonLink>
      ))}
      {folded.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden />}>
              <Trans>More</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {folded.map((step) => (
              <MenuLink key={step.to} to={step.to} {...to}>
                {step.name}
              </MenuLink>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {can.includes("REVEAL_IDENTITY") && <RevealIdentity patientId={person.id} />}
    </section>
  );
}
