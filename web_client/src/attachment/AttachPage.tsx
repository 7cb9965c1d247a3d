import { Trans, useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useFailureWords } from "../api/failure";
import { Notice } from "../parts/Notice";
import { AttachForm } from "./AttachForm";
import { AttachmentOptions } from "./options";

export function AttachPage() {
  const { personId } = useParams({ from: "/desk/$personId/attach" });
  const { t } = useLingui();
  const words = useFailureWords();
  const [{ data, error }] = useQuery({
    query: AttachmentOptions,
    variables: { patientId: personId },
    requestPolicy: "network-only",
  });
  if (error)
    return (
      <Notice meaning="attention" title={t`This person cannot be attached now`}>
        {words(error)}
      </Notice>
    );
  if (!data) return <Skeleton height={320} />;
  return (
    <>
      <h3>
        <Trans>Attach</Trans>
      </h3>
      <AttachForm personId={personId} options={data.attachmentOptions} key={personId} />
    </>
  );
}
