"""What is said when a dose, a lot, a consent or a session is refused or questioned: kk, ru, en."""

IMMUNIZATION: dict[str, tuple[str, str, str]] = {
    "DOSE_NOT_ADVISED": (
        "Ұлттық күнтізбе бұл егуге қазір кеңес бермейді. Себебі төменде жазылған. Егу жасалған болса немесе "
        "бәрібір керек болса, себебін жазып, қайта жіберіңіз: жазба сақталады.",
        "Календарь не советует эту прививку сейчас. Почему — сказано ниже. Если она уже сделана или всё же "
        "нужна, укажите причину и отправьте снова: запись сохранится.",
        "The calendar advises against this dose now. The reasons stand below. If it has been given, or is "
        "needed all the same, say why and send again: the record will be kept.",
    ),
    "DOSE_ALREADY_RECORDED": (
        "Бұл вакцина осы күнге жазылып қойған. Ештеңе өзгерген жоқ. Бұрынғы жазбаны қараңыз; қате болса, "
        "соны түзетіңіз.",
        "Эта вакцина на этот день уже записана. Ничего не изменилось. Посмотрите прежнюю запись; если в ней "
        "ошибка, исправьте её.",
        "This vaccine is on record for this day already. Nothing was changed. Look at the earlier record; if "
        "it is wrong, correct it.",
    ),
    "DOSE_VOIDED": (
        "Бұл жазбаның күші жойылған. Оны енді өзгертуге болмайды. Керек болса, егуді жаңадан жазыңыз.",
        "Эта запись аннулирована. Менять её больше нельзя. Если нужно, запишите прививку заново.",
        "This record has been voided. It cannot be changed any more. If need be, record the dose anew.",
    ),
    "LOT_EXPIRED": (
        "Бұл серияның жарамдылық мерзімі өтіп кеткен. Соңғы күні — {expires_on}. Басқа серияны алыңыз. "
        "Вакцина егіліп қойған болса, себебін жазыңыз: жазба сақталады, бас дәрігерге хабар барады.",
        "Срок годности этой серии истёк. Последний день — {expires_on}. Возьмите другую серию. Если вакцина "
        "уже введена, укажите причину: запись сохранится, главный врач получит сообщение.",
        "This lot has expired. Its last day was {expires_on}. Take another lot. If the vaccine has been given "
        "already, say why: the record will be kept and the head doctor told.",
    ),
    "LOT_EMPTY": (
        "Бұл серияда доза қалмаған. Басқа серияны таңдаңыз. Тоңазытқышта бар болса, алдымен кірісті тіркеңіз.",
        "В этой серии не осталось доз. Выберите другую серию. Если в холодильнике они есть, сначала оформите "
        "приход.",
        "No doses of this lot are left. Choose another lot. If there are some in the refrigerator, record "
        "their receipt first.",
    ),
    "LOT_EXISTS": (
        "Бұл серия емханада бар, бірақ мерзімі басқа. Қораптағы күнді тексеріңіз. Серияда жазылғаны — "
        "{expires_on}.",
        "Такая серия в поликлинике уже есть, но с другим сроком. Сверьте дату на упаковке. В записи — "
        "{expires_on}.",
        "The clinic has this lot already, with another expiry. Check the date on the box. On record it is "
        "{expires_on}.",
    ),
    "CONSENT_STANDS": (
        "Бұл вакцина бойынша қағаз бар. Ештеңе өзгерген жоқ. Алдымен бұрынғысын кері қайтарыңыз.",
        "По этой вакцине документ уже есть. Ничего не изменилось. Сначала отзовите прежний.",
        "There is a paper for this vaccine already. Nothing was changed. Revoke the earlier one first.",
    ),
    "CLASS_EXISTS": (
        "Бұл атаумен сынып бар. Ештеңе өзгерген жоқ. Басқа атау жазыңыз немесе бұрынғы сыныпты жабыңыз.",
        "Класс с таким названием уже есть. Ничего не изменилось. Назовите иначе или закройте прежний класс.",
        "There is a class of this name already. Nothing was changed. Choose another name, or close that class.",
    ),
    "SCHOOL_MOVED_UP": (
        "Бұл мектептің сыныптары {day} күні жоғары сыныпқа көшірілген. Бір оқу жылында екінші рет көшірілмейді. "
        "Жеке сыныптың атауын түзетуге болады.",
        "Классы этой школы уже переведены {day}. Второй раз за учебный год они не переводятся. Название "
        "отдельного класса можно исправить.",
        "The classes of this school went up on {day} already. They do not go up twice in a school year. A single "
        "class can be renamed.",
    ),
    "TEST_ALREADY_READ": (
        "Бұл сынаманың нәтижесі жазылған. Ештеңе өзгерген жоқ. Жаңа сынама болса, оны бөлек жазыңыз.",
        "Результат этой пробы уже записан. Ничего не изменилось. Если проба новая, запишите её отдельно.",
        "This test has been read already. Nothing was changed. If it is a new test, record it by itself.",
    ),
    "NOTHING_TO_CERTIFY": (
        "Күнтізбе бойынша есептелетін егу жоқ, сондықтан анықтамаға жазатын ештеңе жоқ. Бұрынғы егулерді "
        "қағаздан енгізіңіз, сосын анықтаманы қайта беріңіз.",
        "Нет прививок, засчитанных по календарю, поэтому в справку нечего вписать. Внесите прежние прививки с "
        "бумаг и выдайте справку снова.",
        "No dose counts by the calendar, so there is nothing to put on a certificate. Enter earlier doses from "
        "the person's papers, then issue it again.",
    ),
    "SESSION_CLOSED": (
        "Бұл екпе сеансы жабылған. Оған енді жазуға болмайды. Егуді адамның картасынан жазыңыз.",
        "Этот сеанс прививок закрыт. Записывать в него больше нельзя. Запишите прививку в карте человека.",
        "This session is closed. Nothing more can be recorded in it. Record the dose in the person's card.",
    ),
    "VACCINE_MISSING": (
        "Вакцина көрсетілмеген. Серияны, вакцинаны немесе оның кодын таңдаңыз.",
        "Вакцина не указана. Выберите серию, вакцину или её код.",
        "No vaccine is given. Choose a lot, a vaccine or its code.",
    ),
    "VACCINE_UNKNOWN": (
        "Күнтізбеде мұндай вакцина жоқ. Тізімнен таңдаңыз.",
        "Такой вакцины в календаре нет. Выберите из списка.",
        "The calendar has no such vaccine. Choose one from the list.",
    ),
    "LOT_NEEDED": (
        "Осында егілген дозаға серия керек. Серияны сканерлеңіз немесе тізімнен таңдаңыз.",
        "Для прививки, сделанной здесь, нужна серия. Отсканируйте её или выберите из списка.",
        "A dose given here needs its lot. Scan it, or choose it from the list.",
    ),
    "GIVEN_IN_FUTURE": (
        "Егу күні әлі келген жоқ. Күнін тексеріңіз.",
        "День прививки ещё не наступил. Проверьте дату.",
        "The day of the dose has not come yet. Check the date.",
    ),
    "GIVEN_BEFORE_BIRTH": (
        "Бұл күні адам әлі туған жоқ. Күнін тексеріңіз.",
        "В этот день человек ещё не родился. Проверьте дату.",
        "The person was not born on that day. Check the date.",
    ),
    "DAYS_IN_WRONG_ORDER": (
        "Екінші күн бірінші күннен бұрын. Екеуін де тексеріңіз.",
        "Вторая дата раньше первой. Проверьте обе.",
        "The second day is before the first. Check both.",
    ),
    "VACCINE_GROUP_UNKNOWN": (
        "Күнтізбеде мұндай вакцина тобы жоқ. Тізімнен таңдаңыз.",
        "Такой группы вакцин в календаре нет. Выберите из списка.",
        "The calendar has no such vaccine group. Choose one from the list.",
    ),
    "NUMBER_OUT_OF_RANGE": (
        "Сан мүмкін шектен тыс. Санды тексеріңіз. {least} бен {most} аралығында болуы керек.",
        "Число вне допустимых пределов. Проверьте его. Оно должно быть от {least} до {most}.",
        "The number is out of range. Check it. It must be from {least} to {most}.",
    ),
    "OBSTACLE_DEFERRED": (
        "Медициналық шегеру күшінде: қазір екпеген жөн. Бұл — {vaccine}. Қайта егуге болатын күн — {until}.",
        "Действует медотвод: сейчас прививать не следует. Это — {vaccine}. Прививать можно с {until}.",
        "A medical deferral holds: the dose should wait. This is {vaccine}. It may be given from {until} on.",
    ),
    "OBSTACLE_EXEMPT": (
        "Тұрақты медициналық қарсы көрсетілім бар: комиссия егуге болмайды деп шешкен. Бұл — {vaccine}.",
        "Есть постоянный медотвод: комиссия решила не прививать. Это — {vaccine}.",
        "There is a permanent exemption: the commission decided against the vaccine. This is {vaccine}.",
    ),
    "OBSTACLE_REFUSED": (
        "Жазбаша бас тарту бар, ол қайтарылмаған. Бұл — {vaccine}.",
        "Есть письменный отказ, он не отозван. Это — {vaccine}.",
        "There is a written refusal, not revoked. This is {vaccine}.",
    ),
    "OBSTACLE_CONSENT_MISSING": (
        "Жазбаша келісім жоқ: егу алдында ата-анасынан алыңыз. Бұл — {vaccine}.",
        "Нет письменного согласия: возьмите его до прививки. Это — {vaccine}.",
        "There is no written consent: get it before the dose. This is {vaccine}.",
    ),
    "OBSTACLE_TEST_NEEDED": (
        "Егу алдында туберкулин сынамасы керек: нәтижесі теріс болуы тиіс. Бұл — {vaccine}.",
        "До прививки нужна туберкулиновая проба: результат должен быть отрицательным. Это — {vaccine}.",
        "A tuberculin test is needed before the dose: it must be negative. This is {vaccine}.",
    ),
}
