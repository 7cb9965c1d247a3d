import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import classes from "./KeyHelp.module.css";

export function KeyList({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const rows: [string[], string][] = [
    [["/"], t`Search`],
    [["Ctrl", "K"], t`Search, also while typing`],
    [["↑", "↓"], t`Choose in the results`],
    [["Enter"], t`Open what is chosen; send a form`],
    [["Esc"], t`One step back; typing is kept`],
    [["N"], t`Register a new person`],
    [["A"], t`Attach the person who is open`],
    [["D"], t`Detach the person who is open`],
    [["J"], t`Next row of a table`],
    [["K"], t`Previous row of a table`],
    [["?"], t`These keys`],
  ];
  return (
    <Modal opened onClose={onClose} title={<Trans>Keys</Trans>} closeButtonProps={{ "aria-label": t`Close` }} centered>
      <dl className={classes.keys}>
        {rows.map(([keys, what]) => (
          <div key={what} className={classes.row}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>
        <Trans>The keys are places on the keyboard: they work in a Kazakh and in a Russian layout too.</Trans>
      </p>
    </Modal>
  );
}
