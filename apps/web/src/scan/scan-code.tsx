import { useEffect, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { FileButton } from '../design/file-button.tsx';
import { InSight } from '../design/in-sight.tsx';
import { useText } from '../i18n/text.tsx';
import { cameraFailure, showCamera, type CameraFailure } from './camera.ts';
import { codeIn, codeSeen } from './read-code.ts';
import './scan.css';

type ScanFailure = CameraFailure | 'no-picture' | 'no-code';

/** Reads the other side's QR code by the camera, which a button starts, or from a picture; what it says goes to `onText` and nowhere else. */
export function ScanCode({ onText }: { onText(text: string): void }) {
  const { t } = useText();
  const [on, setOn] = useState(false);
  const [failure, setFailure] = useState<ScanFailure | null>(null);
  const read = async (file: File | undefined) => {
    if (file === undefined) return;
    setOn(false);
    setFailure(null);
    const found = await codeIn(file);
    if (typeof found === 'string') setFailure(found);
    else onText(found.text);
  };
  return (
    <div className="stack tight wide">
      <div className="row">
        {/* One button, so that the keyboard stays where it is. */}
        <Button onPress={() => { setFailure(null); setOn(!on); }}>{t(on ? 'scan.stop' : 'scan.camera')}</Button>
        <FileButton label={t('scan.file')} accept="image/*" onFiles={([file]) => void read(file)}>{t('scan.file')}</FileButton>
      </div>
      <p className="small" role="status">{on && t('scan.on')}</p>
      {on && <InSight><Viewfinder onText={(text) => { setOn(false); onText(text); }} onFailure={(why) => { setOn(false); setFailure(why); }} /></InSight>}
      {failure !== null && <InSight><p className="mistake" role="alert">{t(`scan.failure.${failure}`)}</p></InSight>}
    </div>
  );
}

/** The camera is on while this is shown: closing the dialog, locking or leaving ends it too. */
function Viewfinder({ onText, onFailure }: { onText(text: string): void; onFailure(why: CameraFailure): void }) {
  const { t } = useText();
  const video = useRef<HTMLVideoElement>(null);
  const heard = useRef({ onText, onFailure });
  useEffect(() => {
    heard.current = { onText, onFailure };
  });
  useEffect(() => {
    const ending = new AbortController();
    const look = async (seen: HTMLVideoElement) => {
      await showCamera(seen, ending.signal);
      const text = await codeSeen(seen, ending.signal);
      if (text !== null) heard.current.onText(text);
    };
    look(video.current!).catch((error: unknown) => {
      if (!ending.signal.aborted) heard.current.onFailure(cameraFailure(error));
    });
    return () => ending.abort();
  }, []);
  return <video ref={video} className="viewfinder" muted playsInline aria-label={t('scan.view')} />;
}
