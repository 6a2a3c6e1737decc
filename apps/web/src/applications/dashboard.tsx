// What the secretariat has to see of the network: where its members are, and which of them hang on one person. By this client's own replay.
import { Link } from '@tanstack/react-router';
import { Badge, Waiting } from '../design/display.tsx';
import { useStates } from '../directory/states.ts';
import { useText } from '../i18n/text.tsx';
import { MemberName } from '../network/member-name.tsx';
import { useMembers, type KnownMember } from '../network/member-names.ts';
import { REGIONS, type Region } from './regions.ts';

/** A member needs two for nearly everything; with fewer at work one loss stops it. */
const WORKING = 2;

export function Dashboard() {
  const { t } = useText();
  const { members, pending } = useMembers();
  if (pending) return <Waiting>{t('shell.loading')}</Waiting>;
  const all = [...members.values()];
  return (
    <div className="dashboards wide">
      <ByRegion members={all} />
      <SinglePoints members={all.filter(({ security }) => security < WORKING)} />
    </div>
  );
}

function ByRegion({ members }: { members: readonly KnownMember[] }) {
  const { t, number } = useText();
  const states = useStates();
  const regionOf = (code: string | null): Region | null => {
    const codes = (code === null ? undefined : states?.get(code)?.regions)?.map((region) => region.code) ?? [];
    return REGIONS.find((region) => codes.includes(region)) ?? null;
  };
  const inRegion = (region: Region | null) => members.filter(({ state }) => regionOf(state) === region);
  const elsewhere = inRegion(null);
  return (
    <section className="card stack" aria-labelledby="by-region">
      <h2 id="by-region">{t('dashboard.regions')}</h2>
      <table className="figures">
        <thead><tr><th scope="col">{t('dashboard.region')}</th><th scope="col" className="figure">{t('dashboard.members')}</th><th scope="col" className="figure">{t('dashboard.states')}</th></tr></thead>
        <tbody>
          {REGIONS.map((region) => {
            const here = inRegion(region);
            return (
              <tr key={region}>
                <th scope="row">{t(`region.${region}`)}</th>
                <td className="figure">{number(here.length)}</td>
                <td className="figure">{number(new Set(here.map(({ state }) => state)).size)}</td>
              </tr>
            );
          })}
          {elsewhere.length > 0 && <tr><th scope="row">{t('dashboard.elsewhere')}</th><td className="figure">{number(elsewhere.length)}</td><td className="figure">—</td></tr>}
        </tbody>
      </table>
    </section>
  );
}

function SinglePoints({ members }: { members: readonly KnownMember[] }) {
  const { t, compare } = useText();
  return (
    <section className="card stack" aria-labelledby="single-points">
      <h2 id="single-points">{t('dashboard.single-points')}</h2>
      <p className="soft small">{t('dashboard.single-points.lead')}</p>
      {members.length === 0 && <p><Badge tone="good">{t('dashboard.single-points.none')}</Badge></p>}
      {members.length > 0 && (
        <ul className="rows">
          {members.toSorted((a, b) => compare(a.stateName, b.stateName)).map((member) => (
            <li key={member.id}>
              <div className="grow"><Link to="/directory/$authority" params={{ authority: member.authority }}><MemberName member={member} id={member.id} /></Link></div>
              <Badge tone="bad">{t('dashboard.security-officers', { count: member.security })}</Badge>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
