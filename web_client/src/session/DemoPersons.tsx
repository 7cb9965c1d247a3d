import { Trans } from "@lingui/react/macro";
import { useQuery } from "urql";
import { useRoleName } from "../account/role-names";
import { useSend } from "../api/send";
import classes from "./DemoPersons.module.css";
import { DemoLogins, SignIn } from "./sign-in";

/** In a demonstration the server names its persons: one click signs in as one of them. */
export function DemoPersons({ onSignedIn }: { onSignedIn(): void }) {
  const [{ data }] = useQuery({ query: DemoLogins });
  const [send, sending] = useSend(SignIn);
  const roleName = useRoleName();
  const logins = data?.demoLogins ?? [];
  if (!logins.length) return null;

  const enter = async (login: string, password: string) => {
    const answer = await send({ input: { login, password } });
    if (answer?.signIn.__typename === "SignedIn") onSignedIn();
  };

  return (
    <section className={classes.demo} aria-labelledby="demo">
      <h2 id="demo">
        <Trans>Demonstration: enter as</Trans>
      </h2>
      <ul className={classes.persons}>
        {logins.map(({ login, password, name, role, tryThis }) => (
          <li key={login}>
            <button type="button" className={classes.person} disabled={sending} onClick={() => enter(login, password)}>
              <span className={classes.name}>{name}</span>
              <span className={classes.role}>{roleName(role)}</span>
              <span className={classes.try}>{tryThis}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
