// Names of functions and articles, and everyday names of States, in the words that people type.
import type { AuthorityKind, DesignatedFunction } from '#protocol';
import { placesOf } from './places.ts';
import type { Label } from './search-index.ts';

const FUNCTIONS: Readonly<Record<Exclude<DesignatedFunction, 'other'>, readonly string[]>> = {
  'mla': ['mutual legal assistance MLA', 'entraide judiciaire pénale', 'asistencia judicial recíproca', 'взаимная правовая помощь', 'المساعدة القانونية المتبادلة', '司法协助', 'central authority', 'autorité centrale', 'autoridad central', 'центральный орган', 'السلطة المركزية', '中央机关'],
  'judicial-mla': ['judicial authority for mutual legal assistance MLA', 'autorité judiciaire entraide', 'autoridad judicial', 'судебный орган правовая помощь', 'السلطة القضائية', '司法机关'],
  'extradition': ['extradition', 'extradición', 'выдача экстрадиция', 'تسليم المجرمين المطلوبين', '引渡'],
  'provisional-arrest': ['provisional arrest', 'arrestation provisoire', 'detención preventiva provisional', 'временный арест', 'التوقيف المؤقت الاحتياطي', '临时逮捕'],
  'asset-recovery': ['asset recovery confiscation', 'recouvrement d’avoirs confiscation', 'recuperación de activos decomiso', 'возвращение активов конфискация', 'استرداد الموجودات الأصول المصادرة', '资产追回 没收'],
  'prevention': ['prevention of corruption authority', 'prévention de la corruption', 'prevención de la corrupción', 'предупреждение коррупции', 'منع الفساد الوقاية', '预防腐败'],
  'law-enforcement': ['law enforcement controlled delivery covert investigation', 'services de détection et de répression livraison surveillée', 'cumplimiento de la ley entrega vigilada', 'правоохранительный орган контролируемая поставка', 'إنفاذ القانون', '执法'],
  'fiu': ['financial intelligence unit FIU', 'cellule de renseignement financier CRF', 'unidad de inteligencia financiera UIF', 'подразделение финансовой разведки ПФР', 'وحدة الاستخبارات المالية', '金融情报机构'],
  'contact-24-7': ['24/7 point of contact', 'point de contact 24/7', 'punto de contacto 24/7', 'круглосуточный контактный пункт', 'نقطة اتصال', '联络点'],
  'civil-administrative': ['civil and administrative proceedings', 'procédures civiles et administratives', 'procedimientos civiles y administrativos', 'гражданские и административные дела', 'الإجراءات المدنية والإدارية', '民事 行政'],
  'service-of-documents': ['service of documents', 'signification notification des actes', 'notificación de documentos', 'вручение документов', 'تبليغ الوثائق', '送达文书'],
  'child-and-adult-protection': ['child abduction protection of children and adults parental responsibility', 'enlèvement d’enfants protection', 'sustracción de menores protección', 'похищение детей защита', 'اختطاف الأطفال حماية', '儿童 诱拐 保护'],
  'apostille': ['apostille legalisation', 'apostilla', 'апостиль', 'أبوستيل تصديق', '附加证明书'],
};

/** What a body is. Kinds without words of their own are those of a function; a ministry tells nothing apart. */
const KINDS: Readonly<Partial<Record<AuthorityKind, readonly string[]>>> = {
  'fiu': FUNCTIONS.fiu, 'central-authority-mla': FUNCTIONS.mla, 'central-authority-extradition': FUNCTIONS.extradition, 'asset-recovery-focal-point': FUNCTIONS['asset-recovery'],
  'prevention-authority': FUNCTIONS.prevention, 'civil-administrative-focal-point': FUNCTIONS['civil-administrative'], 'law-enforcement-authority': FUNCTIONS['law-enforcement'],
  'prosecution-service': ['prosecution service', 'ministère public parquet', 'fiscalía ministerio público', 'прокуратура', 'النيابة العامة', '检察'],
  'court': ['court', 'tribunal', 'суд', 'محكمة', '法院'],
  'anti-corruption-body': ['anti-corruption body', 'organe anticorruption', 'órgano anticorrupción', 'антикоррупционный орган', 'مكافحة الفساد', '反腐败'],
  'police': ['police', 'policía', 'полиция', 'شرطة', '警察'],
  'audit-institution': ['audit institution', 'institution de contrôle des comptes', 'entidad fiscalizadora', 'орган аудита', 'مراجعة الحسابات', '审计'],
};

