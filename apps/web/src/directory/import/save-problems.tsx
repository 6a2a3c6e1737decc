import { useMutation } from '@tanstack/react-query';
import { request } from '../../crypto/request.ts';
import { Button } from '../../design/button.tsx';
import { useToast } from '../../design/toast.tsx';
import { useText } from '../../i18n/text.tsx';
import { problemKey, codeOf } from '../../shell/failure-text.tsx';
import { saveFile } from '../../thread/save-file.ts';

/** Every problem of every row as a file, in the reader's language. */
export function SaveProblems({ id }: { id: string }) {
  const { t, language } = useText();
  const toast = useToast();
  const save = useMutation({
    mutationFn: () => request('directory-import.importProblems', { params: { id }, query: { language } }),
    onSuccess: (bytes) => saveFile(new Blob([bytes], { type: 'text/csv' }), 'import-problems.csv'),
    onError: (failure) => toast(t(problemKey(codeOf(failure)))),
  });
  return <Button isPending={save.isPending} onPress={() => save.mutate()}>{t('import.problems.save')}</Button>;
}
