import { Trans, useLingui } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useQuery } from "urql";
import { useFailureWords } from "../api/failure";
import { Notice } from "../parts/Notice";
import { ElsewhereHeader } from "../search/ElsewhereRow";
import { useSearch } from "../search/SearchProvider";
import { AttachForm } from "./AttachForm";
import { AttachmentOptions } from "./options";
import { useAttachmentChanges } from "./use-changes";

export function AttachPage() {
  const { personId } = useParams({ from: "/desk/$personId/attach" });
  const { t } = useLingui();
  const words = useFailureWords();
  const [changed, setChanged] = useState(false);
  const [{ data: fresh, error }, ask] = useQuery({
    query: AttachmentOptions,
    variables: { patientId: personId },
    requestPolicy: "network-only",
  });
  useAttachmentChanges((id) => {
    if (id !== personId) return;
    setChanged(true);
    ask({ requestPolicy: "network-only" });
  });
  // Asked again in vain, what is being filled in stays.
  const kept = useRef(fresh);
  if (fresh) kept.current = fresh;
  const data = kept.current;
  if (error && !data)
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
      {changed && (
        <Notice meaning="attention" live>
          <Trans>
            The attachment of this person has just been changed elsewhere. Look at it again before you go on.
          </Trans>
        </Notice>
      )}
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
