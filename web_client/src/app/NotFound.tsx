import { Trans } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { Empty } from "../parts/Empty";

export function NotFound() {
  return (
    <Empty title={<Trans>There is no such page</Trans>}>
      <Trans>The address may have been cut when it was copied.</Trans>{" "}
      <Link to="/">
        <Trans>Go to your first page</Trans>
      </Link>
    </Empty>
  );
}
