import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';

/** A button that lets the user choose files. */
export function FileButton({ label, accept, onFiles, children }: { label: string; /** Types that are offered first. */ accept?: string; onFiles(files: File[]): void; children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onPress={() => input.current?.click()}>{children}</Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple
        hidden
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}
