/** Largest set of files one import takes, in bytes: in base64 they have to fit into one request of 96 MiB. */
export const IMPORT_BYTES_MAX = 70 * 1024 * 1024;

/** A file on its way to the core. */
export interface Sent {
  name: string;
  content_base64: string;
}

/** Bytes as base64, in pieces a call stack can hold. */
export function base64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = "";
  for (let at = 0; at < bytes.length; at += piece) {
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return btoa(text);
}

/** Reads the chosen files. */
export async function readFiles(files: readonly File[]): Promise<Sent[]> {
  return Promise.all(
    files.map(async (file) => ({
      name: file.name,
      content_base64: base64(new Uint8Array(await file.arrayBuffer())),
    })),
  );
}

/** Bytes of all files together. */
export function totalBytes(files: readonly File[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
