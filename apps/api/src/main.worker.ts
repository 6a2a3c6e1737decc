import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.ts';
import { readConfig } from './platform/config.ts';

const app = await NestFactory.createApplicationContext(AppModule.forRoot(readConfig(), 'worker'), { bufferLogs: true });
app.useLogger(app.get(Logger));
app.enableShutdownHooks();
