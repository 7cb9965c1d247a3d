"""What is said of a person's details, of records that look alike and of what was done: kk, ru, en."""

PEOPLE: dict[str, tuple[str, str, str]] = {
    "REQUIRED": (
        "Бұл өріс толтырылмаған. Оны толтырыңыз.",
        "Это поле не заполнено. Заполните его.",
        "This field is empty. Fill it in.",
    ),
    "NAME_NOT_LETTERS": (
        "Аты-жөні әріптерден тұрады. Құжаттағыдай етіп, сансыз және артық белгісіз жазыңыз.",
        "Имя пишут буквами. Запишите его как в документе, без цифр и лишних знаков.",
        "A name is written in letters. Write it as in the document, without digits or other signs.",
    ),
    "TEXT_TOO_LONG": (
        "Мәтін тым ұзын. Қысқартыңыз. Ең көбі {most} таңба сыяды.",
        "Текст слишком длинный. Сократите его. Помещается не больше {most} {most:символа|символов|символов}.",
        "The text is too long. Shorten it. At most {most} {most:character|characters} fit.",
    ),
    "TEXT_UNPRINTABLE": (
        "Мәтінде көрінбейтін таңба бар. Оны басқа жерден көшірмей, қолмен теріңіз.",
        "В тексте есть невидимые знаки. Наберите его вручную, не копируя.",
        "The text has invisible signs in it. Type it by hand instead of pasting.",
    ),
    "BIRTH_DATE_IN_FUTURE": (
        "Туған күні әлі келген жоқ. Туған жылын құжатпен салыстырыңыз.",
        "Дата рождения ещё не наступила. Сверьте год рождения с документом.",
        "The birth date has not come yet. Compare the year of birth with the document.",
    ),
    "BIRTH_DATE_TOO_EARLY": (
        "Туған күні тым ерте. Ең ерте күн — {earliest}. Туған жылын құжатпен салыстырыңыз.",
        "Дата рождения слишком давняя. Самая ранняя — {earliest}. Сверьте год рождения с документом.",
        "The birth date is too long ago. The earliest is {earliest}. Compare the year of birth with the "
        "document.",
    ),
    "DECEASED_IN_FUTURE": (
        "Қайтыс болған күні әлі келген жоқ. Күнді куәлікпен салыстырыңыз.",
        "Дата смерти ещё не наступила. Сверьте её со свидетельством.",
        "The date of death has not come yet. Compare it with the certificate.",
    ),
    "DECEASED_BEFORE_BIRTH": (
        "Қайтыс болған күні туған күнінен бұрын. Екі күнді де тексеріңіз.",
        "Дата смерти раньше даты рождения. Проверьте обе даты.",
        "The date of death is before the birth date. Check both.",
    ),
    "IIN_OR_WHY_NOT": (
        "ЖСН жазылмаған. ЖСН-ді теріңіз немесе оның неге жоқ екенін көрсетіңіз: жаңа туған нәресте, "
        "шетелдік, белгісіз адам.",
        "ИИН не указан. Наберите его или укажите, почему его нет: новорождённый, иностранец, неизвестный.",
        "There is no IIN. Type it, or say why there is none: a newborn, a foreigner, an unknown person.",
    ),
    "IIN_AND_WHY_NOT": (
        "ЖСН бар, ал жоқ болу себебі де көрсетілген. Екеуінің бірін ғана қалдырыңыз.",
        "Указан и ИИН, и причина, почему его нет. Оставьте что-то одно.",
        "Both an IIN and a reason for having none are given. Keep one of them.",
    ),
    "NOT_A_NEWBORN": (
        "Бұл бала жаңа туған нәресте емес. Нәресте ретінде {years} жасқа толмаған бала тіркеледі. ЖСН-ді "
        "немесе басқа себепті көрсетіңіз.",
        "Этот ребёнок уже не новорождённый. Так записывают детей младше {years} {years:года|лет|лет}. "
        "Укажите ИИН или другую причину.",
        "This child is no longer a newborn. Children under {years} {years:year|years} are registered so. "
        "Enter the IIN or another reason.",
    ),
    "CITIZEN_HAS_IIN": (
        "Қазақстан азаматында ЖСН болады. ЖСН-ді теріңіз немесе азаматтығын түзетіңіз.",
        "У гражданина Казахстана есть ИИН. Наберите его или исправьте гражданство.",
        "A citizen of Kazakhstan has an IIN. Type it, or correct the citizenship.",
    ),
    "CONTRACT_UNTIL_MISSING": (
        "Уақытша тұратын шетелдікке сақтандыру шартының мерзімі керек. Шарттың соңғы күнін енгізіңіз.",
        "Для временно пребывающего иностранца нужен срок договора страхования. Укажите последний день "
        "договора.",
        "A foreigner who stays temporarily needs an insurance contract. Enter its last day.",
    ),
    "CONTRACT_UNTIL_NOT_NEEDED": (
        "Шарттың мерзімі тек уақытша тұратын шетелдікке жазылады. Мерзімді өшіріңіз немесе азаматтығын "
        "түзетіңіз.",
        "Срок договора указывают только для временно пребывающих иностранцев. Уберите его или исправьте "
        "гражданство.",
        "Only foreigners who stay temporarily have a contract's last day. Remove it, or correct the "
        "citizenship.",
    ),
    "EMAIL_SHAPE": (
        "Бұл — электрондық пошта мекенжайы емес. Мысалы, aigul@example.kz түрінде жазыңыз.",
        "Это не адрес электронной почты. Напишите его в виде aigul@example.kz.",
        "This is not an e-mail address. Write it like aigul@example.kz.",
    ),
    "KATO_SHAPE": (
        "ӘАОЖ (КАТО) коды 9 саннан тұрады. Елді мекенді тізімнен таңдаңыз.",
        "В коде КАТО 9 цифр. Выберите населённый пункт из списка.",
        "A KATO code has 9 digits. Choose the place from the list.",
    ),
    "TOO_MANY_PHONES": (
        "Телефон нөмірлері тым көп. Ең керегін қалдырыңыз. Ең көбі {most} нөмір сыяды.",
        "Слишком много телефонов. Оставьте самые нужные. Помещается не больше {most} "
        "{most:номера|номеров|номеров}.",
        "There are too many telephone numbers. Keep those needed most. At most {most} "
        "{most:number|numbers} fit.",
    ),
    "FAMILY_TIE_SEX": (
        "Туыстық түрі адамның жынысына сай емес. Туыстық түрін немесе адамның жынысын түзетіңіз.",
        "Родство не соответствует полу человека. Исправьте родство или пол.",
        "The tie does not fit the person's sex. Correct the tie or the sex.",
    ),
    "FAMILY_TIE_AGE": (
        "Ата-ана баласынан үлкен болуы керек. Туған күндерін және кімнің кімге кім екенін тексеріңіз.",
        "Родитель должен быть старше ребёнка. Проверьте даты рождения и кто кому кем приходится.",
        "A parent is older than the child. Check the birth dates and who is what to whom.",
    ),
    "FAMILY_SINCE_IN_FUTURE": (
        "Туыстық басталған күн әлі келген жоқ. Бүгінгі немесе одан бұрынғы күнді жазыңыз.",
        "Дата начала родства ещё не наступила. Укажите сегодняшний день или более ранний.",
        "The day from which the tie holds has not come yet. Enter today or an earlier day.",
    ),
    "FAMILY_UNTIL_IN_FUTURE": (
        "Туыстық аяқталатын күн әлі келген жоқ. Бүгінгі немесе одан бұрынғы күнді жазыңыз.",
        "Дата окончания родства ещё не наступила. Укажите сегодняшний день или более ранний.",
        "The day on which the tie ends has not come yet. Enter today or an earlier day.",
    ),
    "FAMILY_UNTIL_BEFORE_SINCE": (
        "Туыстық аяқталатын күн басталған күнінен бұрын. Екі күнді де тексеріңіз.",
        "Дата окончания родства раньше даты начала. Проверьте обе даты.",
        "The day on which the tie ends is before the day on which it began. Check both.",
    ),
    "FAMILY_WITH_ONESELF": (
        "Адамды өзіне туыс етіп жазуға болмайды. Басқа адамды таңдаңыз.",
        "Нельзя записать человека родственником самому себе. Выберите другого человека.",
        "A person cannot be their own relative. Choose another person.",
    ),
    "FAMILY_ALREADY_LINKED": (
        "Бұл екі адамның туыстығы жазылып қойған. Ештеңе қосудың керегі жоқ, отбасы тізімін қараңыз.",
        "Родство этих двух людей уже записано. Добавлять ничего не нужно, посмотрите список семьи.",
        "The tie between these two people is on record already. Nothing needs adding, look at the family "
        "list.",
    ),
    "FAMILY_ANOTHER_PARENT": (
        "Баланың басқа анасы немесе әкесі жазылған. Алдымен сол байланысты аяқтаңыз немесе туыстық түрін "
        "өзгертіңіз.",
        "У ребёнка уже записана другая мать или другой отец. Сначала завершите ту связь или измените "
        "родство.",
        "The child has another mother or father on record. End that tie first, or change this one.",
    ),
    "DAY_IN_FUTURE": (
        "Бұл күн әлі келген жоқ. Бүгінгі немесе одан бұрынғы күнді таңдаңыз.",
        "Этот день ещё не наступил. Выберите сегодняшний или более ранний.",
        "This day has not come yet. Choose today or an earlier one.",
    ),
    "DAY_TOO_LONG_AGO": (
        "Бұл күннен бері тым көп уақыт өткен. Өтінішті {days} күннен кешіктірмей енгізуге болады. Күнді "
        "тексеріңіз.",
        "С этого дня прошло слишком много времени. Заявление вносят не позже чем через {days} "
        "{days:день|дня|дней}. Проверьте дату.",
        "This day is too long ago. A request is entered within {days} {days:day|days}. Check the date.",
    ),
    "DAY_BEFORE_START": (
        "Тіркелу аяқталатын күн басталған күнінен бұрын. Басталған күні — {starts_on}. Одан кейінгі күнді"
        " таңдаңыз.",
        "День окончания раньше дня начала прикрепления. Начало — {starts_on}. Выберите более поздний день.",
        "The last day is before the attachment began. It began on {starts_on}. Choose a later day.",
    ),
    "REASON_IS_AUTOMATIC": (
        "Бұл себепті жүйе өзі қояды: адам басқа емханаға тіркелгенде. Басқа себепті таңдаңыз.",
        "Эту причину система ставит сама, когда человека прикрепляют к другой поликлинике. Выберите другую.",
        "The system sets this reason itself when a person is attached elsewhere. Choose another one.",
    ),
    "MATCH_IIN_SAME": (
        "ЖСН бірдей",
        "ИИН совпадает",
        "Same IIN",
    ),
    "MATCH_IIN_DIFFERENT": (
        "ЖСН басқа",
        "ИИН другой",
        "Different IIN",
    ),
    "MATCH_DOCUMENT_SAME": (
        "Құжат нөмірі бірдей",
        "Номер документа совпадает",
        "Same document number",
    ),
    "MATCH_NAME_SWAPPED": (
        "Тегі мен аты ауысып жазылған",
        "Фамилия и имя переставлены",
        "Family name and given name are swapped",
    ),
    "MATCH_FAMILY_NAME_SAME": (
        "Тегі бірдей",
        "Фамилия совпадает",
        "Same family name",
    ),
    "MATCH_FAMILY_NAME_ONE_TYPO": (
        "Тегінде бір әріп айырма",
        "Фамилия отличается одной буквой",
        "Family name differs by one letter",
    ),
    "MATCH_FAMILY_NAME_DIFFERENT": (
        "Тегі басқа",
        "Фамилия другая",
        "Different family name",
    ),
    "MATCH_GIVEN_NAME_SAME": (
        "Аты бірдей",
        "Имя совпадает",
        "Same given name",
    ),
    "MATCH_GIVEN_NAME_ONE_TYPO": (
        "Атында бір әріп айырма",
        "Имя отличается одной буквой",
        "Given name differs by one letter",
    ),
    "MATCH_GIVEN_NAME_DIFFERENT": (
        "Аты басқа",
        "Имя другое",
        "Different given name",
    ),
    "MATCH_PATRONYMIC_SAME": (
        "Әкесінің аты бірдей",
        "Отчество совпадает",
        "Same patronymic",
    ),
    "MATCH_PATRONYMIC_ONE_TYPO": (
        "Әкесінің атында бір әріп айырма",
        "Отчество отличается одной буквой",
        "Patronymic differs by one letter",
    ),
    "MATCH_PATRONYMIC_DIFFERENT": (
        "Әкесінің аты басқа",
        "Отчество другое",
        "Different patronymic",
    ),
    "MATCH_BIRTH_DATE_SAME": (
        "Туған күні бірдей",
        "Дата рождения совпадает",
        "Same birth date",
    ),
    "MATCH_BIRTH_DATE_DAY_MONTH_SWAPPED": (
        "Туған күні мен айы ауысып жазылған",
        "День и месяц рождения переставлены",
        "Day and month of birth are swapped",
    ),
    "MATCH_BIRTH_DATE_ONE_DIGIT_OFF": (
        "Туған күнінде бір сан айырма",
        "Дата рождения отличается одной цифрой",
        "Birth date differs by one digit",
    ),
    "MATCH_BIRTH_DATE_DIFFERENT": (
        "Туған күні басқа",
        "Дата рождения другая",
        "Different birth date",
    ),
    "MATCH_SEX_SAME": (
        "Жынысы бірдей",
        "Пол совпадает",
        "Same sex",
    ),
    "MATCH_SEX_DIFFERENT": (
        "Жынысы басқа",
        "Пол другой",
        "Different sex",
    ),
    "MATCH_PHONE_SAME": (
        "Телефоны бірдей",
        "Телефон совпадает",
        "Same telephone",
    ),
    "MATCH_ADDRESS_SAME": (
        "Мекенжайы бірдей",
        "Адрес совпадает",
        "Same address",
    ),
    "DONE_REGISTERED": (
        "Жазбаға енгізілді",
        "Зарегистрирован",
        "Registered",
    ),
    "DONE_ATTACHED": (
        "Емханаға тіркелді",
        "Прикреплён",
        "Attached",
    ),
    "DONE_DETACHED": (
        "Тіркеуден шығарылды",
        "Откреплён",
        "Detached",
    ),
    "DONE_MERGED": (
        "Жазбалар біріктірілді",
        "Записи объединены",
        "Records merged",
    ),
}
