import 'reflect-metadata';
import { createHttpApp } from './create-app.ts';
import { readConfig } from './platform/config.ts';

const config = readConfig();
const app = await createHttpApp(config);
await app.listen(config.port, config.host);
