"""What is said of identity numbers, telephones and scanned cards, by code: Kazakh, Russian, English."""

NUMBERS: dict[str, tuple[str, str, str]] = {
    "IIN_NOT_DIGITS": (
        "ЖСН тек сандардан тұрады. Құжатқа қарап, 12 санды қайта теріңіз.",
        "ИИН состоит только из цифр. Наберите 12 цифр ещё раз по документу.",
        "An IIN has digits only. Type the 12 digits again from the document.",
    ),
    "IIN_LENGTH": (
        "ЖСН 12 саннан тұрады. Құжатқа қарап, түгел теріңіз.",
        "В ИИН 12 цифр. Сверьте с документом и наберите все.",
        "An IIN has 12 digits. Compare with the document and type all of them.",
    ),
    "IIN_IS_A_BIN": (
        "Бұл — ұйымның БСН-і, адамның ЖСН-і емес. Адамның жеке куәлігіндегі нөмірді теріңіз.",
        "Это БИН организации, а не ИИН человека. Наберите номер из удостоверения личности.",
        "This is the BIN of an organisation, not a person's IIN. Type the number on the identity card.",
    ),
    "IIN_CENTURY": (
        "ЖСН-де жетінші сан 0 мен 6 аралығында болады. Жетінші санды құжатпен салыстырыңыз.",
        "Седьмая цифра ИИН бывает от 0 до 6. Сверьте её с документом.",
        "The seventh digit of an IIN is between 0 and 6. Compare it with the document.",
    ),
    "IIN_MONTH": (
        "ЖСН-де болмайтын ай көрсетілген. Үшінші және төртінші сандарды құжатпен салыстырыңыз.",
        "В ИИН указан месяц, которого нет. Сверьте третью и четвёртую цифры с документом.",
        "The IIN names a month that does not exist. Compare the third and fourth digits with the document.",
    ),
    "IIN_DAY": (
        "ЖСН-дегі күн күнтізбеде жоқ. Алғашқы алты санды құжатпен салыстырыңыз.",
        "Такой даты, как в ИИН, в календаре нет. Сверьте первые шесть цифр с документом.",
        "The date in the IIN is not in the calendar. Compare the first six digits with the document.",
    ),
    "IIN_UNISSUABLE": (
        "Мұндай ЖСН ешкімге берілмейді. Бір немесе бірнеше сан қате терілген. Құжатпен салыстырыңыз.",
        "Такой ИИН никому не выдают. Одна или несколько цифр набраны неверно. Сверьте их с документом.",
        "Such an IIN is never issued. One or more digits are wrong. Compare them with the document.",
    ),
    "IIN_CHECK_DIGIT": (
        "ЖСН-нің бақылау саны сәйкес келмейді. Бір сан қате терілген болуы мүмкін. Құжатпен салыстырыңыз.",
        "Контрольная цифра ИИН не сходится. Вероятно, одна из цифр набрана неверно. Сверьте их с документом.",
        "The check digit of the IIN does not fit. Probably one digit is wrong. Compare with the document.",
    ),
    "IIN_CENTURY_DIGIT_SPECIAL": (
        "ЖСН-нің жетінші саны — 0: нөмірден туған күні мен жынысын білу мүмкін емес. Оларды құжаттан "
        "енгізіңіз.",
        "Седьмая цифра ИИН — 0: дату рождения и пол из номера не узнать. Внесите их по документу.",
        "The seventh digit of the IIN is 0: it tells neither birth date nor sex. Enter them from the "
        "document.",
    ),
    "IIN_BIRTH_DATE_DIFFERS": (
        "Туған күні ЖСН-дегі күнмен сәйкес келмейді. ЖСН бойынша — {birth_date}. Бұл қате болмауы да "
        "мүмкін: құжатты қараңыз, құжаттағы күн сақталады.",
        "Дата рождения не совпадает с датой в ИИН. По ИИН — {birth_date}. Это не обязательно ошибка: "
        "проверьте документ, сохранится дата из документа.",
        "The birth date differs from the one in the IIN. By the IIN it is {birth_date}. That need not be "
        "a mistake: check the document, its date is kept.",
    ),
    "IIN_SEX_DIFFERS": (
        "Жынысы ЖСН-дегі белгімен сәйкес келмейді. ЖСН бойынша — {sex:MALE=ер|FEMALE=әйел}. Бұл қате "
        "болмауы да мүмкін: құжатты қараңыз, құжаттағы жынысы сақталады.",
        "Пол не совпадает с указанным в ИИН. По ИИН — {sex:MALE=мужской|FEMALE=женский}. Это не "
        "обязательно ошибка: проверьте документ, сохранится пол из документа.",
        "The sex differs from the one in the IIN. By the IIN it is {sex:MALE=male|FEMALE=female}. That "
        "need not be a mistake: check the document, what it says is kept.",
    ),
    "IIN_BORN_IN_FUTURE": (
        "Туған күні әлі келген жоқ. Туған жылын құжатпен салыстырыңыз.",
        "Дата рождения ещё не наступила. Сверьте год рождения с документом.",
        "The birth date has not come yet. Compare the year of birth with the document.",
    ),
    "BIN_NOT_DIGITS": (
        "БСН тек сандардан тұрады. 12 санды қайта теріңіз.",
        "БИН состоит только из цифр. Наберите 12 цифр ещё раз.",
        "A BIN has digits only. Type the 12 digits again.",
    ),
    "BIN_LENGTH": (
        "БСН 12 саннан тұрады. Түгел теріңіз.",
        "В БИН 12 цифр. Наберите все.",
        "A BIN has 12 digits. Type all of them.",
    ),
    "BIN_IS_AN_IIN": (
        "Бұл — адамның ЖСН-і, ұйымның БСН-і емес. Ұйымның тіркеу құжатындағы нөмірді теріңіз.",
        "Это ИИН человека, а не БИН организации. Наберите номер из регистрационных документов организации.",
        "This is a person's IIN, not the BIN of an organisation. Type the number on the organisation's "
        "papers.",
    ),
    "BIN_MONTH": (
        "БСН-де болмайтын ай көрсетілген. Үшінші және төртінші сандарды тексеріңіз.",
        "В БИН указан месяц, которого нет. Проверьте третью и четвёртую цифры.",
        "The BIN names a month that does not exist. Check the third and fourth digits.",
    ),
    "BIN_KIND": (
        "БСН-нің бесінші саны 4, 5 немесе 6, алтыншысы 0 мен 3 аралығында болады. Осы сандарды тексеріңіз.",
        "Пятая цифра БИН — 4, 5 или 6, шестая — от 0 до 3. Проверьте эти цифры.",
        "The fifth digit of a BIN is 4, 5 or 6, the sixth between 0 and 3. Check these digits.",
    ),
    "BIN_UNISSUABLE": (
        "Мұндай БСН ешкімге берілмейді. Бір немесе бірнеше сан қате терілген. Құжатпен салыстырыңыз.",
        "Такой БИН никому не выдают. Одна или несколько цифр набраны неверно. Сверьте их с документом.",
        "Such a BIN is never issued. One or more digits are wrong. Compare them with the document.",
    ),
    "BIN_CHECK_DIGIT": (
        "БСН-нің бақылау саны сәйкес келмейді. Бір сан қате терілген болуы мүмкін. Құжатпен салыстырыңыз.",
        "Контрольная цифра БИН не сходится. Вероятно, одна из цифр набрана неверно. Сверьте их с документом.",
        "The check digit of the BIN does not fit. Probably one digit is wrong. Compare with the document.",
    ),
    "PHONE_EMPTY": (
        "Телефон нөмірі жазылмаған. Нөмірді теріңіз, мысалы, +7 701 123 45 67.",
        "Номер телефона не указан. Наберите его, например +7 701 123 45 67.",
        "There is no telephone number. Type it, for example +7 701 123 45 67.",
    ),
    "PHONE_NOT_DIGITS": (
        "Телефон нөмірінде артық таңба бар. Тек сандарын теріңіз, мысалы, +7 701 123 45 67.",
        "В номере телефона лишние знаки. Наберите только цифры, например +7 701 123 45 67.",
        "The telephone number has signs that do not belong there. Type digits only, for example +7 701 "
        "123 45 67.",
    ),
    "PHONE_SHORT": (
        "Бұл — қысқа нөмір, оған адамды іздеп қоңырау шалу мүмкін емес. Адамның өз нөмірін жазыңыз.",
        "Это короткий номер, по нему человеку не позвонить. Укажите номер самого человека.",
        "This is a short service number, the person cannot be called there. Enter the person's own number.",
    ),
    "PHONE_LENGTH": (
        "Телефон нөмірінің сандары артық немесе жетпейді. Нөмірде +7-ден кейін 10 сан болады, тексеріңіз.",
        "В номере телефона не хватает цифр или есть лишние. После +7 должно быть 10 цифр, проверьте.",
        "The telephone number has too many or too few digits. After +7 there are 10, please check.",
    ),
    "PHONE_FOREIGN": (
        "Бұл — шетел нөмірі. Хабарлама тек Қазақстан нөмірлеріне жіберіледі: +7 7-ден басталатын нөмірді "
        "жазыңыз.",
        "Это зарубежный номер. Сообщения уходят только на номера Казахстана: укажите номер, который "
        "начинается с +7 7.",
        "This is a foreign number. Messages go to numbers of Kazakhstan only: enter one that begins with "
        "+7 7.",
    ),
    "MRZ_LENGTH": (
        "Куәлік толық оқылмады. Куәліктің артқы бетіндегі үш жолды қайта сканерлеңіз.",
        "Удостоверение прочитано не полностью. Отсканируйте ещё раз три строки на обороте.",
        "The card was not read completely. Scan the three lines on its back again.",
    ),
    "MRZ_CHARACTERS": (
        "Сканер куәлікте болмайтын таңбаларды жіберді. Пернетақтаны ағылшын тіліне ауыстырып, қайта "
        "сканерлеңіз.",
        "Сканер передал знаки, которых на удостоверении нет. Переключите клавиатуру на английский и "
        "отсканируйте снова.",
        "The scanner sent signs that are not on a card. Switch the keyboard to English and scan again.",
    ),
    "MRZ_NOT_A_CARD": (
        "Бұл — жеке куәлік емес. Жеке куәлікті сканерлеңіз немесе ЖСН-ді қолмен теріңіз.",
        "Это не удостоверение личности. Отсканируйте удостоверение или наберите ИИН вручную.",
        "This is not an identity card. Scan an identity card, or type the IIN.",
    ),
    "MRZ_DOCUMENT_NUMBER": (
        "Куәліктің нөмірі қате оқылды. Қайта сканерлеңіз немесе ЖСН-ді қолмен теріңіз.",
        "Номер удостоверения прочитан с ошибкой. Отсканируйте ещё раз или наберите ИИН вручную.",
        "The card's number was misread. Scan again, or type the IIN.",
    ),
    "MRZ_BIRTH_DATE": (
        "Куәліктегі туған күні қате оқылды. Қайта сканерлеңіз немесе ЖСН-ді қолмен теріңіз.",
        "Дата рождения на удостоверении прочитана с ошибкой. Отсканируйте ещё раз или наберите ИИН вручную.",
        "The birth date on the card was misread. Scan again, or type the IIN.",
    ),
    "MRZ_EXPIRY": (
        "Куәліктің жарамдылық мерзімі қате оқылды. Қайта сканерлеңіз немесе ЖСН-ді қолмен теріңіз.",
        "Срок действия удостоверения прочитан с ошибкой. Отсканируйте ещё раз или наберите ИИН вручную.",
        "The card's date of expiry was misread. Scan again, or type the IIN.",
    ),
    "MRZ_COMPOSITE": (
        "Куәлік қатемен оқылды. Қайта сканерлеңіз немесе ЖСН-ді қолмен теріңіз.",
        "Удостоверение прочитано с ошибкой. Отсканируйте ещё раз или наберите ИИН вручную.",
        "The card was misread. Scan again, or type the IIN.",
    ),
}
