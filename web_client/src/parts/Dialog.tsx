import { useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Dialog.module.css";

interface Props {
  opened?: boolean;
  title: ReactNode;
  onClose(): void;
  children: ReactNode;
}

/** A window over the page. Its head is no landmark: to a screen reader the page has one banner, its own. */
export function Dialog({ opened = true, title, onClose, children }: Props) {
  const { t } = useLingui();
  return (
    <Modal.Root opened={opened} onClose={onClose} centered>
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes.head}>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t`Close`} />
        </div>
        <Modal.Body>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
