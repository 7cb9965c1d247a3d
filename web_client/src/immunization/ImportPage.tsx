import { useLingui as useRuntime } from "@lingui/react";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Skeleton } from "@mantine/core";
import { IconChevronLeft } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { useSend } from "../api/send";
import { sayMoment, shortDay } from "../language/dates";
import { sayNumber } from "../language/numbers";
import { useLanguage } from "../language/use-language";
import { AskReason } from "../parts/AskReason";
import { Empty } from "../parts/Empty";
import { Failed } from "../parts/Failed";
import { ListPage } from "../parts/ListPage";
import { Notice } from "../parts/Notice";
import { Pager } from "../parts/Pager";
import { Refused } from "../parts/Refused";
import { type Column, Table } from "../parts/Table";
import { tell } from "../parts/tell";
import { pageOf, useFilters } from "../parts/use-filters";
import classes from "./Immunization.module.css";
import { ApplyImport, type FileRow, type Import, ImportOf, ImportRows, UndoImport } from "./import-operations";
import { IMPORT_COLUMNS, ROW_STATES } from "./names";

const STATES = ["WRONG", "DUPLICATE", "READY", "IMPORTED", "LEFT", "UNDONE"] as const;
type State = (typeof STATES)[number];

/** One file: what is wrong with it, row by row; then the deed, and its undoing. */
export function ImportPage() {
  const { t } = useLingui();
  const { importId } = useParams({ from: "/imports/$importId" });
  const [{ data, error, fetching }, ask] = useQuery({
    query: ImportOf,
    variables: { id: importId },
    requestPolicy: "cache-and-network",
  });
  const file = data?.node?.__typename === "DoseImport" ? data.node : null;
  if (file) return <FileOf file={file} onDone={() => ask({ requestPolicy: "network-only" })} />;
  if (error) return <Failed error={error} onAgain={() => ask({ requestPolicy: "network-only" })} />;
  if (fetching) return <Skeleton height={320} m="md" />;
  return <Empty title={t`There is no such file here`}>{t`A file that nobody imported goes after a day.`}</Empty>;
}

function FileOf({ file, onDone }: { file: Import; onDone(): void }) {
  const { t } = useLingui();
  const [filters, set] = useFilters();
  const counted = (state: State) => file.counts[state.toLowerCase() as Lowercase<State>];
  const shown = (filters.view as State | undefined) ?? STATES.find((state) => counted(state) > 0) ?? "READY";
  const [{ data, error }, ask] = useQuery({
    query: ImportRows,
    variables: { filter: { importId: file.id, state: shown }, ...pageOf(filters) },
    requestPolicy: "cache-and-network",
  });
  const choose = (view: State) => set({ view, after: undefined, before: undefined });
  return (
    <ListPage
      title={file.fileName}
      lead={<Lead file={file} />}
      actions={<Acts file={file} onDone={onDone} />}
      error={data ? undefined : error}
      onAgain={ask}
      filters={<Views shown={shown} counted={counted} onChoose={choose} />}
    >
      <Notes file={file} />
      <Table
        caption={t`Rows of the file`}
        columns={useColumns(shown)}
        rows={data?.doseImportRows.nodes}
        empty={<Empty title={t`No row is so`}>{t`Choose another kind of row above.`}</Empty>}
      />
      <Pager info={data?.doseImportRows.pageInfo} />
    </ListPage>
  );
}

function Lead({
  file: { uploadedAt, uploadedBy, appliedAt, appliedBy, undoneAt, undoneBy, undoReason },
}: {
  file: Import;
}) {
  const { t } = useLingui();
  const [language] = useLanguage();
  const said = (moment: string, who: string | null) => [sayMoment(moment, language), who].filter(Boolean).join(", ");
  const [sent, done, undone] = [
    said(uploadedAt, uploadedBy),
    appliedAt && said(appliedAt, appliedBy),
    undoneAt && said(undoneAt, undoneBy),
  ];
  const steps = [t`Sent: ${sent}.`, done && t`Imported: ${done}.`, undone && t`Undone: ${undone}.`, undoReason];
  return (
    <>
      <Link to="/imports" className={classes.back}>
        <IconChevronLeft size={16} stroke={1.75} aria-hidden />
        <Trans>All files</Trans>
      </Link>
      <span className={classes.steps}>{steps.filter(Boolean).join(" ")}</span>
    </>
  );
}

