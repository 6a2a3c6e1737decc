// What the columns of a file mean, by their headings in six languages and by the names that our own exports give them.
import type { ImportColumn, ImportTarget, Visibility } from '#protocol';
import { searchText } from '#search';
import type { Table } from '../read/table.ts';

/** Headings as people write them; accents, case, punctuation and script variants do not matter. */
const HEADINGS: Readonly<Record<Exclude<ImportTarget, 'ignore'>, readonly string[]>> = {
  id: ['id', 'identifier', 'uuid'],
  state: ['state', 'country', 'country code', 'country_iso2', 'iso2', 'jurisdiction', 'state party', 'État', 'pays', 'code pays', 'país', 'estado', 'código de país', 'государство', 'страна', 'код страны', 'الدولة', 'البلد', 'رمز البلد', '国家', '国别', '国家代码', '缔约国'],
  kind: ['kind', 'type', 'category', 'type of authority', 'catégorie', 'genre', 'categoría', 'tipo', 'тип', 'вид', 'категория', 'النوع', 'الفئة', '类型', '类别'],
  name: ['name', 'authority', 'authority name', 'name of authority', 'organisation', 'organization', 'body', 'institution', 'agency', 'title', 'nom', 'autorité', 'organisme', 'dénomination', 'nombre', 'autoridad', 'institución', 'organismo', 'entidad', 'denominación', 'название', 'наименование', 'орган', 'ведомство', 'учреждение', 'имя', 'الاسم', 'اسم السلطة', 'السلطة', 'الهيئة', 'الجهة', 'المؤسسة', '名称', '机构', '机关', '主管机关', '单位', '机构名称'],
  name_ar: ['name_ar', 'name arabic', 'arabic name', 'nom arabe', 'nombre en árabe', 'название на арабском', 'الاسم بالعربية', '阿拉伯文名称'],
  name_zh: ['name_zh', 'name chinese', 'chinese name', 'nom chinois', 'nombre en chino', 'название на китайском', 'الاسم بالصينية', '中文名称'],
  name_en: ['name_en', 'name english', 'english name', 'name in english', 'nom anglais', 'nom en anglais', 'nombre en inglés', 'название на английском', 'الاسم بالإنكليزية', 'الاسم بالإنجليزية', '英文名称'],
  name_fr: ['name_fr', 'name french', 'french name', 'name in french', 'nom français', 'nom en français', 'nombre en francés', 'название на французском', 'الاسم بالفرنسية', '法文名称'],
  name_ru: ['name_ru', 'name russian', 'russian name', 'nom russe', 'nombre en ruso', 'название на русском', 'الاسم بالروسية', '俄文名称'],
  name_es: ['name_es', 'name spanish', 'spanish name', 'nom espagnol', 'nombre en español', 'название на испанском', 'الاسم بالإسبانية', '西班牙文名称'],
  name_native: ['name_native', 'native name', 'name in own language', 'original name', 'local name', 'nom dans la langue', 'nom original', 'nombre original', 'nombre en el idioma propio', 'название на родном языке', 'оригинальное название', 'الاسم الأصلي', '本国语言名称', '原名'],
  native_language: ['native_language', 'native_lang', 'language of native name', 'langue du nom original', 'idioma del nombre original', 'язык оригинала', 'لغة الاسم الأصلي', '原名语言'],
  name_language: ['name_language', 'language of name', 'langue du nom', 'idioma del nombre', 'язык названия', 'لغة الاسم', '名称语言'],
  acronym: ['acronym', 'abbreviation', 'short name', 'abbr', 'sigle', 'acronyme', 'abréviation', 'siglas', 'sigla', 'acrónimo', 'abreviatura', 'аббревиатура', 'сокращение', 'краткое название', 'الاختصار', 'المختصر', '简称', '缩写'],
  aliases: ['aliases', 'alias', 'other names', 'also known as', 'autres noms', 'otros nombres', 'другие названия', 'أسماء أخرى', '别名', '其他名称'],
  former_names: ['former_names', 'former name', 'previous names', 'formerly', 'anciens noms', 'ancien nom', 'nombres anteriores', 'прежние названия', 'прежнее название', 'الأسماء السابقة', '曾用名', '旧名'],
  postal: ['postal', 'address', 'postal address', 'mailing address', 'street', 'adresse', 'adresse postale', 'dirección', 'dirección postal', 'domicilio', 'адрес', 'почтовый адрес', 'العنوان', 'العنوان البريدي', '地址', '邮政地址', '通讯地址'],
  telephone: ['telephone', 'phone', 'tel', 'telephones', 'phone number', 'téléphone', 'tél', 'numéro de téléphone', 'teléfono', 'teléfonos', 'телефон', 'телефоны', 'тел', 'الهاتف', 'رقم الهاتف', 'هاتف', '电话', '电话号码', '联系电话'],
  fax: ['fax', 'facsimile', 'télécopie', 'télécopieur', 'facsímil', 'факс', 'الفاكس', 'فاكس', '传真'],
  email: ['email', 'e-mail', 'mail', 'e-mail address', 'courriel', 'adresse électronique', 'correo', 'correo electrónico', 'электронная почта', 'эл почта', 'почта', 'البريد الإلكتروني', 'بريد إلكتروني', '电子邮件', '邮箱', '电邮'],
  website: ['website', 'url', 'web', 'web site', 'homepage', 'site', 'site web', 'site internet', 'sitio web', 'página web', 'сайт', 'веб сайт', 'الموقع', 'الموقع الإلكتروني', '网站', '网址'],
  languages: ['languages', 'accepted languages', 'accepted_languages', 'working languages', 'langues', 'langues acceptées', 'idiomas', 'idiomas aceptados', 'языки', 'принимаемые языки', 'اللغات', 'اللغات المقبولة', '语言', '接受语言'],
  designation: ['designation', 'designated for', 'function', 'fonction', 'désignation', 'función', 'designación', 'функция', 'назначение', 'الوظيفة', 'التعيين', '职能', '指定职能'],
  instrument: ['instrument', 'convention', 'treaty', 'legal instrument', 'traité', 'instrumento', 'convenio', 'tratado', 'документ', 'конвенция', 'договор', 'الصك', 'الاتفاقية', '文书', '公约'],
  designation_date: ['designation_date', 'date of designation', 'date', 'date de désignation', 'fecha', 'fecha de designación', 'дата', 'дата назначения', 'التاريخ', 'تاريخ التعيين', '日期', '指定日期'],
  networks: ['networks', 'network', 'réseaux', 'réseau', 'redes', 'red', 'сети', 'сеть', 'الشبكات', 'الشبكة', '网络'],
  notes: ['notes', 'note', 'remarks', 'comments', 'remarques', 'observations', 'notas', 'observaciones', 'примечания', 'примечание', 'ملاحظات', 'ملاحظة', '备注', '附注'],
  source: ['source', 'sources', 'fuente', 'источник', 'المصدر', '来源'],
  source_date: ['source_date', 'date of source', 'as of', 'date de la source', 'fecha de la fuente', 'дата источника', 'تاريخ المصدر', '来源日期'],
};

