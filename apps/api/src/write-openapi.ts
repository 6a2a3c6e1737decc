// Prints the interface as docs/openapi.json holds it: node --conditions=source apps/api/src/write-openapi.ts > docs/openapi.json
import { openApiDocument } from '#protocol';

process.stdout.write(`${JSON.stringify(openApiDocument(), null, 2)}\n`);
