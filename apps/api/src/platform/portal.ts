// Serves the built portal: static files, with the content security policy that keeps foreign script out.
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const COMMON = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
/** Pages: own origin only, no inline script or style element, script sinks only through the portal's own policy. */
export const PAGE_POLICY = `${COMMON}; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; require-trusted-types-for 'script'; trusted-types globe-worker`;
/** The crypto worker's own response: may compile the WebAssembly of OPAQUE, which pages may not, and start the workers that verify. */
export const WORKER_POLICY = `${COMMON}; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types globe-verify`;
/** Those workers' own: they compute, with compiled hashes, and reach nothing. */
export const VERIFY_POLICY = `${COMMON}; script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'`;

/** The page that is kept for the time without a connection: it reaches nothing and starts no worker. */
export const KEPT_PAGE_POLICY = PAGE_POLICY.replace("connect-src 'self'; worker-src 'self'", "connect-src 'none'; worker-src 'none'");
/** The service worker that keeps it: fetches the portal's files and loads no further script. */
export const SERVICE_WORKER_POLICY = `${COMMON}; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;

const permissions = (camera: '()' | '(self)') => `camera=${camera}, microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)`;
/** The portal's own page may ask for the camera, to scan a QR code: itself, and nothing that it could embed. No other answer may. */
const PAGE_PERMISSIONS = permissions('(self)');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissions('()'),
};

export function isWorkerScript(path: string): boolean {
  return /(^|[-.])worker[-.].*\.js(\.br|\.gz)?$/.test(basename(path));
}

export function policyOf(path: string): string {
  if (basename(path).startsWith('kept.html')) return KEPT_PAGE_POLICY;
  if (basename(path).startsWith('service-worker.js')) return SERVICE_WORKER_POLICY;
  if (!isWorkerScript(path)) return PAGE_POLICY;
  return /^verify[.-]worker/.test(basename(path)) ? VERIFY_POLICY : WORKER_POLICY;
}

/** Registers the portal at `/`; unknown paths outside /api and /log answer with its page, which routes by itself. */
export async function servePortal(fastify: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(root)) return;
  await fastify.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    // The build wrote each file as .br and .gz too (apps/web/build/compress.ts).
    preCompressed: true,
    setHeaders: (reply, path) => {
      void reply.header('content-security-policy', policyOf(path));
      if (basename(path).startsWith('index.html')) void reply.header('permissions-policy', PAGE_PERMISSIONS);
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Addresses that the portal's own router shows all answer with its page. For Fastify's `rewriteUrl`. */
export function portalAddress(method: string, url: string): string {
  const path = url.split('?', 1)[0]!;
  const own = (method === 'GET' || method === 'HEAD') && !/^\/(api|log|assets|healthz|readyz)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path);
  return own ? '/index.html' : url;
}
