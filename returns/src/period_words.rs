//! Words for parts of a year, in the languages of those who send returns, in small letters without accents. `period_said` reads
//! headings and labels by them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of months that mean nothing else.
const NAMES: [&str; 12] = [
    "january januari januar janvier enero janeiro gennaio ianuarie jannar styczen stycznia ledna januara sijecanj \
     sijecnja tammikuu tammikuun jaanuar janvaris sausis sausio janar janner jaenner ιανουαριος ιανουαριου януари январь \
     января січень січня",
    "february februari februar fevrier febrero fevereiro febbraio februarie februara lutego unora veljaca veljace \
     helmikuu helmikuun veebruar februaris vasaris vasario febrer φεβρουαριος φεβρουαριου февруари февраль февраля лютий \
     лютого",
    "maart marz maerz marzo martie brezen brezna marzec ozujak ozujka maaliskuu maaliskuun marcius μαρτιος μαρτιου \
     березень березня",
    "april aprill avril abril aprile aprilie kwiecien kwietnia duben dubna travanj huhtikuu huhtikuun aprilis \
     balandis balandzio απριλιος απριλιου април апрель апреля квітень квітня",
    "maggio kveten kvetna svibanj svibnja toukokuu toukokuun majus geguze geguzes mejju μαιος μαιου травень травня",
    "june giugno junho iunie czerwiec czerwca cerven cervna lipanj kesakuu kesakuun junius birzelis birzelio qershor \
     haziran ιουνιος ιουνιου червень червня",
    "july juillet julho luglio iulie lipiec lipca cervenec cervence srpanj srpnja heinakuu heinakuun julius liepos \
     korrik temmuz ιουλιος ιουλιου липень липня",
    "august augustus agosto sierpien sierpnia srpen augusztus kolovoz kolovoza elokuu elokuun augusts rugpjutis rugpjucio gusht \
     agustos αυγουστος αυγουστου август августа серпень серпня",
    "september septembre septiembre setembro settembre septembrie wrzesien wrzesnia rujan rujna syyskuu syyskuun \
     szeptember septembris rugsejis rugsejo shtator eylul σεπτεμβριος σεπτεμβριου септември сентябрь сентября вересень \
     вересня zari",
    "october oktober octobre octubre outubro ottobre octombrie pazdziernik pazdziernika rijen rijna lokakuu lokakuun \
     oktoober oktobris spalis spalio tetor οκτωβριος οκτωβριου октомври октябрь октября жовтень жовтня",
    "november novembre noviembre novembro noiembrie studeni studenoga marraskuu marraskuun novembris lapkritis \
     lapkricio nentor kasim νοεμβριος νοεμβριου листопад листопада ноември ноябрь ноября",
    "december decembre dezember diciembre dezembro dicembre decembrie grudzien grudnia prosinec prosince prosinac \
     prosinca joulukuu joulukuun detsember decembris gruodis gruodzio dhjetor desember aralik δεκεμβριος δεκεμβριου \
     декември декабрь декабря грудень грудня",
];
/// Short names, and names that are words for other things, too: a march, a wish, somebody called Jan.
const SHORT: [&str; 12] = [
    "jan janv ene gen ian jaan sty led leden sij tammi saus ocak oca gener ιαν яну янв січ",
    "feb febr fev fevr luty lut unor uno vel helmi veebr vas subat sub shkurt frar φεβ фев лют",
    "mar mrt march mars marts mart marc marco marec brz ozu maalis kov kovas kovo mrz μαρ мар март бер",
    "apr avr abr nisan nis prill kwi dub tra huhti bal απρ апр кві",
    "may mai maj mei mee maio mayo mag maijs maja toukok touko svi kve geg mayis mays maig μαι май мая",
    "jun juin juni junio juuni junij junijs jin cze cer kesa bir haz juny iun ιουν юни июнь июня чер",
    "jul juil juli julio juuli julij julijs lipc heina lie liepa tem iul juliol ιουλ юли июль июля",
    "aug aout ago agost aou sie kol elo rgp agu αυγ авг сер srpna",
    "sep sept set sett wrz ruj syys rgs eyl sze setembre σεπ сеп сен вер zar",
    "okt oct out ott paz rij loka spa eki ekim οκτ окт жов",
    "nov noi stu marras lap kas nen νοε ноя лист",
    "dec dez dic des det gru pro joulu grd ara dhj δεκ дек гру",
];
/// Short names that are mostly meant so where they stand alone.
const MOSTLY: &str = "jan janv feb febr fevr mar mrt march mars apr avr may mai mei jun juin juni jul juil juli aug sep sept okt oct \
     nov dec";
