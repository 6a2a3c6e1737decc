// Who plays in the demonstration. Authorities are real public bodies from the directory; officers are plainly demonstration officers.

export interface Part {
  /** Short handle of the part: key of the accounts file. */
  readonly part: string;
  readonly name: string;
  readonly function: string;
  readonly languages: string[];
  readonly role: 'secretariat' | 'auditor' | 'security' | 'officer';
}

export interface DemonstrationMember {
  /** Handle of the member in parts: `br`, `cg`, `ae`. */
  readonly handle: string;
  /** How the directory finds the authority: State and a name that it must carry exactly. */
  readonly state: string;
  readonly name: string;
  readonly parts: readonly Part[];
}

function member(handle: string, state: string, name: string, languages: string[]): DemonstrationMember {
  const part = (role: 'security' | 'officer', number: number): Part => ({
    part: `${handle}-${role}-${number}`,
    name: `Demonstration ${role === 'security' ? 'security officer' : 'officer'} ${number} (${state})`,
    function: role === 'security' ? 'Security officer (demonstration)' : 'Investigator (demonstration)',
    languages,
    role,
  });
  return { handle, state, name, parts: [part('security', 1), part('security', 2), part('officer', 1), part('officer', 2)] };
}

/** Three authorities whose source names them as participants of the GlobE Network; here they are members of a demonstration only. */
export const MEMBERS: readonly DemonstrationMember[] = [
  member('br', 'BR', 'Federal Public Prosecutor\'s Office', ['pt', 'es', 'en']),
  member('cg', 'CG', 'High Authority for the Fight against Corruption', ['fr', 'en']),
  member('ae', 'AE', 'UAE Accountability Authority', ['ar', 'en']),
];

export const SECRETARIAT: readonly Part[] = [1, 2, 3].map((number) => ({
  part: `secretariat-${number}`, name: `Demonstration secretariat officer ${number}`, function: 'Secretariat officer (demonstration)', languages: ['en', 'fr'], role: 'secretariat',
}));

export const AUDITOR: Part = { part: 'auditor-1', name: 'Demonstration auditor 1', function: 'Auditor (demonstration)', languages: ['en'], role: 'auditor' };

export const NETWORK_NAME = 'Demonstration network';
export const THRESHOLD = 2;
