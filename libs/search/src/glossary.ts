// Words of this field in the six languages, so that a search in one language finds a name that is known only in another.
// A trailing "*" stands for any ending. Ours; additions are welcome where a search failed.
import { fold } from './search-text.ts';
import { isHan } from './words.ts';
import { romanOf, stemOf } from './word-keys.ts';

const CONCEPTS: Readonly<Record<string, string>> = {
  corruption: 'corrupt* anticorrupt* corrupci* anticorrupci* corrupc* corruz* anticorruzione коррупц* антикоррупц* противодеиств* korupt* korupc* корупц* антикорупц* فساد الفساد 腐败 反腐败 反腐 贪污 反贪 廉政 bribery soborno взяточнич* رشوة 贿赂 肃贪 贪腐 korrupt* korrupc* korrups* yolsuzluk* კორუფც* διαφθορ* tham korupsi korupcj* antykorup* antikorrup* корупці* коруп* антикорупцій* корупциj* 汚職 부패 반부패 կոռուպցիա* հակակոռուպցիոն rushwa ทุจริต भ्रष्टाचार korrupsiya* rasuah korruptsi* korupcij* 부패방지',
  integrity: 'integrity intégrité integridad integrità integritate доброчесн* نزاهة النزاهة 廉洁 诚信 ethics éthique ética etica этик* أخلاقيات 道德 廉政 ακεραιοτητ* კეთილსინდისიერ* 청렴',
  transparency: 'transparen* trasparenza прозрачн* شفافية 透明 διαφαν* şeffaflık გამჭვირვალ*',
  prosecutor: 'prosecut* procur* procuratorate parquet fiscal fiscalia procuratore прокур* نيابة نائب ادعاء مدعي 检察 检察院 检察官 检察厅 პროკურ* εισαγγελ* staatsanwalt* generalstaatsanwalt* savcı* prokuror* обвинител* åklagar* դատախազ* dataxaz* prokurorluq* prokurator* prokuratur* staatsanw* syyttäjä* anklag* áklag* ügyész* 检控 检察署 검찰* 検察 tuzilas* tužilas* tužilaš* odvjetni* parket kejaksaan อัยการ',
  attorney: 'attorney advocacia avvocatura abogac* procurador* المدعي',
  general: 'general général générale genera* генеральн* عام عامة 总 γενικ* გენერალურ* başsavcı* generalny generaln* baş umum',
  ministry: 'minist* bundesministerium министер* министр* وزارة 部 司法部 სამინისტრო* υπουργει* bakanlığı ministarstvo ministerstwo міністерств* kementerian nazirliyi vazirligi justizminist* ministeeri* 部门 министарство* министерство* նախարարություն* กระทรวง',
  justice: 'justice justicia giustizia justiça justiz юстиц* правосуд* عدل عدالة 司法 司法部 法务 იუსტიცი* δικαιοσυν* adalet pravosud* spravedl* pravosudj* spravodliv* sprawiedliw* юстиці* adliyya* justits* gerechti* igazság* keadilan ยุติธรรม արդարադատություն* justiits* oikeus',
  interior: 'interior intérieur interno inneren внутренн* داخلية 内政 内务 wewnetrzn* внутрішн* içişleri vnitra vnútra unutarn* unutraš* home binnenlands* belügy* negeri internal',
  foreign: 'foreign étrangères exteriores иностранн* خارجية 外交 zagraniczn* zahranič* закордонн* dışişleri vanjsk*',
  finance: 'financ* finanz* финанс* مالية مالي 金融 财政 finans* ფინანს* οικονομικ* maliye фінанс* keuangan rahas* rahandus* finansow* finansij* финансиск*',
  intelligence: 'intelligence inteligencia renseignement* разведк* استخبارات تحريات 情报 fiu uif crf пфр розвідк* izlukosan* wywiad renseignements pelaporan',
  launder: 'laundering blanchiment blanqueo lavado lavagem riciclaggio отмыван* легализац* غسل غسيل 洗钱 反洗钱 geldwäsche* aklama* prania νομιμοποιησ* відмиван* banilor spalari* spalare* pranja pranje pesu aml pencucian',
  police: 'police policía polícia polizia polis* polit* полиц* милиц* شرطة 警察 警务 公安 polizei* πολιτ* αστυνομι* პოლიცი* поліці* policja polisen politsei polisi policij* полициj* 경찰*',
  court: 'court courts cour tribunal tribunaux tribunales corte суд суды суда судов محكمة محاكم 法院 法庭 სასამართლო* δικαστηρι* gericht* mahkeme* sąd soud sud sasamartlo суду sądu domstol* kohus kohtu tuomioistuin bíróság* pengadilan ศาล դատարան* məhkəmə*',
  audit: 'audit* comptes cuentas contas conti rechnungshof аудит* счетн* محاسبة رقابة 审计 рахунков* rewizj* 회계',
  comptroller: 'comptroller controller contralor* controladoria contrôleur контролер* مراقب 主计',
  control: 'control contrôle controllo контрол* رقابة 监督 监察',
  customs: 'customs douan* aduan* dogana zoll* тамож* جمارك 海关 митн* celn* gümrük* bea cukai tolli tulli',
  tax: 'tax revenue impôts impuest* fiscaux налог* ضرائب 税务 податк* podatk* vergi* skatt* 세금 pajak',
  ombudsman: 'ombuds* médiateur defensor омбудсм* مظالم 监察专员 申诉专员',
  fraud: 'fraud* мошеннич* احتيال غش 欺诈 舞弊 шахрайств* bedrageri* betrug* oszust* penipuan 欺诈犯罪 诈骗',
  serious: 'serious grave graves тяжк* خطيرة 严重',
  commission: 'commission* comision* comisión* comissão commissione комисси* comisia komisija هيئة لجنة مفوضية 委员会 комісі* komisj* komisyon* komisi komisjon* 위원회 комисиj* komisijos',
  committee: 'committee comité comite comitato комитет* لجنة 委员会',
  agency: 'agenc* agenz* agentstvo агентств* agencija وكالة جهاز 署 局 机构 agentur* agentlik* agentlig* 公署 агенциja agjenci* агенциj* amet* virasto* tarnyba* tarnybos',
  authority: 'authorit* autorité* autoridad* autorità autorida* управлени* орган органы سلطة هيئة 管理局 当局 机关 αρχη archi organi behörde* 총국 управління otoritas',
  bureau: 'bureau* bur бюро مكتب 局 biuro biro büro* bundesamt*',
  office: 'office* oficina* ufficio bureau бюро управлени* مكتب 办公室 处 办事处 офіс* ofis* ured uřad urad urzad amt bundesamt* kontor* pejabat kantor 사무소',
  service: 'service* servicio* servizio serviço служб* جهاز دائرة 局 服务 tarnyb* sluzb* služb* dienst* dienests tjeneste',
  unit: 'unit unité unidad unità unidade подразделени* отдел* وحدة 单位 股 处',
  department: 'department* département departamento dipartimento департамент* إدارة دائرة 部门 司',
  directorate: 'directorate direction dirección direção direzione direcția дирекци* مديرية 局 总局',
  centre: 'centre center centro centr* центр* مركز 中心',
  council: 'council conseil consejo consiglio conselho совет* مجلس 理事会 委员会 kurulu kurul rada raad neuvosto рада ради',
  inspectorate: 'inspect* ispettorato инспек* تفتيش مفتشية 监察 检查',
  high: 'high haute haut alta alto высш* عليا أعلى 高级',
  supreme: 'supreme suprême suprem* верховн* высш* عليا 最高 найвищ* најви* вищ* najvys* yüksek',
  national: 'national* nacional* nazionale национальн* وطنية وطني قومي 国家 全国 εθνικ* ეროვნულ* національн* krajow* narodn* ulusal milli nasional 중앙 국가 държавн* државн* državn*',
  federal: 'federal* fédéral* федеральн* اتحادية اتحادي 联邦',
  state: 'state état estado stato государственн* دولة 国家 державн* държавн* државн* państwow* državn* devlet* valstyb* riigi valtion negara',
  independent: 'independent indépendant* independiente* indipendente независим* مستقلة مستقل 独立',
  special: 'special* spécial* especial* speciale специальн* специализ* خاصة مختصة متخصصة 特别 专门 спеціал* specijaln* specialna özel khusus specialiu*',
  investigation: 'investigat* enquête* investigaci* indagin* расследован* следствен* تحقيق تحقيقات 调查 araştırma* soruşturma* გამოძიებ* ερευν* розслідуван* слідч* soruştur* tyrimu* dochodzen* istra* истраж* քննչական* uurimis* tutkinta siasat* penyidik*',
  crime: 'crime* crimin* criminal* délit* delito* преступ* уголовн* جريمة جرائم جنائية 犯罪 刑事 suç* suçlar* εγκλημ* დანაშაულ* kriminal* злочин* криминал* przestep* nusikaltim* brotts* brott* verbrech* kejahatan*',
  economic: 'econom* économ* эконом* اقتصادية 经济',
  prevention: 'prevent* préven* prevenci* prevenç* prevenzione предупрежд* предотвращ* профилакт* preprečevanje sprečavanje وقاية منع 预防 запобіган* prewenc* спречувањ* спречавањ* präventi* korruptionspräventi* ennaltaehk* önleme* pencegahan превенц*',
  combating: 'combat* combate fight* lutte lucha lotta borba борьб* противодеиств* مكافحة 打击 反 pemberantasan zwalczan* боротьб* bekämpfung* mücadele borbu apkaro*',
  money: 'money argent capitaux dinero activos деньг* денег доход* أموال 资金',
  terrorism: 'terror* терроризм* إرهاب 恐怖 反恐 恐怖主义',
  security: 'security sécurité seguridad segurança sicurezza безопасн* أمن 安全 безпек* bezpecnost* bezpieczen* güvenlik* kaitse* säkerhet* сигурност* безбедност* безопасност* sicherheit*',
  asset: 'asset* avoirs activos actif* beni актив* أصول موجودات 资产',
  recovery: 'recover* recouvrement recuperación recuper* возврат* возвращен* استرداد 追回 追缴 返还',
  extradition: 'extradit* extradic* extradi* выдач* экстрадиц* تسليم 引渡',
  mutual: 'mutual mutuelle entraide mutua recíproca recipro* взаимн* متبادلة 相互 互助',
  legal: 'legal juridique judiciaire jurídica judicial правов* قانونية قضائية 法律 司法协助',
  assistance: 'assistance aide entraide asistencia assistenza auxilio помощ* مساعدة 协助 援助',
  mla: 'mla entraide mlat 司法协助 相互法律协助',
  central: 'central* centrale центральн* مركزية 中央',
  accountability: 'accountab* redevabilité responsab* rendición подотчетн* مساءلة 问责',
  monitoring: 'monitor* monitoreo surveillance мониторинг* رصد مراقبة 监测',
  registry: 'apostille apostilla апостил* أبوستيل 加注',
  anti: 'anti contra contre против* ضد 反 against',
  government: 'government gouvernement gobierno governo правительств* chinh حكومة حكومي 政府',
  people: 'people peoples peuple pueblo народн* شعب الشعب 人民',
  cassation: 'cassation casación cassazione casație кассацион* касацион* касаційн* نقض تمييز 撤销',
  crown: 'crown couronne corona корон* королевск* 皇家 التاج',
  constitution: 'constitution* konstituc* конституци* دستوري* دستور 宪法 constituc* costituz* anayasa* konstitucio* საკონსტიტუციო sakonstitucio* συνταγματ* verfassung*',
  rights: 'rights droits derechos прав права حقوق 权利 人权',
  transaction: 'transaction* transacci* операци* transaksi معاملات 交易',
  article: 'article artículo статья статьи статье المادة مادة 条',
};

