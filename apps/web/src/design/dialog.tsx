import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

export interface DialogProps {
  title: string;
  open: boolean;
  /** Called on Escape, on a press outside (where allowed) and by `close`. */
  onClose(): void;
  broad?: boolean;
  /** alertdialog: interrupts for a decision; a press outside does not close it. */
  role?: 'dialog' | 'alertdialog';
  children: ReactNode;
}

/** A modal dialog: keeps focus inside and gives it back. */
export function Dialog({ title, open, onClose, broad = false, role = 'dialog', children }: DialogProps) {
  return (
    <ModalOverlay className="overlay" isOpen={open} onOpenChange={(now) => !now && onClose()} isDismissable={role === 'dialog'}>
      <Modal className={broad ? 'modal broad' : 'modal'}>
        <AriaDialog role={role}>
          <Heading slot="title" level={2}>{title}</Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
