export * from './bytes.ts';
export * from './canonical-json.ts';
export * from './ids.ts';
export * from './labels.ts';
export * from './statement.ts';
export * from './message.ts';
export * from './problems.ts';
export * from './audit.ts';