/** Numbers of UNCAC articles in the ways they are cited. */
const articleTexts = (number: number): string[] => [`UNCAC article art ${number}`, `CNUCC article ${number}`, `CNUCC artículo ${number}`, `статья ${number} КПК ООН`, `المادة ${number}`, `第${number}条`];
const ARTICLES = 71;

/** Names that people use for a State and that no list of official names has. */
const EVERYDAY: Readonly<Record<string, readonly string[]>> = {
  GB: ['UK', 'Great Britain', 'England', 'Scotland', 'Wales', 'Northern Ireland', 'Grande-Bretagne', 'Gran Bretaña', 'Англия', 'بريطانيا', '英国'], US: ['US', 'USA', 'America', 'EE UU', 'Etats-Unis', 'США', 'أمريكا', '美国'],
  AE: ['UAE', 'Emirates', 'EAU', 'ОАЭ', 'الإمارات', '阿联酋'], CD: ['DRC', 'RDC', 'Congo Kinshasa'], KR: ['South Korea', 'Corée du Sud', 'Corea del Sur', 'Южная Корея', 'كوريا الجنوبية', '韩国', '南韩'], KP: ['North Korea'],
  CZ: ['Czech Republic', 'République tchèque', 'República Checa', 'Чехия'], MK: ['Macedonia'], TR: ['Turkey', 'Turquie', 'Turquía'], NL: ['Holland', 'Hollande', 'Holanda'], CI: ['Ivory Coast'], ID: ['印尼'], SA: ['沙特'], BA: ['波黑', 'Bosnia'], PG: ['巴新'], CF: ['中非', 'RCA'], MM: ['Burma'], RU: ['Russia'],
  PS: ['Palestine', 'Palestina', 'Палестина', 'فلسطين', '巴勒斯坦'], SY: ['Syria'], LA: ['Laos'], VN: ['Vietnam'], MD: ['Moldova', 'Молдавия'], BN: ['Brunei'], BO: ['Bolivia'], VE: ['Venezuela'], IR: ['Iran'], TZ: ['Tanzania'], CV: ['Cape Verde'], SZ: ['Swaziland'], TL: ['East Timor'],
};

/** The languages of the United Nations, and others that State names are often typed in. */
const NAMES_IN = ['ar', 'zh', 'en', 'fr', 'ru', 'es', 'pt', 'de', 'zh-Hant', 'zh-Hant-HK'].map((language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }));

/** What a State is called in everyday words: in the languages of the United Nations, and in the one that most of its people speak. */
export function everydayNames(state: string): readonly string[] {
  const own = new Intl.Locale(`und-${state}`).maximize().language;
  const names = [...NAMES_IN, new Intl.DisplayNames([own], { type: 'region', fallback: 'none' })].map((language) => language.of(state));
  return [...new Set([...names.filter((name) => name !== undefined), ...(EVERYDAY[state] ?? [])])];
}

/** A State by its names (the English one is shown), by what else it is called, and by its cities and its people. */
export function stateLabel(code: string, names: Readonly<Record<string, string>>, more: readonly string[] = []): Label {
  const texts = Object.values(names);
  return { kind: 'state', code, texts: names['en'] === undefined ? texts : [names['en'], ...texts], hidden: [...more, ...everydayNames(code)], places: placesOf(code) };
}

/** Of functions, articles and kinds; those of States come from the database. */
export function fixedLabels(): Label[] {
  return [
    ...Object.entries(FUNCTIONS).map(([code, texts]): Label => ({ kind: 'function', code, texts })),
    ...Object.entries(KINDS).map(([code, texts]): Label => ({ kind: 'kind', code, texts })),
    ...Array.from({ length: ARTICLES }, (_, index): Label => ({ kind: 'article', code: String(index + 1), texts: articleTexts(index + 1) })),
  ];
}
