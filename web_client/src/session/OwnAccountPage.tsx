import { useLingui } from "@lingui/react/macro";
import { useQuery } from "urql";
import { useRoleName } from "../account/role-names";
import { ListPage } from "../parts/ListPage";
import { Facts, Section } from "../parts/Section";
import { tell } from "../parts/tell";
import { NewPasswordFields } from "./NewPasswordFields";
import { OpenSessions } from "./OpenSessions";
import classes from "./OwnAccountPage.module.css";
import { OwnAccount } from "./own-account";
import { SecondFactor } from "./SecondFactor";
import { useSession } from "./viewer";

/** What one signs in with: the password, and the code beside it. */
export function OwnAccountPage() {
  const { t } = useLingui();
  const { viewer } = useSession();
  const roleName = useRoleName();
  const [{ data, error }, ask] = useQuery({ query: OwnAccount, requestPolicy: "cache-and-network" });
  const again = () => ask({ requestPolicy: "network-only" });
  const since = data?.me?.secondFactorSince;
  const where = viewer.clinic?.name ?? viewer.regions.map(({ name }) => name).join(", ");
  return (
    <ListPage
      title={t`My account`}
      lead={t`What you sign in with. Nobody of the clinic or the Fund ever asks you for it.`}
      error={data ? undefined : error}
      onAgain={again}
    >
      <div className={classes.parts}>
        <Section level={2} title={viewer.name}>
          <Facts
            rows={[
              [t`Login`, viewer.login],
              [t`Role`, roleName(viewer.role)],
              [t`Where`, where],
            ]}
          />
        </Section>
        <Section level={2} title={t`Code beside the password`}>
          {data && <SecondFactor since={since ?? null} onChanged={again} />}
        </Section>
        <Section level={2} title={t`Password`}>
          <NewPasswordFields
            currentLabel={t`Password now`}
            withCode={Boolean(since)}
            onDone={() => {
              void tell({ message: t`The new password holds; your other browsers are signed out.` });
              again();
            }}
          />
        </Section>
        <Section level={2} title={t`Where you are signed in`}>
          {data?.me && <OpenSessions sessions={data.me.sessions} onChanged={again} />}
        </Section>
      </div>
    </ListPage>
  );
}