/** Meanings found in the names of bodies that commonly do what another meaning says: who to ask where nobody is named for it. */
export const RELATED: Readonly<Record<string, readonly string[]>> = {
  '#extradition': ['#prosecutor', '#justice'], '#mutual': ['#justice', '#prosecutor'], '#legal': ['#justice', '#prosecutor'], '#assistance': ['#justice', '#prosecutor'], '#mla': ['#justice', '#prosecutor'],
  '#central': ['#justice', '#prosecutor'], '#asset': ['#prosecutor', '#justice'], '#recovery': ['#prosecutor', '#justice'], '#article': ['#justice', '#prosecutor'],
  '#corruption': ['#integrity', '#prosecutor', '#police'], '#prevention': ['#corruption', '#integrity'], '#combating': ['#corruption', '#police'], '#investigation': ['#police', '#prosecutor'], '#crime': ['#police', '#prosecutor'],
  '#fraud': ['#police', '#prosecutor'], '#launder': ['#finance', '#intelligence'], '#intelligence': ['#finance', '#security'], '#finance': ['#launder', '#intelligence'], '#terrorism': ['#security', '#police'],
  '#ombudsman': ['#integrity', '#justice'], '#audit': ['#control', '#comptroller'], '#comptroller': ['#audit', '#control'], '#integrity': ['#corruption'], '#transparency': ['#corruption', '#integrity'], '#police': ['#interior', '#security'],
};

