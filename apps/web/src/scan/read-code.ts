// Reads a QR code from what a camera shows or a picture holds, on the page: pictures of others never meet the worker that has the keys.

/** Edge of the picture that is looked at, pixels: enough for a code that fills a quarter of it, and quick to look through. */
const LONGEST = 1280;
/** A picture that shows one module as one pixel is made larger: finder patterns are looked for by their runs. */
const SHORTEST = 600;
/** Milliseconds that a picture may take; frames of a camera take less, for the next one comes anyway. */
const PATIENCE_MS = 1000;
/** Between two looks at the camera. */
const PAUSE_MS = 100;

/** Loaded when the first code is looked for. */
const decoder = () => import('qr/decode.js');

function pixels(source: CanvasImageSource, width: number, height: number): ImageData | null {
  const longest = Math.max(width, height);
  if (longest === 0) return null;
  const scale = longest > LONGEST ? LONGEST / longest : longest < SHORTEST ? Math.ceil(SHORTEST / longest) : 1;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingEnabled = scale < 1;
  // What is transparent in a picture counts as paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** The text of the first code that `video` shows; null: `signal` was aborted before there was one. */
export async function codeSeen(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const { decodeQR } = await decoder();
  while (!signal.aborted) {
    const frame = pixels(video, video.videoWidth, video.videoHeight);
    const text = frame === null ? null : orNull(() => decodeQR(frame));
    if (text !== null) return text;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  return null;
}

/** The text of the code in a picture; no-picture: the browser cannot open it; no-code: there is none to be read. */
export async function codeIn(file: Blob): Promise<{ text: string } | 'no-picture' | 'no-code'> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return 'no-picture';
  try {
    const { decodeQR } = await decoder();
    const image = pixels(bitmap, bitmap.width, bitmap.height);
    const text = image === null ? null : orNull(() => decodeQR(image, { effort: Infinity, timeLimit: PATIENCE_MS }));
    return text === null ? 'no-code' : { text };
  } finally {
    bitmap.close();
  }
}

/** The decoder throws where there is no code. */
function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    return null;
  }
}
