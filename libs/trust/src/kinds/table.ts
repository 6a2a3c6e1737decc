// Every kind of statement and its rule. A kind is added by its schema in #protocol, one file here and one line below.
import type { StatementKind } from '#protocol';
import type { Rule } from '../rule.ts';
import { auditorGrant } from './auditor-grant.ts';
import { deviceAdd } from './device-add.ts';
import { epochConfirm } from './epoch-confirm.ts';
import { epochGrant } from './epoch-grant.ts';
import { epochRotate } from './epoch-rotate.ts';
import { logTime } from './log-time.ts';
import { memberAdmit } from './member-admit.ts';
import { memberFreeze } from './member-freeze.ts';
import { memberLive } from './member-live.ts';
import { memberReadmit } from './member-readmit.ts';
import { memberReseat } from './member-reseat.ts';
import { memberSuspend } from './member-suspend.ts';
import { memberUnfreeze } from './member-unfreeze.ts';
import { memberVeto } from './member-veto.ts';
import { networkGenesis } from './network-genesis.ts';
import { networkPolicy } from './network-policy.ts';
import { officerAdmit } from './officer-admit.ts';
import { officerAttest } from './officer-attest.ts';
import { officerCard } from './officer-card.ts';
import { officerReinstate } from './officer-reinstate.ts';
import { officerRekey } from './officer-rekey.ts';
import { officerRemove } from './officer-remove.ts';
import { officerRole } from './officer-role.ts';
import { officerSuspend } from './officer-suspend.ts';
import { releasePublish } from './release-publish.ts';
import { secretariatChange } from './secretariat-change.ts';

export const RULES: { readonly [K in StatementKind]: Rule<K> } = {
  'network.genesis': networkGenesis,
  'network.policy': networkPolicy,
  'secretariat.change': secretariatChange,
  'release.publish': releasePublish,
  'auditor.grant': auditorGrant,
  'member.admit': memberAdmit,
  'member.suspend': memberSuspend,
  'member.readmit': memberReadmit,
  'member.live': memberLive,
  'member.freeze': memberFreeze,
  'member.unfreeze': memberUnfreeze,
  'member.reseat': memberReseat,
  'member.veto': memberVeto,
  'officer.admit': officerAdmit,
  'officer.role': officerRole,
  'officer.remove': officerRemove,
  'officer.rekey': officerRekey,
  'officer.attest': officerAttest,
  'officer.card': officerCard,
  'officer.suspend': officerSuspend,
  'officer.reinstate': officerReinstate,
  'device.add': deviceAdd,
  'epoch.rotate': epochRotate,
  'epoch.confirm': epochConfirm,
  'epoch.grant': epochGrant,
  'log.time': logTime,
};
