import { useNavigate } from '@tanstack/react-router';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Dialog } from 'react-aria-components/Dialog';
import { Input } from 'react-aria-components/Input';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { SearchField } from 'react-aria-components/SearchField';
import type { Role } from '#protocol';
import { Icon, type IconName } from '../design/icon.tsx';
import { useText } from '../i18n/text.tsx';
import { placesFor } from './pages.ts';

interface Target {
  readonly id: string;
  readonly icon: IconName;
  readonly label: string;
  go(): void;
}

/** The dialog exists to be typed into. */
const TAKE_FOCUS = { autoFocus: true };

/** Type a few letters, press Enter, be there. */
export function GoAnywhere({ role, onClose }: { role: Role; onClose(): void }) {
  const { t, language } = useText();
  const navigate = useNavigate();
  const targets: Target[] = placesFor(role).map(({ to, label, icon }) => ({ id: to, icon, label: t(label), go: () => void navigate({ to }) }));
  if (role === 'officer' || role === 'security') targets.splice(1, 0, { id: 'compose', icon: 'write', label: t('compose.title'), go: () => void navigate({ to: '/compose' }) });
  const contains = (label: string, typed: string) => label.toLocaleLowerCase(language).includes(typed.trim().toLocaleLowerCase(language));
  const choose = (id: unknown) => {
    onClose();
    targets.find((target) => target.id === id)?.go();
  };
  return (
    <ModalOverlay className="overlay high" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal palette">
        <Dialog aria-label={t('shell.go')}>
          <Autocomplete filter={contains}>
            <SearchField {...TAKE_FOCUS} aria-label={t('shell.go')}>
              <Input className="input" dir="auto" placeholder={t('shell.go.hint')} />
            </SearchField>
            <Menu className="options" items={targets} onAction={choose} aria-label={t('shell.go')} renderEmptyState={() => <p className="option soft">{t('shell.go.none')}</p>}>
              {({ icon, label }) => (
                <MenuItem className="option" textValue={label}>
                  <Icon name={icon} />
                  {label}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
