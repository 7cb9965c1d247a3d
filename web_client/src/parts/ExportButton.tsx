import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconFileSpreadsheet } from "@tabler/icons-react";
import { graphql, type VariablesOf } from "../api/graphql";
import { useSend } from "../api/send";
import { sayNumber } from "../language/numbers";
import { useMay } from "../session/viewer";
import { tell } from "./tell";

const ExportRows = graphql(`
  mutation ExportRows($input: ExportInput!) {
    exportRows(input: $input) {
      __typename
      ... on Export { url fileName rowCount }
      ... on InvalidInput { message }
      ... on Refused { code message }
    }
  }
`);

/** An Excel file of exactly the rows that the filters leave; says how many there are. */
export function ExportButton({ input }: { input: VariablesOf<typeof ExportRows>["input"] }) {
  const { t } = useLingui();
  const [send, sending] = useSend(ExportRows);
  const mayExport = useMay("EXPORT");
  if (!mayExport) return null;

  const run = async () => {
    const answer = (await send({ input }))?.exportRows;
    if (!answer) return;
    if (answer.__typename !== "Export") return void tell({ message: answer.message });
    download(answer.url, answer.fileName);
    const rows = sayNumber(answer.rowCount);
    void tell({ message: t`Rows in the file: ${rows}.`, title: answer.fileName });
  };

  return (
    <Button
      variant="default"
      loading={sending}
      onClick={run}
      leftSection={<IconFileSpreadsheet size={16} stroke={1.75} aria-hidden />}
    >
      <Trans>Export to Excel</Trans>
    </Button>
  );
}

function download(url: string, fileName: string) {
  const link = Object.assign(document.createElement("a"), { href: url, download: fileName });
  link.click();
}
