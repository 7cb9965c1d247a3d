import { useLingui } from "@lingui/react/macro";
import { IconCheck } from "@tabler/icons-react";
import { useQuery } from "urql";
import { useRoleName } from "../account/role-names";
import { graphql } from "../api/graphql";
import { ListPage } from "../parts/ListPage";
import classes from "./PermissionsPage.module.css";

const Permissions = graphql(`
  query Permissions {
    permissionMatrix { roles rows { action description roles } }
  }
`);

/** Who may do what, as the server itself decides it. */
export function PermissionsPage() {
  const { t } = useLingui();
  const roleName = useRoleName();
  const [{ data, error }, ask] = useQuery({ query: Permissions });
  const matrix = data?.permissionMatrix;
  return (
    <ListPage
      error={error}
      onAgain={ask}
      title={t`Permissions`}
      lead={t`The same table decides on the server; it cannot be changed here.`}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t`Permissions`}>
        <table className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">{t`Action`}</th>
              {matrix?.roles.map((role) => (
                <th key={role} scope="col">
                  <span>{roleName(role)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix?.rows.map(({ action, description, roles }) => (
              <tr key={action}>
                <th scope="row" title={action}>
                  {description}
                </th>
                {matrix.roles.map((role) => (
                  <td key={role} data-yes={roles.includes(role) || undefined}>
                    {roles.includes(role) ? (
                      <IconCheck size={16} stroke={2} aria-label={t`yes`} role="img" />
                    ) : (
                      <span className="hidden">{t`no`}</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ListPage>
  );
}
