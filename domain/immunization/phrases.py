"""What each rule says, in Kazakh, Russian and English; facts stand in braces.

{days} is the distance from the dose to the limit, {limit} the day that the rule draws, {span} its duration
({span_of} as Russian declines it, and as Kazakh says an age),
{reference} the dose or fact it counts from, {vaccine} a product, {fact} a text of the calendar.
"""

from collections.abc import Mapping

from domain.immunization.results import DoseStatus, SeriesStatus
from domain.immunization.rules import Rule, Rules

Words = tuple[str, str, str]

REASONS: Mapping[Rule, Words] = {
    Rules.DOSE_EXPIRED: (
        "сериясының жарамдылық мерзімі {limit} күні аяқталған",
        "срок годности серии истёк {limit}",
        "the lot expired on {limit}",
    ),
    Rules.DOSE_FLAWED: (
        "вакцина қолдануға жарамсыз болған: {fact}",
        "вакцина была непригодна: {fact}",
        "the vaccine was not fit for use: {fact}",
    ),
    Rules.DOSE_UNDOCUMENTED: (
        "құжатпен расталмаған",
        "не подтверждена документом",
        "not confirmed by a document",
    ),
    Rules.DOSE_EPIDEMIC: (
        "эпидемиялық көрсетілім бойынша егілген, жоспарлы егулерді жылжытпайды",
        "введена по эпидемическим показаниям, плановых прививок не сдвигает",
        "given on epidemic indications, it does not shift the routine doses",
    ),
    Rules.SERIES_EXHAUSTED: (
        "осы кезде егу толық аяқталған еді",
        "курс к этому времени уже завершён",
        "the course was already complete",
    ),
    Rules.INADVERTENT: (
        "{vaccine} бұл доза үшін қате егілген",
        "{vaccine} введена вместо этой дозы ошибочно",
        "{vaccine} was given for this dose by mistake",
    ),
    Rules.AGE_TOO_YOUNG: (
        "ең төменгі жасқа ({span_of}) {days} қалғанда",
        "за {days} до минимального возраста {span_of}",
        "{days} before the minimum age of {span}",
    ),
    Rules.AGE_GRACE: (
        "ең төменгі жасқа ({span_of}) {days} қалғанда, рұқсат етілген шекте",
        "за {days} до возраста {span_of}, в пределах допустимого",
        "{days} before the age of {span}, within what is tolerated",
    ),
    Rules.AGE_TOO_OLD: (
        "бұл доза тек {span_of} толғанға дейін ({limit}) керек",
        "эта доза нужна только до возраста {span_of} ({limit})",
        "this dose is only for those under {span} ({limit})",
    ),
    Rules.INTERVAL_TOO_SOON: (
        "{reference} кейінгі ең аз аралық ({span}) бітуіне {days} қалғанда",
        "за {days} до конца минимального интервала {span_of} после {reference}",
        "{days} before the minimum interval of {span} after {reference}",
    ),
    Rules.INTERVAL_GRACE: (
        "{reference} кейінгі аралық ({span}) бітуіне {days} қалғанда, рұқсат етілген шекте",
        "за {days} до конца интервала {span_of} после {reference}, в пределах допустимого",
        "{days} before the interval of {span} after {reference}, within what is tolerated",
    ),
    Rules.INTERVAL_ALLOWED: (
        "аралық ұсынылғаннан қысқа, бірақ рұқсат етілген",
        "интервал короче рекомендованного, но допустим",
        "the interval is shorter than preferred, but allowed",
    ),
    Rules.CONFLICT: (
        "{reference} кейін тым ерте: {limit} күніне дейін {days} қалған",
        "слишком рано после {reference}: до {limit} оставалось {days}",
        "too soon after {reference}: {days} before {limit}",
    ),
    Rules.VACCINE_NOT_USABLE: (
        "{vaccine} бұл дозаға жарамайды",
        "{vaccine} для этой дозы не подходит",
        "{vaccine} does not suit this dose",
    ),
    Rules.VACCINE_WRONG_AGE: (
        "{vaccine} бұл жаста қолданылмайды (шегі — {span_of})",
        "{vaccine} в этом возрасте не применяется (граница — {span})",
        "{vaccine} is not used at this age (the limit is {span})",
    ),
    Rules.VACCINE_WRONG_PRODUCT: (
        "бұл дозаға {fact} қажет",
        "для этой дозы нужна {fact}",
        "this dose needs {fact}",
    ),
    Rules.VACCINE_ALLOWABLE: (
        "{vaccine} таңдаулы емес, бірақ рұқсат етілген вакцина",
        "{vaccine} не предпочтительна, но допустима",
        "{vaccine} is not the preferred vaccine, but allowed",
    ),
    Rules.VACCINE_LOW_VOLUME: (
        "мөлшері {fact} мл-ден аз",
        "объём меньше {fact} мл",
        "less than {fact} ml",
    ),
    Rules.TEST_MISSING: (
        "теріс Манту сынамасы не Диаскинтест жоқ, ол {span_of} толған соң қажет",
        "без отрицательной пробы Манту или Диаскинтеста, которые нужны с возраста {span_of}",
        "without the negative Mantoux test or Diaskintest that is needed from the age of {span}",
    ),
}
"""Why a dose has its status."""

