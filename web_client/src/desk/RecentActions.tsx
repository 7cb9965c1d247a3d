import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api/graphql";
import { useSend } from "../api/send";
import { UndoAttachment } from "../attachment/undo";
import { useAttachmentChanges } from "../attachment/use-changes";
import { useUndoDetachment } from "../attachment/use-undo-detachment";
import { sayMoment } from "../language/dates";
import { useLanguage } from "../language/use-language";
import { Empty } from "../parts/Empty";
import { tell } from "../parts/tell";
import classes from "./RecentActions.module.css";

const Recent = graphql(`
  query RecentActions {
    recentActions(first: 15) {
      at
      what
      message
      canUndo
      undoUntil
      patient { id fullName }
      attachment { id version patient { id fullName } }
    }
  }
`);

type Recently = ResultOf<typeof Recent>["recentActions"][number];

/** What happened at this desk in the last minutes; the last step can be taken back. */
export function RecentActions() {
  const { t } = useLingui();
  const [{ data, fetching }, ask] = useQuery({ query: Recent, requestPolicy: "cache-and-network" });
  useAttachmentChanges(() => ask({ requestPolicy: "network-only" }));
  const actions = data?.recentActions ?? [];
  if (!actions.length && !fetching)
    return (
      <Empty title={t`Last minutes`}>
        <Trans>Whom you register and attach will stand here, and can be taken back for a while.</Trans>
      </Empty>
    );
  return (
    <section aria-labelledby="recent">
      <h2 id="recent" className={classes.title}>
        <Trans>Last minutes</Trans>
      </h2>
      <ol className={classes.list}>
        {actions.map((action) => (
          <RecentRow key={`${action.at} ${action.what} ${action.attachment?.id}`} action={action} />
        ))}
      </ol>
    </section>
  );
}

function RecentRow({ action: { at, what, message, canUndo, attachment, ...action } }: { action: Recently }) {
  const [language] = useLanguage();
  const patient = action.patient ?? attachment?.patient;
  const { t } = useLingui();
  const [undo, undoing] = useSend(UndoAttachment);
  const [undoDetachment, reopening] = useUndoDetachment();
  const takeBack = async () => {
    if (!attachment) return;
    if (what === "DETACHED") return undoDetachment(attachment);
    const answer = (await undo({ input: { attachmentId: attachment.id, version: attachment.version } }))
      ?.undoAttachment;
    if (answer) void tell({ message: "message" in answer ? answer.message : t`Taken back.` });
  };
  return (
    <li className={classes.row}>
      <span className={classes.who}>
        {patient && (
          <Link to="/desk/$personId" params={{ personId: patient.id }}>
            {patient.fullName}
          </Link>
        )}
      </span>
      <span className={classes.what}>
        {message} · <span className="figures">{sayMoment(at, language)}</span>
      </span>
      {canUndo && attachment && (
        <Button
          size="compact-sm"
          variant="default"
          loading={undoing || reopening}
          onClick={takeBack}
          className={classes.undo}
        >
          <Trans>Undo</Trans>
        </Button>
      )}
    </li>
  );
}