/// A month in one language, another in the next: the tenth in Croatian, the eleventh in Polish and Czech.
const TWO_MONTHS: [(&str, u32, u32); 3] = [("listopad", 10, 9), ("listopadu", 10, 9), ("listopada", 10, 9)];
/// Words for a quarter of a year.
const QUARTERS: &str = "quarter qtr kwartaal kwt quartal quartaal trimestre trimester trim kvartal kvartalet kv ctvrtleti stvrtrok \
     kwartal negyedev neljannes vuosineljannes trimestru trimestrul kvartaal ketvirtis ceturksnis ceyrek tromjesecje \
     cetrtletje fjordungur τριμηνο тримесечие квартал";
/// Words for half a year.
const HALVES: &str = "halfjaar halbjahr semestre semester halfyear halvar halvaret polrocze pololeti polrok felev puolivuosi semestru \
     semestrul poolaasta pusmetis pusgads polugodiste εξαμηνο полугодие";
/// Words for a month.
const MONTHS: &str = "month maand mnd monat mois mes mese mesic mesiac miesiac manad maned kuukausi kuu honap luna mjesec mesec menuo \
     menesis muaj ay manudur xahar μηνας месец месяц місяць";
/// Months of which there are several: a number before is how many.
const SEVERAL: &str = "months maanden mnd monate monaten mois meses mesi mesicu mesiacov miesiecy manader maneder kuukautta kuud honap \
     luni mjeseci mesecev menesiai menesi месеца";
/// Words before a number of months from the beginning of the year on.
const FIRST: &str = "first eerste erste ersten premiers premier primeros primeiros primi pierwsze forsta forste prvni prvih \
     ensimmaiset elso";
/// Words for a week.
const WEEKS: &str =
    "week wk kw kalenderwoche woche semaine semana settimana vecka uke uge tyden tydzien viikko";
/// Ordinal numbers in words.
const ORDINALS: [&str; 4] = [
    "first eerste erste erstes ersten premier premiere primer primera primero primeiro primo prima forsta forste \
     prvni prvi pierwszy ensimmainen elso i",
    "second tweede zweite zweites zweiten deuxieme second seconde segundo segunda secondo andra annet andet druhe \
     druhy drugi toinen masodik ii",
    "third derde dritte drittes dritten troisieme tercer tercero terceiro terzo tredje treti treci trzeci kolmas \
     harmadik iii",
    "fourth vierde vierte viertes vierten quatrieme cuarto quarto fjarde fjerde ctvrty cetvrti czwarty neljas \
     negyedik iv",
];
/// What stands behind a number that is an ordinal: 1st, 1er, 2e, 3de.
const MARKS: &str = "st nd rd th e er ere re de ste o a eme ter";
/// Words between a month and its year, and between two months.
const BETWEEN: &str = "de of to till until bis tot tm t m en met a au do al til and und et y e i r";

fn is_in(list: &str, word: &str) -> bool {
    list.split(' ').any(|own| own == word)
}

/// A word in small letters without accents.
pub(super) fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ª' => 'a',
        'ç' | 'ć' | 'č' | 'ċ' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ġ' | 'ģ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'º' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' => 'υ',
        'ώ' => 'ω',
        other => other,
    };
    text.to_lowercase().chars().filter(|c| *c != '\u{307}').map(plain).collect()
}

