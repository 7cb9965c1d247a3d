import { Trans, useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useFailureWords } from "../api/failure";
import { Notice } from "../parts/Notice";
import { ElsewhereHeader } from "../search/ElsewhereRow";
import { useSearch } from "../search/SearchProvider";
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
      {!data.attachmentOptions.patient && <Elsewhere personId={personId} />}
      <h3>
        <Trans>Attach</Trans>
      </h3>
      <AttachForm personId={personId} options={data.attachmentOptions} key={personId} />
    </>
  );
}

/** Of a person of another clinic only this much is known here until they are attached. */
function Elsewhere({ personId }: { personId: string }) {
  const { items } = useSearch();
  const found = items.find(({ key }) => key === personId);
  return found?.kind === "elsewhere" ? <ElsewhereHeader person={found.elsewhere} /> : null;
}
