import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Text } from "@mantine/core";
import type { ResultOf } from "../api/graphql";
import { graphql } from "../api/graphql";
import { useSend } from "../api/send";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import rows from "../parts/Rows.module.css";
import { tell } from "../parts/tell";
import type { OwnAccount } from "./own-account";

const SignOutElsewhere = graphql(`
  mutation SignOutElsewhere {
    signOutElsewhere { __typename ... on Refused { message } }
  }
`);

type OpenSession = NonNullable<ResultOf<typeof OwnAccount>["me"]>["sessions"][number];

/** Every browser in which one is signed in, and one button that leaves only this one. */
export function OpenSessions({ sessions, onChanged }: { sessions: OpenSession[]; onChanged(): void }) {
  const { t } = useLingui();
  const [send, sending] = useSend(SignOutElsewhere);
  const elsewhere = sessions.some(({ here }) => !here);

  const signOut = async () => {
    const answer = (await send({}))?.signOutElsewhere;
    if (!answer) return;
    void tell({ message: answer.__typename === "Done" ? t`You are signed in here only.` : answer.message });
    onChanged();
  };

  return (
    <>
      <ul className={rows.rows}>
        {sessions.map((session) => (
          <Browser key={session.openedAt} {...session} />
        ))}
      </ul>
      {elsewhere ? (
        <Button variant="default" mt="sm" loading={sending} onClick={signOut}>
          <Trans>Sign out elsewhere</Trans>
        </Button>
      ) : (
        <Text c="dimmed" mt={4}>
          <Trans>You are signed in nowhere else.</Trans>
        </Text>
      )}
    </>
  );
}

function Browser({ browser, address, openedAt, lastSeenAt, here }: OpenSession) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const [opened, used] = [openedAt, lastSeenAt].map((moment) => sayMoment(moment, language));
  return (
    <li>
      <span>
        <strong>{browser ?? t`An unknown browser`}</strong>{" "}
        <small>{[here && t`this one`, address].filter(Boolean).join(" · ")}</small>
      </span>
      <small className="figures">
        <Trans>
          signed in {opened}, last used {used}
        </Trans>
      </small>
    </li>
  );
}