const MEANING = new Map<string, ImportTarget>(Object.entries(HEADINGS).flatMap(([target, words]) => words.map((word) => [searchText(word), target as ImportTarget] as const)));
const AUDIENCE = /^(.+?)[_ ]?(public|government|members)$/i;
/** Targets that several columns may have. */
const SEVERAL = new Set<ImportTarget>(['ignore', 'aliases', 'former_names', 'postal', 'telephone', 'fax', 'email', 'website', 'notes', 'networks', 'languages']);

/** The meaning of each heading; a second column of one meaning, and what no heading says, is left out. */
export function guessColumns(headings: readonly string[]): ImportColumn[] {
  const taken = new Set<ImportTarget>();
  return headings.map((heading) => {
    const [, stem = heading, audience] = AUDIENCE.exec(heading.trim()) ?? [];
    const target = MEANING.get(searchText(heading)) ?? MEANING.get(searchText(stem)) ?? 'ignore';
    if (taken.has(target) && !SEVERAL.has(target)) return { target: 'ignore', visibility: 'public' };
    taken.add(target);
    return { target, visibility: (audience?.toLowerCase() as Visibility | undefined) ?? 'public' };
  });
}

function countKnown(cells: readonly string[]): number {
  return guessColumns(cells).filter(({ target }) => target !== 'ignore').length;
}

/** The row that names the columns: of the first rows the one with most known headings, else the first. Its number in the file. */
export function guessHeadingRow(table: Table): number {
  const candidates = table.filter(({ number }) => number <= 20).map(({ number, cells }) => ({ number, score: countKnown(cells) }));
  return candidates.reduce((best, each) => (each.score > best.score ? each : best), candidates[0] ?? { number: 1, score: 0 }).number;
}

/** Headings as shown: their text, or the letter that a spreadsheet gives the column. */
export function headingsOf(table: Table, headingRow: number): string[] {
  const cells = table.find(({ number }) => number === headingRow)?.cells ?? table[0]?.cells.map(() => '') ?? [];
  return cells.map((cell, at) => cell.trim().slice(0, 100) || columnLetters(at));
}

function columnLetters(at: number): string {
  return (at >= 26 ? columnLetters(Math.floor(at / 26) - 1) : '') + String.fromCharCode(65 + (at % 26));
}
