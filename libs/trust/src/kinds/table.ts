// Every kind of statement and its rule. A kind is added by its schema in #protocol, one file here and one line below.
import type { StatementKind } from '#protocol';
import type { Rule } from '../rule.ts';
import { auditorGrant } from './auditor-grant.ts';
import { epochConfirm } from './epoch-confirm.ts';
import { epochGrant } from './epoch-grant.ts';
import { epochRotate } from './epoch-rotate.ts';
import { logTime } from './log-time.ts';
import { memberAdmit } from './member-admit.ts';
import { networkGenesis } from './network-genesis.ts';
import { officerAdmit } from './officer-admit.ts';
import { officerRemove } from './officer-remove.ts';

export const RULES: { readonly [K in StatementKind]: Rule<K> } = {
  'network.genesis': networkGenesis,
  'auditor.grant': auditorGrant,
  'member.admit': memberAdmit,
  'officer.admit': officerAdmit,
  'officer.remove': officerRemove,
  'epoch.rotate': epochRotate,
  'epoch.confirm': epochConfirm,
  'epoch.grant': epochGrant,
  'log.time': logTime,
};