WHYS: Mapping[Rule, Words] = {
    Rules.IMMUNE_HISTORY: (
        "иммунитет расталған: {fact}",
        "иммунитет подтверждён: {fact}",
        "immunity is proved: {fact}",
    ),
    Rules.IMMUNE_BIRTH: (
        "{limit} күнінен бұрын туған, ол кезде ауру барлығында болған",
        "рождение до {limit}, когда болели все",
        "born before {limit}, when everybody met the disease",
    ),
    Rules.CONTRAINDICATED: (
        "себебі — {fact}",
        "причина — {fact}",
        "because of {fact}",
    ),
    Rules.CONTRAINDICATED_VACCINES: (
        "жарамды вакциналардың бәрі, себебі — {fact}",
        "все подходящие вакцины, причина — {fact}",
        "every suitable vaccine, because of {fact}",
    ),
    Rules.COMPLETE: (
        "соңғы доза {limit} күні егілген",
        "последняя доза введена {limit}",
        "the last dose was on {limit}",
    ),
    Rules.HISTORY_ENOUGH: (
        "бұрынғы егулер жеткілікті",
        "прежних прививок достаточно",
        "earlier vaccinations are enough",
    ),
    Rules.SEASON_OVER: (
        "маусым {limit} күні аяқталды",
        "сезон закончился {limit}",
        "the season ended on {limit}",
    ),
    Rules.AGED_OUT: (
        "{span_of} толғанға дейін ғана егіледі",
        "прививают только до {span_of}",
        "only given under {span}",
    ),
    Rules.CANNOT_FINISH: (
        "{span_of} толғанға ({limit}) дейін үлгермейді",
        "не успеть до возраста {span_of} ({limit})",
        "there is no time left before the age of {span} ({limit})",
    ),
    Rules.NEEDED: ("доза қажет", "нужна доза", "a dose is needed"),
    Rules.TEST_POSITIVE: (
        "{limit} күнгі сынама оң болған: {fact}",
        "проба {limit} положительна: {fact}",
        "the test of {limit} is positive: {fact}",
    ),
}
"""Why a series has its status."""

DATES: Mapping[Rule, Words] = {
    Rules.FROM_BIRTH: ("туғаннан бастап", "с рождения", "from birth on"),
    Rules.FROM_MINIMUM_AGE: (
        "ең төменгі жас — {span_of}",
        "минимальный возраст {span}",
        "minimum age of {span}",
    ),
    Rules.FROM_MINIMUM_INTERVAL: (
        "{reference} кейінгі ең аз аралық — {span}",
        "минимальный интервал {span} после {reference}",
        "minimum interval of {span} after {reference}",
    ),
    Rules.FROM_CONFLICT: (
        "{reference} кейін {span} өтуі керек",
        "после {reference} должно пройти {span}",
        "{span} must pass after {reference}",
    ),
    Rules.FROM_SEASON: ("маусымның басы", "начало сезона", "start of the season"),
    Rules.FROM_INADVERTENT: ("қате егілген доза", "ошибочно введённая доза", "the dose given by mistake"),
    Rules.FROM_LAST_DOSE: ("соңғы егілген доза", "последняя введённая доза", "the last dose given"),
    Rules.FROM_TEST: (
        "теріс сынамадан кейін {span}",
        "{span} после отрицательной пробы",
        "{span} after the negative test",
    ),
    Rules.FROM_PROGRAMME: ("бағдарламаның басталуы", "начало программы", "start of the programme"),
    Rules.FROM_EARLIEST: ("мүмкін болатын алғашқы күн", "первый возможный день", "the first possible day"),
    Rules.FROM_RECOMMENDED_AGE: (
        "ұсынылған жас — {span_of}",
        "рекомендованный возраст {span}",
        "recommended age of {span}",
    ),
    Rules.FROM_RECOMMENDED_INTERVAL: (
        "{reference} кейінгі ұсынылған аралық — {span}",
        "рекомендованный интервал {span} после {reference}",
        "recommended interval of {span} after {reference}",
    ),
    Rules.FROM_LATEST_AGE: ("{span_of} толғанға дейін", "до возраста {span_of}", "before the age of {span}"),
    Rules.FROM_LATEST_INTERVAL: (
        "{reference} кейін {span} өткенге дейін",
        "пока не прошло {span} после {reference}",
        "before {span} have passed after {reference}",
    ),
    Rules.FROM_MAXIMUM_AGE: (
        "ең жоғарғы жас — {span_of}",
        "максимальный возраст {span}",
        "maximum age of {span}",
    ),
}
"""What decided a date."""

