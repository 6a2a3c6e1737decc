import { useNavigate } from '@tanstack/react-router';
import { request } from '../../crypto/request.ts';
import { useText } from '../../i18n/text.tsx';
import { SureButton } from './sure-button.tsx';
import { useStep } from './use-step.ts';

export function DiscardImport({ id }: { id: string }) {
  const { t } = useText();
  const navigate = useNavigate();
  const discard = useStep(id, () => request('directory-import.discardImport', { params: { id } }), () => void navigate({ to: '/directory/imports' }));
  return <SureButton act={t('import.discard')} title={t('import.sure')} lead={t('import.sure.lead')} step={discard} danger />;
}