/// A month by a word of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    /// From 0.
    pub(super) at: u32,
    /// In another language it is this one.
    pub(super) or: Option<u32>,
    /// Whether the word means nothing else.
    pub(super) plainly: bool,
    /// Whether it is mostly meant so, where it stands alone.
    pub(super) mostly: bool,
}

static BY_WORD: LazyLock<HashMap<&str, Month>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for (at, (names, short)) in (0..).zip(NAMES.iter().zip(&SHORT)) {
        for (list, plainly) in [(names, true), (short, false)] {
            let month = |word| Month { at, or: None, plainly, mostly: plainly || is_in(MOSTLY, word) };
            all.extend(list.split(' ').map(|word| (word, month(word))));
        }
    }
    let two = |(word, at, or)| (word, Month { at, or: Some(or), plainly: true, mostly: true });
    all.extend(TWO_MONTHS.map(two));
    all
});

/// The month that a folded word means.
pub(super) fn month(word: &str) -> Option<Month> {
    BY_WORD.get(word).copied()
}

/// The months of what a folded word names: 3 for a quarter, 6 for a half, 1 for a month; 0 for a week.
pub(super) fn length(word: &str) -> Option<u32> {
    let lists = [(QUARTERS, 3), (HALVES, 6), (MONTHS, 1), (WEEKS, 0)];
    lists.into_iter().find(|(list, _)| is_in(list, word)).map(|(_, months)| months)
}

/// The same of a letter before or behind a number: Q1, K1, T1, S1, H1, M01, W12.
pub(super) fn length_of_code(word: &str) -> Option<u32> {
    match word {
        "q" | "k" | "t" | "kv" | "qt" | "tr" | "trim" | "kwt" => Some(3),
        "s" | "h" | "hj" | "sem" => Some(6),
        "m" => Some(1),
        "w" | "wk" | "kw" => Some(0),
        _ => None,
    }
}

/// Which one an ordinal in words is, from 1.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    let at = ORDINALS.iter().position(|list| list.split(' ').any(|name| name == word))?;
    u32::try_from(at + 1).ok()
}

/// Whether a folded word is several months.
pub(super) fn is_several(word: &str) -> bool {
    is_in(SEVERAL, word)
}

/// Whether it stands before a number of months from January on.
pub(super) fn is_first(word: &str) -> bool {
    is_in(FIRST, word)
}

/// Whether it is the mark behind an ordinal number.
pub(super) fn is_mark(word: &str) -> bool {
    is_in(MARKS, word)
}

/// Whether it may stand between months and years.
pub(super) fn is_between(word: &str) -> bool {
    is_in(BETWEEN, word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_word_is_two_months() {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, list) in NAMES.iter().zip(&SHORT).enumerate().flat_map(|(at, (a, b))| [(at, a), (at, b)]) {
            for word in list.split_whitespace() {
                assert!(seen.insert(word, at).is_none(), "{word} is there twice");
            }
            assert!(!list.contains("  "), "{list}");
        }
        for (word, ..) in TWO_MONTHS {
            assert!(!seen.contains_key(word), "{word}");
        }
    }

    #[test]
    fn words_are_folded() {
        for (written, wanted) in [
            ("Février", "fevrier"),
            ("MÄRZ", "marz"),
            ("Październik", "pazdziernik"),
            ("AĞUSTOS", "agustos"),
            ("Μάρτιος", "μαρτιος"),
            ("İki", "iki"),
        ] {
            assert_eq!(fold(written), wanted);
        }
        for (word, at) in [("februari", 1), ("mrt", 2), ("août", 7), ("prosinec", 11), ("σεπτέμβριος", 8)]
        {
            assert_eq!(month(&fold(word)).map(|month| month.at), Some(at), "{word}");
        }
    }
}