function Notes({ file: { ignoredColumns, peopleWaiting, counts } }: { file: Import }) {
  const { t } = useLingui();
  const columns = ignoredColumns.join(", ");
  const people = sayNumber(peopleWaiting);
  return (
    <>
      {columns && <Notice meaning="information">{t`Columns that are not read: ${columns}.`}</Notice>}
      {peopleWaiting > 0 && (
        <Notice meaning="information">
          {t`Doses are on record. Forecasts of so many people are still being made anew, which takes minutes: ${people}.`}
        </Notice>
      )}
      {counts.left > 0 && (
        <Notice meaning="attention">
          {t`Some doses were left: somebody has corrected them, or reported an event, since. Look at each.`}
        </Notice>
      )}
    </>
  );
}

interface ViewsProps {
  shown: State;
  counted(state: State): number;
  onChoose(state: State): void;
}

function Views({ shown, counted, onChoose }: ViewsProps) {
  const { i18n } = useRuntime();
  return (
    <div className={`${classes.acts} ${classes.inset}`}>
      {STATES.filter((state) => state === shown || counted(state) > 0).map((state) => (
        <Button
          key={state}
          size="compact-md"
          variant={state === shown ? "filled" : "default"}
          aria-pressed={state === shown}
          onClick={() => onChoose(state)}
        >
          {i18n._(ROW_STATES[state])}: {sayNumber(counted(state))}
        </Button>
      ))}
    </div>
  );
}

function Acts({ file, onDone }: { file: Import; onDone(): void }) {
  const { t } = useLingui();
  const [apply, applying] = useSend(ApplyImport);
  const [undo] = useSend(UndoImport);
  const [refusal, setRefusal] = useState("");
  const { id: importId, version, counts, availableActions: can } = file;
  const ready = sayNumber(counts.ready);
  const run = async () => {
    const answer = (await apply({ input: { importId, version, skipWrong: counts.wrong > 0 } }))?.applyDoseImport;
    if (!answer) return;
    if ("message" in answer) return setRefusal(answer.message);
    void tell({ message: t`The doses are on record.` });
    onDone();
  };
  const takeBack = async (reason: string) => {
    const answer = (await undo({ input: { importId, version, reason } }))?.undoDoseImport;
    if (answer && "message" in answer) return answer.message;
    onDone();
    return null;
  };
  return (
    <>
      <Refused>{refusal}</Refused>
      {can.includes("APPLY") && counts.ready > 0 && (
        <Button loading={applying} onClick={run}>
          {counts.wrong > 0 ? t`Import without the wrong rows: ${ready}` : t`Import: ${ready}`}
        </Button>
      )}
      {can.includes("UNDO") && (
        <AskReason title={t`Undo the import`} question={t`Why was it a mistake?`} onReason={takeBack}>
          {(ask) => <Button variant="default" onClick={ask}>{t`Undo the import`}</Button>}
        </AskReason>
      )}
    </>
  );
}

/** A row that is right has nothing to say in a column of mistakes. */
function useColumns(shown: State): Column<FileRow>[] {
  const { t } = useLingui();
  const { i18n } = useRuntime();
  const cell = ({ cells }: FileRow, column: string) => cells.find((one) => one.column === column)?.text ?? "";
  const columns: Column<FileRow>[] = [
    { id: "number", label: t`Row`, number: true, cell: ({ number }) => number },
    {
      id: "dose",
      label: t`Dose`,
      cell: (row) => (
        <>
          <strong>{row.patient ? row.patient.shortName : cell(row, "IIN")}</strong>
          <br />
          <span className={classes.quietly}>
            {[
              row.givenOn ? shortDay(row.givenOn) : cell(row, "DAY"),
              row.kind?.name ?? cell(row, "VACCINE"),
              row.series,
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </>
      ),
    },
    {
      id: "problems",
      label: t`What is wrong`,
      cell: ({ problems }) => (
        <ul className={classes.problems}>
          {problems.map(({ column, message }) => (
            <li key={`${column} ${message}`}>
              {column && <strong>{i18n._(IMPORT_COLUMNS[column])}: </strong>}
              {message}
            </li>
          ))}
        </ul>
      ),
    },
  ];
  return shown === "READY" || shown === "IMPORTED" || shown === "UNDONE"
    ? columns.filter(({ id }) => id !== "problems")
    : columns;
}
