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
  const options = data.attachmentOptions;
  return (
    <>
      {!options.patient && <Elsewhere personId={personId} />}
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
      {options.deceased ? <Deceased /> : <AttachForm personId={personId} options={options} key={personId} />}
    </>
  );
}

/** Also of another clinic's person this is said before anything is filled in. */
function Deceased() {
  const { t } = useLingui();
  return (
    <Notice meaning="information" title={t`This person has died`}>
      {t`Nobody is attached after their death. If this is a mistake, the clinic where the person was attached corrects its record.`}
    </Notice>
  );
}

/** Of a person of another clinic only this much is known here until they are attached. */
function Elsewhere({ personId }: { personId: string }) {
  const { items } = useSearch();
  const found = items.find(({ key }) => key === personId);
  return found?.kind === "elsewhere" ? <ElsewhereHeader person={found.elsewhere} /> : null;
}
