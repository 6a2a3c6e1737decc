// The device's camera, for as long as a code is looked for and not a moment longer.

/** refused: by the person, the browser or the system. no-camera: none, or a browser that gives pages none. in-use: it does not start. */
export type CameraFailure = 'refused' | 'no-camera' | 'in-use';

/** Names of DOMException (Media Capture and Streams, section 10.2). */
const FAILURES: Readonly<Record<string, CameraFailure>> = { NotAllowedError: 'refused', SecurityError: 'refused', NotFoundError: 'no-camera', OverconstrainedError: 'no-camera', TypeError: 'no-camera' };

export function cameraFailure(error: unknown): CameraFailure {
  return (error instanceof Error ? FAILURES[error.name] : undefined) ?? 'in-use';
}

/** Shows the camera in `video` until `signal` is aborted, which lets go of it at once, also while the person is still being asked. Throws what `cameraFailure` names. */
export async function showCamera(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  // Absent where the page is not served securely.
  const stream = await (navigator.mediaDevices as MediaDevices | undefined)?.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  if (stream === undefined) throw new TypeError('no camera is given to pages');
  const letGo = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) return letGo();
  signal.addEventListener('abort', letGo, { once: true });
  video.srcObject = stream;
  await video.play();
}