const byWord = new Map<string, string[]>();
const byBeginning = new Map<string, [string, string][]>();
const byHan = new Map<string, string[]>();
let longestHan = 1;
/** Shorter words in Latin letters mean too many things. */
const READ_LETTERS = 5;
const add = (map: Map<string, string[]>, key: string, concept: string) => map.set(key, [...new Set([...(map.get(key) ?? []), concept])]);
for (const [concept, terms] of Object.entries(CONCEPTS)) {
  for (const term of terms.split(' ')) {
    const word = fold(term.replace('*', ''));
    if (isHan(word)) {
      add(byHan, word, concept);
      longestHan = Math.max(longestHan, [...word].length);
      const reading = romanOf(word);
      if (reading.length >= READ_LETTERS) add(byWord, reading, concept);
      continue;
    }
    // In Latin letters too, where the script writes its vowels.
    const read = /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(word) ? word : romanOf(word);
    for (const form of read.length >= READ_LETTERS ? new Set([word, read]) : [word]) {
      if (term.endsWith('*')) {
        const head = form.slice(0, 3);
        byBeginning.set(head, [...(byBeginning.get(head) ?? []), [form, concept]]);
      } else {
        add(byWord, form, concept);
        add(byWord, stemOf(form), concept);
      }
    }
  }
}

