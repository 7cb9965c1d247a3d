import { useLingui as useRuntime } from "@lingui/react";
import { useLingui } from "@lingui/react/macro";
import { Button, FileButton, Select } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { headers } from "../api/client";
import { sayMoment } from "../language/dates";
import { sayNumber } from "../language/numbers";
import { useLanguage } from "../language/use-language";
import { useNamed } from "../language/use-named";
import { Empty } from "../parts/Empty";
import { ListPage } from "../parts/ListPage";
import { Pager } from "../parts/Pager";
import { Refused } from "../parts/Refused";
import { type Column, Table } from "../parts/Table";
import { pageOf, useFilters } from "../parts/use-filters";
import { watchedFetch } from "../session/clock";
import classes from "./Immunization.module.css";
import { type ImportRow, Imports } from "./import-operations";
import { IMPORT_STATES, SOURCES } from "./names";

const UPLOAD = "/files/dose-imports";
const { GIVEN_HERE: _ours, ...STATED } = SOURCES;

/** Files of old doses: send one, or look at an earlier one. */
export function ImportsPage() {
  const { t } = useLingui();
  const [filters] = useFilters();
  const navigate = useNavigate();
  const [{ data, error }, ask] = useQuery({
    query: Imports,
    variables: pageOf(filters),
    requestPolicy: "cache-and-network",
  });
  const open = ({ id }: { id: string }) => void navigate({ to: "/imports/$importId", params: { importId: id } });
  return (
    <ListPage
      title={t`Old doses from files`}
      lead={t`A spreadsheet is looked at first; nothing is recorded before you say so.`}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<Upload onDone={(id) => open({ id })} />}
    >
      <Table
        caption={t`Old doses from files`}
        columns={useColumns()}
        rows={data?.doseImports.nodes}
        onOpen={open}
        empty={
          <Empty
            title={t`No file has been sent`}
          >{t`Download the template, fill it in, and choose it above. Tables of other programs do too.`}</Empty>
        }
      />
      <Pager info={data?.doseImports.pageInfo} />
    </ListPage>
  );
}

function Upload({ onDone }: { onDone(id: string): void }) {
  const { t } = useLingui();
  const named = useNamed();
  const [source, setSource] = useState<string>("RECORDED_FROM_PAPER");
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState("");
  const [language] = useLanguage();
  const lost = t`The file could not be sent. Look at the connection and choose it again.`;
  const send = async (file: File | null) => {
    if (!file) return;
    setSending(true);
    setProblem("");
    const answer = await upload(file, source, language).catch(() => ({ message: lost }));
    setSending(false);
    if ("id" in answer && answer.id) return onDone(answer.id);
    setProblem(answer.message || lost);
  };
  return (
    <div className={`${classes.upload} ${classes.inset}`}>
      <div className={classes.acts}>
        <Select
          label={t`Rows that name no source are`}
          data={named(STATED)}
          value={source}
          onChange={(next) => next && setSource(next)}
        />
        <FileButton accept=".xlsx,.csv,.txt" onChange={send} resetRef={undefined}>
          {(given) => <Button {...given} loading={sending}>{t`Choose a file`}</Button>}
        </FileButton>
        <Button component="a" variant="default" href={`${UPLOAD}/template`} download>{t`Download the template`}</Button>
      </div>
      <Refused>{problem}</Refused>
    </div>
  );
}

async function upload(file: File, source: string, language: string): Promise<{ id?: string; message?: string }> {
  const answer = await watchedFetch(`${UPLOAD}?source=${source}`, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      ...headers(language),
      "Content-Type": "application/octet-stream",
      "X-File-Name": encodeURIComponent(file.name),
    },
    body: file,
  });
  return (await answer.json()) as { id?: string; message?: string };
}

function useColumns(): Column<ImportRow>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const [language] = useLanguage();
  return [
    {
      id: "file",
      label: t`File`,
      cell: ({ fileName, state }) => (
        <>
          <strong>{fileName}</strong>
          <br />
          <span className={classes.quietly}>{i18n._(IMPORT_STATES[state])}</span>
        </>
      ),
    },
    {
      id: "doses",
      label: t`Doses`,
      number: true,
      cell: ({ counts: { ready, imported, undone, left } }) => sayNumber(ready + imported + undone + left),
    },
    { id: "wrong", label: t`With mistakes`, number: true, cell: ({ counts }) => sayNumber(counts.wrong) },
    { id: "when", label: t`Sent`, extra: true, cell: ({ uploadedAt }) => sayMoment(uploadedAt, language) },
    { id: "who", label: t`By whom`, extra: true, cell: ({ uploadedBy }) => uploadedBy },
  ];
}
