import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Empty } from "../parts/Empty";

/** A page that broke, or a part of the client that could not be loaded after an update: say so, and the way on. */
export function Broken() {
  const { t } = useLingui();
  return (
    <div role="alert">
      <Empty
        title={t`This page has stopped working`}
        action={<Button onClick={() => location.reload()}>{t`Load it again`}</Button>}
      >
        {t`Perhaps the system was updated meanwhile. What was sent is safe; drafts are kept on the server.`}
      </Empty>
    </div>
  );
}
