import type { EnrolledOfficer } from '#protocol';
import { Checkbox } from '../../design/checkbox.tsx';
import { useText } from '../../i18n/text.tsx';
import { CertificateWords } from '../certificate-words.tsx';
import type { Comparison } from '../comparison.ts';

export interface JoiningChoiceProps {
  /** Who enrolled for this. */
  people: readonly EnrolledOfficer[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  /** Of the chosen ones' certificates. */
  comparison: Comparison;
}

/** Whom to admit; the words of each are compared with their owner first. */
export function JoiningChoice({ people, chosen, onChange, comparison }: JoiningChoiceProps) {
  const { t } = useText();
  return (
    <div className="stack tight wide">
      {people.map(({ officer, certificate, card }) => {
        const taken = chosen.includes(officer);
        return (
          <div key={officer} className="stack tight wide">
            <Checkbox checked={taken} onChange={(now) => onChange(now ? [...chosen, officer] : chosen.filter((other) => other !== officer))}>
              <bdi>{card.name}</bdi> · <bdi>{card.function}</bdi>
            </Checkbox>
            {taken && <CertificateWords certificate={certificate} name={card.name} comparison={comparison} />}
          </div>
        );
      })}
      {chosen.length > 0 && <Checkbox checked={comparison.all} onChange={comparison.say}>{t('administration.words.compared')}</Checkbox>}
    </div>
  );
}