ISSUES: Mapping[Rule, Words] = {
    Rules.ORGANIZE_UNKNOWN_VACCINE: (
        "{vaccine} вакцинасы күнтізбеде жоқ, {given} егілген доза есепке алынбады",
        "вакцины {vaccine} нет в календаре, доза от {given} не учтена",
        "vaccine {vaccine} is not in the calendar, the dose of {given} is not counted",
    ),
    Rules.ORGANIZE_NO_ANTIGEN: (
        "{given} егілген вакцина ({vaccine}) бұл жаста күнтізбедегі ешбір ауруға жатпайды",
        "вакцина ({vaccine}) от {given} в этом возрасте не относится ни к одной болезни календаря",
        "the vaccine ({vaccine}) of {given} belongs to no disease of the calendar at this age",
    ),
    Rules.ORGANIZE_FUTURE: (
        "{given} күнгі доза қаралып отырған күннен кейін",
        "доза от {given} позже дня оценки",
        "the dose of {given} is after the day of assessment",
    ),
}
"""Why a dose is in no series."""

SKIPS: Mapping[Rule, Words] = {
    Rules.SKIP: (
        "{day} жағдайы бойынша {number}-доза қажет емес",
        "Доза {number} не нужна на {day}",
        "Dose {number} is not needed on {day}",
    ),
    Rules.WITHDRAWN: (
        "{day} күні күшіндегі күнтізбеде {number}-доза жоқ",
        "В календаре, действующем {day}, дозы {number} нет",
        "Dose {number} is not in the calendar in force on {day}",
    ),
}

TESTS: Mapping[str, Words] = {
    "mantoux": ("Манту", "Манту", "Mantoux"),
    "diaskintest": ("Диаскинтест", "Диаскинтест", "Diaskintest"),
}

VERDICTS: Mapping[DoseStatus, Words] = {
    DoseStatus.VALID: ("{number}-доза есепке алынады", "Доза {number} засчитана", "Dose {number} counts"),
    DoseStatus.NOT_VALID: (
        "{number}-доза есепке алынбайды",
        "Доза {number} не засчитана",
        "Dose {number} does not count",
    ),
    DoseStatus.EXTRANEOUS: ("{number}-доза артық", "Доза {number} лишняя", "Dose {number} is not needed"),
    DoseStatus.SUBSTANDARD: (
        "{number}-доза жарамсыз",
        "Доза {number} негодна",
        "Dose {number} cannot be used",
    ),
}

STATUSES: Mapping[SeriesStatus, Words] = {
    SeriesStatus.NOT_COMPLETE: ("Аяқталмаған", "Не завершено", "Not complete"),
    SeriesStatus.COMPLETE: ("Аяқталған", "Завершено", "Complete"),
    SeriesStatus.IMMUNE: ("Иммунитеті бар", "Есть иммунитет", "Immune"),
    SeriesStatus.CONTRAINDICATED: ("Болмайды", "Противопоказано", "Contraindicated"),
    SeriesStatus.NOT_RECOMMENDED: ("Ұсынылмайды", "Не рекомендовано", "Not recommended"),
    SeriesStatus.AGED_OUT: ("Жасы өткен", "Уже не по возрасту", "Past the age"),
}

DATE_NAMES: tuple[Words, ...] = (
    ("Ең ерте", "Не раньше", "Earliest"),
    ("Ұсынылған", "Рекомендовано", "Recommended"),
    ("Мерзімі", "Срок до", "Due by"),
    ("Ең кеш", "Крайний день", "Latest"),
)

DOSE_REFERENCE: Words = ("{number}-дозадан", "дозы {number}", "dose {number}")
VACCINE_REFERENCE: Words = (
    "{day} егілген {vaccine} вакцинасынан",
    "вакцины {vaccine} от {day}",
    "{vaccine} of {day}",
)
QUOTED = ("«{text}» (ағылшынша)", "«{text}» (по-английски)", "{text}")
FACT_REFERENCE: Words = ("«{fact}» күнінен", "дня «{fact}»", "the day of “{fact}”")
GIVEN: Words = ("егілген күні {given}", "введена {given}", "given on {given}")
