// An act in words, with what its details say, in the reader's language.
import type { AuditAction, AuditItem } from '#protocol';
import { useText, type Text, type TextKey, type TextValues } from '../i18n/text.tsx';

type Entry = AuditItem['entry'];
type Details = Entry['details'];

const count = (value: Details[string] | undefined) => (typeof value === 'number' ? value : 0);
const words = (value: Details[string] | undefined) => (typeof value === 'string' ? value : '');
const many = (value: Details[string] | undefined) => (Array.isArray(value) ? value.length : 0);

/** Actions whose details belong into the sentence; the others are said by their name alone. */
type Telling =
  | 'sign-in'
  | 'step-up'
  | 'credential.add'
  | 'vault.replace'
  | 'enrolment.invite'
  | 'terms.accept'
  | 'directory.change'
  | 'directory.import'
  | 'directory.list'
  | 'directory.view'
  | 'session.cut'
  | 'device.remove'
  | 'devices.view'
  | 'statement.propose'
  | 'statement.append'
  | 'message.send'
  | 'message.rewrap'
  | 'mailbox.take'
  | 'mailbox.rewrap'
  | 'attachment.upload'
  | 'attachment.fetch'
  | 'audit.view'
  | 'request.refused';

const VALUES: Readonly<Record<Telling, (details: Details, text: Text) => TextValues>> = {
  'sign-in': ({ method }) => ({ method: words(method) }),
  'step-up': ({ method }) => ({ method: words(method) }),
  'credential.add': ({ method }) => ({ method: words(method) }),
  'vault.replace': ({ version }, { number }) => ({ version: number(count(version)) }),
  'enrolment.invite': ({ purpose }, { t }) => ({ purpose: t(`enrol.purpose.${words(purpose)}` as TextKey) }),
  'terms.accept': ({ version }, { number }) => ({ version: number(count(version)) }),
  'directory.change': ({ version }, { number }) => ({ version: number(count(version)) }),
  'directory.list': ({ entries }) => ({ count: count(entries) }),
  'directory.view': ({ restricted }) => ({ count: count(restricted) }),
  'directory.import': ({ step, entries }) => ({ step: words(step), entries: count(entries) }),
  'session.cut': ({ why, sessions }, { t }) => ({ sessions: count(sessions), why: t(`audit.cut.${words(why)}` as TextKey) }),
  'device.remove': ({ sessions }) => ({ count: count(sessions) }),
  'devices.view': ({ devices }) => ({ count: count(devices) }),
  'statement.propose': ({ kind }, { t }) => ({ kind: t(`statement.${words(kind)}` as TextKey) }),
  'statement.append': ({ kind, index }, { t, number }) => ({ kind: t(`statement.${words(kind)}` as TextKey), index: number(count(index)) }),
  'message.send': ({ bytes, recipients }, { size }) => ({ size: size(count(bytes)), count: many(recipients) }),
  'message.rewrap': ({ recipients }) => ({ count: many(recipients) }),
  'mailbox.take': ({ messages }) => ({ count: count(messages) }),
  'mailbox.rewrap': ({ messages }) => ({ count: many(messages) }),
  // Parts are counted from 1 by people.
  'attachment.upload': ({ part, bytes }, { number, size }) => ({ part: number(count(part) + 1), size: size(count(bytes)) }),
  'attachment.fetch': ({ part }, { number }) => ({ part: number(count(part) + 1) }),
  'audit.view': ({ rows }) => ({ rows: count(rows) }),
  'request.refused': ({ route, times }) => ({ route: words(route), times: count(times) }),
};

function tells(action: AuditAction): action is Telling {
  return Object.hasOwn(VALUES, action);
}

/** Entry → its sentence. A refused act keeps no details: its name says what was tried. */
export function useActWords(): (entry: Entry) => string {
  const text = useText();
  return ({ action, details }) => (tells(action) && Object.keys(details).length > 0 ? text.t(`audit.act.${action}`, VALUES[action](details, text)) : text.t(`action-name.${action}`));
}