/** Meanings of words seen; forgotten together when there are many, so that queries cannot fill the memory. */
const meanings = new Map<string, readonly string[]>();
const MOST_KEPT = 50_000;

/** What a folded word that is not Han means, as terms of the index ("#corruption"); empty for most. */
export function conceptsOf(word: string): readonly string[] {
  const known = meanings.get(word);
  if (known) return known;
  if (meanings.size >= MOST_KEPT) meanings.clear();
  const found = lookUp(word);
  meanings.set(word, found);
  return found;
}

function lookUp(word: string): string[] {
  const found = new Set([word, stemOf(word), otherGender(word), otherGender(stemOf(word))].flatMap((form) => byWord.get(form) ?? []));
  for (const [beginning, concept] of byBeginning.get(word.slice(0, 3)) ?? []) if (word.startsWith(beginning)) found.add(concept);
  return [...found].map((concept) => `#${concept}`);
}

/** An Arabic adjective of the other gender: the folded ta marbuta taken off or put on. */
const otherGender = (word: string): string => (!/\p{Script=Arabic}{4}/u.test(word) ? word : word.endsWith('ه') ? word.slice(0, -1) : `${word}ه`);

export interface HanPart {
  readonly text: string;
  /** What it means; empty: not in the glossary. */
  readonly concepts: readonly string[];
}

/** A run of Han characters parted at the longest words of the glossary, from the left. */
export function partHan(run: string): HanPart[] {
  const letters = [...run];
  const parts: HanPart[] = [];
  let unknown = '';
  for (let at = 0; at < letters.length; ) {
    let length = Math.min(longestHan, letters.length - at);
    while (length > 0 && !byHan.has(letters.slice(at, at + length).join(''))) length -= 1;
    if (length === 0) {
      unknown += letters[at];
      at += 1;
      continue;
    }
    if (unknown) parts.push({ text: unknown, concepts: [] });
    unknown = '';
    const text = letters.slice(at, at + length).join('');
    parts.push({ text, concepts: byHan.get(text)!.map((concept) => `#${concept}`) });
    at += length;
  }
  if (unknown) parts.push({ text: unknown, concepts: [] });
  return parts;
}
