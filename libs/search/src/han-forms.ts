// Traditional forms of the Chinese characters that the glossary, the titles and the names of States are written with, so that what is
// typed in Hong Kong or Taipei finds what is written in Beijing, and the reverse. From OpenCC's TSCharacters (Apache-2.0), those only.
const TRADITIONAL = '乾亞佈來侷俬倫傢兒內凱別剋剛勞區協問喬單噹嚴囌國圖執堅報奧寧審專屬岡島嶼幹幾庫廳彆彿愛憲懞揚撾擊敎敗敘時書東枴柺査條極榦構機檢檯權汙沒測湯溫滿漢潔澤濛濟灣烏熱爾瓊產産畢當發監盧眾矇硃祕稅穀窩約納紐級紮紹絡統經維網緝緬總繳纍羅羣義聖聯肅脫臘臨臺與舉茲華萊萬薩蘇蘭處衆衚裏裡計訊託訥訴註証詐誌誕誘誠調諾證護讓讚貝財責買賂賄資賈賓賽贊輔辦迴達選還邊銀錢長門開閤關陸隊際電靈韋韓預頓領顛颱馬騙騷髮鬆鬍魯鮮麥點龍';
const SIMPLIFIED = '干亚布来局私伦家儿内凯别克刚劳区协问乔单当严苏国图执坚报奥宁审专属冈岛屿干几库厅别佛爱宪蒙扬挝击教败叙时书东拐拐查条极干构机检台权污没测汤温满汉洁泽蒙济湾乌热尔琼产产毕当发监卢众蒙朱秘税谷窝约纳纽级扎绍络统经维网缉缅总缴累罗群义圣联肃脱腊临台与举兹华莱万萨苏兰处众胡里里计讯托讷诉注证诈志诞诱诚调诺证护让赞贝财责买赂贿资贾宾赛赞辅办回达选还边银钱长门开合关陆队际电灵韦韩预顿领颠台马骗骚发松胡鲁鲜麦点龙';

const FORMS = new Map([...TRADITIONAL].map((letter, at) => [letter, SIMPLIFIED[at]!]));
const ANY = new RegExp(`[${TRADITIONAL}]`, 'gu');

/** The text with simplified characters. */
export function simplified(text: string): string {
  return text.replaceAll(ANY, (letter) => FORMS.get(letter)!);
}
