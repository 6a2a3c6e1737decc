// What pages and hub work out alike about entries of the directory: no schemas in here.
export * from './confirmation.ts';
export * from './answering.ts';
export * from './content-diff.ts';
export * from './content-faults.ts';
export * from './content-merge.ts';
