const FORBIDDEN = /[/\\:*?"<>|\u0000-\u001f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Hands bytes to the browser's downloads under a harmless form of the sender's name for them. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name.replaceAll(FORBIDDEN, '_').replace(/^\.+/, '_');
  link.click();
  // The download has its own hold of the bytes by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
