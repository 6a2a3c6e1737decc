// JSON: an array of objects, or an object that holds one. Keys are columns. Our own export comes in as its spreadsheet would.
import { z } from 'zod';
import { AuthorityEntry } from '#protocol';
import { entryTable } from '../../export/entry-table.ts';
import { refuseFile, checkedTable, type Table } from './table.ts';

type Item = Record<string, unknown>;

/** The first row holds the keys, as in a spreadsheet. Objects inside an item become columns named with a dot, arrays become lines of a cell. */
export function readJson(text: string): Table {
  const list = itemsOf(parsed(text));
  const own = z.array(AuthorityEntry).min(1).safeParse(list);
  if (own.success) return checkedTable(entryTable(own.data).map((cells, at) => ({ number: at + 1, cells })));
  const items = list.map((item) => new Map(Object.entries(item).flatMap(([key, value]) => cellsOf(key, value))));
  const keys = [...new Set(items.flatMap((item) => [...item.keys()]))];
  return checkedTable([{ number: 1, cells: keys }, ...items.map((item, at) => ({ number: at + 2, cells: keys.map((key) => item.get(key) ?? '') }))]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuseFile('damaged');
  }
}

function itemsOf(value: unknown): Item[] {
  const list = Array.isArray(value) ? value : isItem(value) ? Object.values(value).find(Array.isArray) : undefined;
  if (!list || !list.every(isItem)) refuseFile('no-table');
  return list as Item[];
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cellsOf(key: string, value: unknown): [string, string][] {
  if (isItem(value)) return Object.entries(value).map(([inner, each]) => [`${key}.${inner}`, textOf(each)]);
  return [[key, textOf(value)]];
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('\n');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
