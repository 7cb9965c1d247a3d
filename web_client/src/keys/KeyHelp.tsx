import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Modal, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconKeyboard } from "@tabler/icons-react";
import classes from "./KeyHelp.module.css";
import { useKey } from "./use-key";

/** Every key in one place, under `?`. */
export function KeyHelp() {
  const { t } = useLingui();
  const [opened, { open, close }] = useDisclosure();
  useKey({ code: "Slash", shift: true }, open);
  const rows: [string[], string][] = [
    [["/"], t`Search`],
    [["Ctrl", "K"], t`Search, also while typing`],
    [["↑", "↓"], t`Choose in the results`],
    [["Enter"], t`Open what is chosen; send a form`],
    [["Esc"], t`One step back; typing is kept`],
    [["N"], t`Register a new person`],
    [["A"], t`Attach the person who is open`],
    [["J"], t`Next row of a table`],
    [["K"], t`Previous row of a table`],
    [["?"], t`These keys`],
  ];
  return (
    <>
      <Tooltip label={t`Keys (?)`}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t`Keys`}
          onClick={open}
          className={classes.button}
        >
          <IconKeyboard size={20} stroke={1.75} />
        </ActionIcon>
      </Tooltip>
      <Modal
        opened={opened}
        onClose={close}
        title={<Trans>Keys</Trans>}
        closeButtonProps={{ "aria-label": t`Close` }}
        centered
      >
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
    </>
  );
}
